package org.nowserving;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.nowserving.store.Journal;
import org.nowserving.store.Snapshot;
import org.nowserving.store.StoreException;

/**
 * Takes the writership and reads how things stand, on a thread of its own, while the parts that
 * need none of it are made, which takes about as long. Any thread.
 */
final class Recovery {
  private final FutureTask<Snapshot> task;
  private final Thread thread;

  private Recovery(FutureTask<Snapshot> task) {
    this.task = task;
    this.thread = new Thread(task, "recovery");
  }

  static Recovery begin(Journal journal) {
    Recovery recovery = new Recovery(new FutureTask<>(journal::recover));
    recovery.thread.start();
    return recovery;
  }

  /** What was read, as soon as it is. */
  Snapshot await() throws StoreException, InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case StoreException failed -> throw failed;
        case RuntimeException bug -> throw bug;
        case null, default -> throw new IllegalStateException("recovery failed", e.getCause());
      }
    }
  }

  /** Ends it, where it has not ended yet; BEFORE what it works with is closed. */
  void stop() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}

package org.nowserving;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.nowserving.store.Snapshot;
import org.nowserving.store.StoreException;
import org.nowserving.store.postgres.PostgresStore;

/**
 * Opens the store, takes the writership and reads how things stand, on a thread of its own, while
 * the parts that need none of it are made, which takes about as long. Any thread.
 */
final class Recovery {
  private final FutureTask<PostgresStore> opened;
  private final FutureTask<Snapshot> read;
  private final Thread thread;

  private Recovery(Callable<PostgresStore> opening) {
    opened = new FutureTask<>(opening);
    read = new FutureTask<>(() -> await(opened).journal().recover());
    thread =
        new Thread(
            () -> {
              opened.run();
              read.run();
            },
            "recovery");
  }

  /**
   * @param opening throws nothing checked but {@link UserError}, {@link StoreException} and {@link
   *     InterruptedException}
   */
  static Recovery begin(Callable<PostgresStore> opening) {
    Recovery recovery = new Recovery(opening);
    recovery.thread.start();
    return recovery;
  }

  /** The store, as soon as it is open; nothing may be asked of it BEFORE {@link #snapshot}. */
  PostgresStore store() throws UserError, StoreException, InterruptedException {
    return await(opened);
  }

  /** What was read, as soon as it is. */
  Snapshot snapshot() throws UserError, StoreException, InterruptedException {
    return await(read);
  }

  private static <T> T await(FutureTask<T> task)
      throws UserError, StoreException, InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case UserError mistake -> throw mistake;
        case StoreException away -> throw away;
        case InterruptedException stopped -> throw stopped;
        case RuntimeException bug -> throw bug;
        case Error fatal -> throw fatal;
        case null, default -> throw new IllegalStateException("recovery failed", e.getCause());
      }
    }
  }

  /** Ends it, where it has not ended yet, and waits for that. */
  void stop() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // whoever asks for a stop again still has to wait for this one
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

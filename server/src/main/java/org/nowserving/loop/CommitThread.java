package org.nowserving.loop;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.nowserving.store.Batch;
import org.nowserving.store.CommitOutcome;
import org.nowserving.store.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes the floor's changes: offers each batch to the journal until it is
 * stored.
 */
public final class CommitThread implements Committer {
  private static final Logger log = LoggerFactory.getLogger(CommitThread.class);

  /** How long it waits before it offers a batch again. */
  private static final Duration RETRY_PAUSE = Duration.ofMillis(100);

  /** How often the log says that it is still trying, for the same reason. */
  private static final Duration REPORT_EVERY = Duration.ofMinutes(1);

  private final Journal journal;
  private final Inbox inbox;
  private final Consumer<CommitOutcome> onEnd;
  private final BlockingQueue<Batch> next = new ArrayBlockingQueue<>(1);
  private final Thread thread = new Thread(this::run, "committer");

  /**
   * @param onEnd hears why nothing can be stored any more, fenced or a defect; it must stop the
   *     process
   */
  public CommitThread(Journal journal, Inbox inbox, Consumer<CommitOutcome> onEnd) {
    this.journal = journal;
    this.inbox = inbox;
    this.onEnd = onEnd;
  }

  public void start() {
    thread.start();
  }

  @Override
  public void submit(Batch batch) {
    next.add(batch); // throws when the one before is not stored yet, which is a bug of the loop
  }

  /**
   * Stops, and waits for that. A batch that is not stored by now is given up; no word of it was
   * said.
   */
  public void stop() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }

  private void run() {
    try {
      while (store(next.take())) {
        inbox.put(new CommitNews.Stored());
      }
    } catch (InterruptedException stopped) {
      log.debug("stopped");
    } catch (RuntimeException | Error bug) {
      // Without the one who writes every device would wait for ever.
      log.error("the committer met a bug", bug);
      onEnd.accept(new CommitOutcome.Defect("the committer met a bug"));
    }
  }

  /** Offers the batch until it is stored; false when it never will be. */
  private boolean store(Batch batch) throws InterruptedException {
    String said = "";
    long saidNanos = 0;
    while (true) {
      switch (journal.commit(batch)) {
        case CommitOutcome.Stored() -> {
          return true;
        }
        case CommitOutcome.Unsettled(var why) -> {
          if (!why.equals(said) || System.nanoTime() - saidNanos >= REPORT_EVERY.toNanos()) {
            log.warn("could not store changes up to {}, trying again: {}", batch.last(), why);
            said = why;
            saidNanos = System.nanoTime();
          }
          inbox.put(new CommitNews.Failing());
          Thread.sleep(RETRY_PAUSE);
        }
        case CommitOutcome.Fenced fenced -> {
          onEnd.accept(fenced);
          return false;
        }
        case CommitOutcome.Defect defect -> {
          onEnd.accept(defect);
          return false;
        }
      }
    }
  }
}

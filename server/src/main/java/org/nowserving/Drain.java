package org.nowserving;

import java.time.Duration;
import org.nowserving.loop.FloorLoop;
import org.nowserving.loop.LoopState;
import org.nowserving.net.WebSocketServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the service ends in order: nobody is let in, what was begun is finished, everybody is told.
 * Any thread but an event loop and the loop's, for which it waits.
 */
final class Drain {
  private static final Logger log = LoggerFactory.getLogger(Drain.class);

  /** How long what has been heard may take to be stored and answered when the server stops. */
  private static final Duration LIMIT = Duration.ofSeconds(4);

  private final WebSocketServer service;
  private final FloorLoop loop;

  Drain(WebSocketServer service, FloorLoop loop) {
    this.service = service;
    this.loop = loop;
  }

  /** Lets nobody in, finishes what was begun, and says goodbye. */
  void run() throws InterruptedException {
    service.stopAccepting();
    awaitQuiet();
    service.goodbye();
  }

  /** Waits until everything that was heard is looked up, decided, stored and said. */
  private void awaitQuiet() throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    boolean quiet = false;
    while (!quiet) {
      // What is looked up may lead to a decision, and an answer to a look-up: both twice in a row.
      quiet = awaitLoop(deadline) && service.isQuiet() && awaitLoop(deadline) && service.isQuiet();
      if (System.nanoTime() - deadline > 0) {
        log.warn("What was under way could not be stored in time; nothing of it was acknowledged");
        return;
      }
    }
  }

  /** Waits until the loop has nothing to do; false when the time is over. */
  private boolean awaitLoop(long deadline) throws InterruptedException {
    long begun = System.nanoTime();
    LoopState state = loop.state();
    // A turn that began BEFORE the last word was heard does not count.
    while (!state.quiet() || state.turnedAtNanos() - begun <= 0) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      Thread.sleep(5);
      state = loop.state();
    }
    return true;
  }
}

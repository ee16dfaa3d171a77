package org.nowserving;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been started and has to be stopped, the last one first. A part that fails to stop does
 * not keep the others from it. Any thread.
 */
final class Stops {
  private static final Logger log = LoggerFactory.getLogger(Stops.class);

  private final Deque<Part> parts = new ArrayDeque<>();
  private final ReentrantLock stopping = new ReentrantLock();
  private boolean over;

  /** How a part is stopped. */
  interface Stop {
    void stop() throws Exception;
  }

  private record Part(String name, Stop stop) {}

  /**
   * A part runs; called AFTER each start, so that whatever fails next leaves nothing running.
   *
   * @param name for the log
   */
  void add(String name, Stop stop) {
    Part part = new Part(name, stop);
    synchronized (this) {
      if (!over) {
        parts.push(part);
        return;
      }
    }
    stop(part); // the stop did not wait for a start that took too long
  }

  /**
   * Stops everything, and returns when all of it has stopped, also where another thread is at it;
   * calling it again does nothing.
   */
  void run() {
    stopping.lock();
    try {
      stopAll();
    } finally {
      stopping.unlock();
    }
  }

  private void stopAll() {
    while (true) {
      Part part;
      synchronized (this) {
        over = true;
        part = parts.poll();
      }
      if (part == null) {
        return;
      }
      stop(part);
    }
  }

  private static void stop(Part part) {
    long begun = System.nanoTime();
    try {
      part.stop.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.warn("Could not stop {}", part.name, e);
    }
    log.debug("Stopped {} in {} ms", part.name, (System.nanoTime() - begun) / 1_000_000);
  }
}

package org.nowserving.desk;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A moment in which all staff sit still, so that the displays' pictures can be compared with what
 * they are doing. Any thread.
 */
final class Intermission {
  private final Map<Integer, Optional<Long>> tables = new TreeMap<>();
  private int atWork;
  private int present;
  private boolean wanted;

  Intermission(int staff) {
    atWork = staff;
  }

  /**
   * Called by each staff member between two actions; returns at once unless all are to sit still.
   *
   * @param shown the ticket that a display has to show at their table
   */
  synchronized void attend(int table, Optional<Long> shown) throws InterruptedException {
    if (!wanted) {
      return;
    }
    tables.put(table, shown);
    present++;
    notifyAll();
    try {
      while (wanted) {
        wait();
      }
    } finally {
      present--;
      notifyAll();
    }
  }

  /** A staff member went home. */
  synchronized void leave() {
    atWork--;
    notifyAll();
  }

  /** Waits until all who are at work sit still; what displays have to show then, by table. */
  synchronized Map<Integer, Optional<Long>> begin(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    tables.clear();
    wanted = true;
    while (present < atWork) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new IllegalStateException("the staff did not come to rest in " + patience);
      }
      wait(left);
    }
    return Map.copyOf(tables);
  }

  /** Lets everybody go on. */
  synchronized void end() throws InterruptedException {
    wanted = false;
    notifyAll();
    while (present > 0) {
      wait(); // so that nobody can miss the end and be counted for the next one
    }
  }
}

package org.nowserving.loop;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.nowserving.floor.Input;

/**
 * Where inputs wait for the loop, in the order in which they came. Any thread puts in, the loop
 * thread alone takes out.
 *
 * <p>What a device says is refused when the inbox is full, because a device can be told so.
 * Connections that come and go and results of commits are never refused: the loop would lose track.
 */
public final class Inbox {
  private final int limit;
  private final Queue<Input> inputs = new ConcurrentLinkedQueue<>();
  private final Queue<CommitNews> news = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private volatile @Nullable Thread sleeper;

  /**
   * @param limit how many inputs may wait
   */
  public Inbox(int limit) {
    this.limit = limit;
  }

  /**
   * Puts in what a device said or the office asks; false, and nothing is kept of it, when the inbox
   * is full. {@link #wake} AFTER the last of several: to wake the loop for each would cost more
   * than to decide it, and would cut what came together into many small batches.
   */
  public boolean offer(Input input) {
    if (size.get() >= limit) {
      return false;
    }
    add(input);
    return true;
  }

  /** Puts in what must not be lost: that a connection came or went, that sessions ended. */
  public void put(Input input) {
    add(input);
    wake();
  }

  private void add(Input input) {
    size.incrementAndGet();
    inputs.add(input);
  }

  /** Puts in what became of a batch; the loop sees it BEFORE any waiting input. */
  public void put(CommitNews item) {
    news.add(item);
    wake();
  }

  /** How many inputs wait. Any thread. */
  public int size() {
    return size.get();
  }

  @Nullable Input take() {
    Input input = inputs.poll();
    if (input != null) {
      size.decrementAndGet();
    }
    return input;
  }

  @Nullable CommitNews takeNews() {
    return news.poll();
  }

  /** Waits until something is put in, or the time is over; may return early. Loop thread only. */
  void await(long nanos) {
    sleeper = Thread.currentThread();
    if (inputs.isEmpty() && news.isEmpty()) {
      LockSupport.parkNanos(this, nanos);
    }
    sleeper = null;
  }

  /** Lets the loop see what was offered, at once; without it a nap may come first. Any thread. */
  public void wake() {
    Thread thread = sleeper;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }
}

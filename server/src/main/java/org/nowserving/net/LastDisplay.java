package org.nowserving.net;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Waits for the last display that hears what one turn of the loop tells displays, and has it
 * counted how long that took. A display has heard it when the system has taken it to be sent; one
 * whose connection ends before that has no part in it. There is one for a turn, however many
 * displays there are. Any thread.
 */
final class LastDisplay {
  private static final long NOBODY = -1;

  private final long decidedNanos;
  private final NetMeter meter;

  /** Whoever has yet to say that it is over: event loops, displays that are behind, the maker. */
  private final AtomicInteger awaited = new AtomicInteger(1);

  private final AtomicLong longestNanos = new AtomicLong(NOBODY);

  /**
   * Awaits its maker, who calls {@link #over} AFTER everybody else is awaited.
   *
   * @param decidedNanos when the oldest of what is told was decided
   */
  LastDisplay(long decidedNanos, NetMeter meter) {
    this.decidedNanos = decidedNanos;
    this.meter = meter;
  }

  /** One more will call {@link #heard} or {@link #over}; by one that has not yet. */
  void await() {
    awaited.incrementAndGet();
  }

  /** One that was awaited has heard it, just now. */
  void heard() {
    long nanos = Math.max(0, System.nanoTime() - decidedNanos);
    longestNanos.accumulateAndGet(nanos, Math::max);
    over();
  }

  /** One that was awaited need not be any more. */
  void over() {
    if (awaited.decrementAndGet() == 0 && longestNanos.get() != NOBODY) {
      meter.displaysHeard(longestNanos.get());
    }
  }
}

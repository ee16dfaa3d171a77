package org.nowserving.limits;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that goes on when it is told to, and waits that are counted and over at once. */
public final class StoppedTime {
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong waits = new AtomicLong();

  public Limits limits(LimitSettings settings, LimitMeter meter) {
    return new Limits(
        settings,
        meter,
        nanos::get,
        task -> {
          waits.incrementAndGet();
          task.run();
        });
  }

  public void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /** How often somebody had to wait. */
  public long waits() {
    return waits.get();
  }
}

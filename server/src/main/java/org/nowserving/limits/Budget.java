package org.nowserving.limits;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How much each source may ask for of one kind of thing within a minute. Any thread. */
public final class Budget {
  static final Duration MINUTE = Duration.ofMinutes(1);

  private final Limit limit;
  private final Trust trust;
  private final LimitMeter meter;
  private final PerSource<Allowance> allowances;

  Budget(Limit limit, int perMinute, Trust trust, LimitMeter meter, LongSupplier nanos) {
    this.limit = limit;
    this.trust = trust;
    this.meter = meter;
    this.allowances =
        new PerSource<>(MINUTE, nanos, () -> Allowance.of(perMinute, perMinute, MINUTE, nanos));
  }

  /** How many sources are remembered. */
  long known() {
    return allowances.size();
  }

  /** Asks for one more; false where the source has had its share. */
  public boolean spend(Source source) {
    if (trust.includes(source) || allowances.of(source).spend()) {
      return true;
    }
    meter.hit(limit);
    return false;
  }
}

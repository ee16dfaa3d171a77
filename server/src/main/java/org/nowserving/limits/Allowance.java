package org.nowserving.limits;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/** So many at once, and more as time goes by: a token bucket over a monotonic clock. Any thread. */
public final class Allowance {
  private final Bucket bucket;

  private Allowance(Bucket bucket) {
    this.bucket = bucket;
  }

  /**
   * Full at first.
   *
   * @param most how much there is when nothing was spent for long
   * @param refill how much comes back in the period, evenly
   * @param nanos a monotonic clock
   */
  static Allowance of(long most, long refill, Duration period, LongSupplier nanos) {
    return new Allowance(
        Bucket.builder()
            .addLimit(limit -> limit.capacity(most).refillGreedy(refill, period))
            .withCustomTimePrecision(new Monotonic(nanos))
            .build());
  }

  /** Takes one; false, and nothing is taken, where there is none. */
  public boolean spend() {
    return bucket.tryConsume(1);
  }

  /** How many there are at this moment. */
  long left() {
    return bucket.getAvailableTokens();
  }

  /** How long it takes until there is one, in whole seconds, rounded up. */
  Duration untilOne() {
    Duration exact = Duration.ofNanos(bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill());
    return exact.plusSeconds(1).minusNanos(1).truncatedTo(ChronoUnit.SECONDS);
  }

  /** What Bucket4j asks for the time. */
  private record Monotonic(LongSupplier nanos) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return nanos.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}

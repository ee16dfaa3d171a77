package org.nowserving.it;

import java.util.Arrays;

/** How long deliveries took. For one thread at a time. */
final class Latencies {
  private long[] nanos = new long[65_536];
  private int count;

  void add(long more) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = more;
  }

  int count() {
    return count;
  }

  /** The time, in milliseconds, within which this share of all was there. */
  double millis(double share) {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return count == 0 ? 0 : sorted[Math.min(count - 1, (int) (share * count))] / 1e6;
  }
}

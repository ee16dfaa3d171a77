package org.nowserving.bench;

import java.util.List;

/** The middle of some numbers, and how far they lie apart. Pure. */
record Spread(double median, double least, double most) {
  /**
   * @param numbers at least one
   */
  static Spread of(List<Double> numbers) {
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }
}

package org.nowserving.load;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a load showed. Pure.
 *
 * @param connections those that spoke
 * @param perSecondDue how many commands a second were due; null where each connection said the next
 *     thing as soon as it was answered
 * @param commands those that were answered while it was measured
 * @param latency from when a command was due, or was said where none was, to its answer; of those
 *     that were due while it was measured, or were answered where none was
 * @param deliveries words that were no answers: what staff and displays heard
 * @param reached from when a command was due to when the last display had heard of it
 * @param checked every message that was heard, measured or not, each of which was compared with
 *     what it had to be; where others decide what that is, which tables are in use, with its form
 */
public record Measurement(
    Workload workload,
    int connections,
    int depth,
    @Nullable Double perSecondDue,
    double seconds,
    long commands,
    double commandsPerSecond,
    Latency latency,
    long deliveries,
    double deliveriesPerSecond,
    Latency reached,
    long checked) {

  /** In microseconds; all 0 where nothing was timed. */
  public record Latency(
      long count, double mean, double p50, double p90, double p99, double p999, double max) {
    static Latency of(Histogram nanos) {
      if (nanos.getTotalCount() == 0) {
        return new Latency(0, 0, 0, 0, 0, 0, 0);
      }
      return new Latency(
          nanos.getTotalCount(),
          nanos.getMean() / 1e3,
          at(nanos, 50),
          at(nanos, 90),
          at(nanos, 99),
          at(nanos, 99.9),
          nanos.getMaxValue() / 1e3);
    }

    private static double at(Histogram nanos, double percentile) {
      return nanos.getValueAtPercentile(percentile) / 1e3;
    }
  }
}

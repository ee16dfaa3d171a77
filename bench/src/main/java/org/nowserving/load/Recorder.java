package org.nowserving.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What was counted and timed: everything always counts, but only what comes between {@link #begin}
 * and {@link #end} is part of the measurement. On the event loop only.
 */
final class Recorder {
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final int DIGITS = 3;

  private final Histogram answers = new Histogram(LONGEST_NANOS, DIGITS);
  private final Histogram reached = new Histogram(LONGEST_NANOS, DIGITS);
  private boolean measuring;
  private long beganNanos;
  private long endedNanos;
  private long allAnswers;
  private long allDeliveries;
  private long deliveries;

  void begin() {
    measuring = true;
    beganNanos = System.nanoTime();
  }

  void end() {
    if (measuring) {
      measuring = false;
      endedNanos = System.nanoTime();
    }
  }

  /** A command was answered, so long after it was due. */
  void answered(long nanos) {
    allAnswers++;
    if (measuring) {
      answers.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
    }
  }

  /** The last of all displays heard a word, so long after what caused it was due. */
  void reachedAll(long nanos) {
    if (measuring) {
      reached.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
    }
  }

  /** Somebody heard a word that was not an answer. */
  void delivered() {
    allDeliveries++;
    if (measuring) {
      deliveries++;
    }
  }

  /** Everything that was answered and checked up to now, measured or not. */
  long allAnswers() {
    return allAnswers;
  }

  long allDeliveries() {
    return allDeliveries;
  }

  Measurement measurement(Plan plan) {
    double seconds = (endedNanos - beganNanos) / 1e9;
    return new Measurement(
        plan.workload(),
        plan.connections(),
        plan.depth(),
        plan.perSecond().isPresent() ? plan.perSecond().get() : null,
        seconds,
        answers.getTotalCount(),
        answers.getTotalCount() / seconds,
        Measurement.Latency.of(answers),
        deliveries,
        deliveries / seconds,
        Measurement.Latency.of(reached),
        allAnswers + allDeliveries);
  }
}

package org.nowserving.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What was counted and timed: everything always counts, but only what comes between {@link #begin}
 * and {@link #end} is part of the measurement. On the event loop only.
 *
 * <p>Paced, what is timed is what was due between them, however late it was answered: a server that
 * stands still until after the end is not spared those who wait.
 */
final class Recorder {
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final int DIGITS = 3;

  private final Histogram answers = new Histogram(LONGEST_NANOS, DIGITS);
  private final Histogram reached = new Histogram(LONGEST_NANOS, DIGITS);
  private final boolean paced;
  private boolean begun;
  private boolean measuring;
  private long beganNanos;
  private long endedNanos;
  private long counted;
  private long allAnswers;
  private long allDeliveries;
  private long deliveries;

  Recorder(boolean paced) {
    this.paced = paced;
  }

  void begin(long nowNanos) {
    begun = true;
    measuring = true;
    beganNanos = nowNanos;
  }

  /** The first one counts. */
  void end(long nowNanos) {
    if (measuring) {
      measuring = false;
      endedNanos = nowNanos;
    }
  }

  /** A command was answered that was due then. */
  void answered(long dueNanos, long nowNanos) {
    allAnswers++;
    if (measuring) {
      counted++;
    }
    if (isTimed(dueNanos)) {
      answers.recordValue(Math.clamp(nowNanos - dueNanos, 0, LONGEST_NANOS));
    }
  }

  /** The last of all displays heard a word whose cause was due then. */
  void reachedAll(long dueNanos, long nowNanos) {
    if (isTimed(dueNanos)) {
      reached.recordValue(Math.clamp(nowNanos - dueNanos, 0, LONGEST_NANOS));
    }
  }

  private boolean isTimed(long dueNanos) {
    if (!paced || !begun) {
      return measuring;
    }
    return dueNanos - beganNanos >= 0 && (measuring || dueNanos - endedNanos < 0);
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

  /**
   * @param speakers how many spoke
   */
  Measurement measurement(Plan plan, int speakers) {
    double seconds = (endedNanos - beganNanos) / 1e9;
    return new Measurement(
        plan.workload(),
        speakers,
        plan.speakers().depth(),
        plan.speakers().perSecond().orElse(null),
        seconds,
        counted,
        counted / seconds,
        Measurement.Latency.of(answers),
        deliveries,
        deliveries / seconds,
        Measurement.Latency.of(reached),
        allAnswers + allDeliveries);
  }
}

package org.nowserving.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the desk does: how many came, how long they waited, how long they were served.
 * docs/FIGURES.md has every definition. Blocks on the database; called from virtual threads only.
 */
public interface Figures {
  /**
   * What is to be counted.
   *
   * @param from what happened at this moment or after; whole microseconds
   * @param to and before this one
   * @param hours where the parts begin that are counted by themselves: ascending, the first at
   *     {@code from}, each lasts until the next, the last until {@code to}; none where from is to
   * @param longWait the longest wait that keeps the service level
   */
  record Range(Instant from, Instant to, List<Instant> hours, Duration longWait) {
    public Range {
      hours = List.copyOf(hours);
    }
  }

  /**
   * How it stands at this moment, whatever the range.
   *
   * @param waitingSince when the one opened who has waited longest; empty where nobody waits
   */
  record Present(long waiting, long serving, Optional<Instant> waitingSince) {}

  /**
   * How long something took, in seconds; empty where it never happened.
   *
   * @param median half of them took no longer
   * @param p95 of a hundred of them ninety-five took no longer
   */
  record Spread(Optional<Double> median, Optional<Double> p95) {}

  /**
   * What happened in the range.
   *
   * @param cancelledWaiting of the cancelled those that nobody had claimed
   * @param waitTime from opened to claimed, of the tickets claimed in the range
   * @param serviceTime from claimed to ended, of the tickets completed in the range
   * @param kept the share of those claimed whose wait was at most {@code longWait}
   */
  record Totals(
      long arrived,
      long served,
      long cancelledWaiting,
      long cancelledServing,
      Spread waitTime,
      Spread serviceTime,
      Optional<Double> kept) {
    public long cancelled() {
      return cancelledWaiting + cancelledServing;
    }
  }

  /** What happened in a part of it. */
  record Hour(
      Instant from, long arrived, long served, long cancelled, Optional<Double> medianWait) {}

  /**
   * The answer, all of it as of one moment.
   *
   * @param hours one for each that was asked for, in the same order
   */
  record Report(Present present, Totals totals, List<Hour> hours) {
    public Report {
      hours = List.copyOf(hours);
    }
  }

  Report over(Range range) throws StoreException;
}

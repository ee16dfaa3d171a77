package org.nowserving.desk;

import java.time.Duration;

/**
 * How much happens at the desk. Pure.
 *
 * @param visitors how many sign in; those whose sign-in was refused or stayed unanswered try again
 * @param lasts the time over which they come; zero for as fast as the server answers
 * @param burst how many sign-ins a kiosk may have under way at once
 * @param seed of everything that is left to chance but the mark of the run
 * @param patience for how long a device redials before it gives up
 */
public record Plan(
    int kiosks,
    int staff,
    int displays,
    int visitors,
    Duration lasts,
    int burst,
    long seed,
    Duration patience) {
  /**
   * The morning that the product is measured by: two kiosks, three staff, two displays, 200
   * visitors.
   */
  public static final Plan MORNING =
      new Plan(2, 3, 2, 200, Duration.ofSeconds(20), 1, 1, Duration.ofSeconds(30));

  public Plan {
    if (kiosks < 1 || staff < 1 || displays < 0 || visitors < 0 || burst < 1) {
      throw new IllegalArgumentException("a desk needs a kiosk and a staff member at least");
    }
  }

  /** The time between two visitors at one kiosk, on average. */
  Duration gap() {
    return visitors == 0 ? Duration.ZERO : lasts.multipliedBy(kiosks).dividedBy(visitors);
  }

  /**
   * The time that a visitor is served for, on average: the staff keep up, with some time to spare.
   */
  Duration service() {
    return visitors == 0
        ? Duration.ZERO
        : lasts.multipliedBy(staff).multipliedBy(3).dividedBy(4).dividedBy(visitors);
  }
}

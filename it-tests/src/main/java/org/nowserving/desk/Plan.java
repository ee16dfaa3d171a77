package org.nowserving.desk;

import java.time.Duration;

/**
 * How much happens at the desk. Pure.
 *
 * @param visitors how many sign in; those whose sign-in was refused or stayed unanswered try again
 * @param gap the time between two visitors at one kiosk, on average
 * @param service the time that a visitor is served for, on average
 * @param burst how many sign-ins a kiosk may have under way at once
 * @param seed of everything that is left to chance but the mark of the run
 * @param patience for how long a device redials before it gives up
 * @param reconnects whether staff now and then give a connection up for another one
 */
public record Plan(
    int kiosks,
    int staff,
    int displays,
    int visitors,
    Duration gap,
    Duration service,
    int burst,
    long seed,
    Duration patience,
    boolean reconnects) {
  private static final int MORE_THAN_EVER_COME = 10_000_000;

  public Plan {
    if (kiosks < 1 || staff < 1 || displays < 0 || visitors < 0 || burst < 1) {
      throw new IllegalArgumentException("a desk needs a kiosk and a staff member at least");
    }
  }

  /**
   * A morning: the staff keep up with the visitors, with some time to spare.
   *
   * @param lasts the time over which the visitors come
   */
  public static Plan morning(
      int kiosks, int staff, int displays, int visitors, Duration lasts, long seed) {
    Duration each = lasts.dividedBy(Math.max(1, visitors));
    Duration service = each.multipliedBy(staff).multipliedBy(3).dividedBy(4);
    return new Plan(
        kiosks,
        staff,
        displays,
        visitors,
        each.multipliedBy(kiosks),
        service,
        1,
        seed,
        Duration.ofSeconds(30),
        true);
  }

  /** Two kiosks and three staff who are as fast as the server, until the door is closed. */
  public static Plan rush(int displays, int visitorsPerSecond, long seed) {
    Duration gap = Duration.ofSeconds(2).dividedBy(visitorsPerSecond);
    return new Plan(
        2,
        3,
        displays,
        MORE_THAN_EVER_COME,
        gap,
        Duration.ZERO,
        4,
        seed,
        Duration.ofSeconds(60),
        true);
  }

  /**
   * The same, but every connection lasts until the server or the network ends it: at any moment
   * everybody has one.
   */
  public Plan withoutReconnects() {
    return new Plan(kiosks, staff, displays, visitors, gap, service, burst, seed, patience, false);
  }

  /** How many devices there are. */
  int devices() {
    return kiosks + staff + displays;
  }
}

package org.nowserving.http;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;

/**
 * Hours and days as the clock on the wall has them: a day may have 23 hours or 25, and an hour may
 * come twice. Pure.
 */
record ClockHours(ZoneId zone) {
  private static final Duration HOUR = Duration.ofHours(1);

  /** When the day begins that this moment is in; not at midnight where the clock skips that. */
  Instant dayOf(Instant moment) {
    return startOf(moment.atZone(zone).toLocalDate());
  }

  /** When the next day begins. */
  Instant dayAfter(Instant moment) {
    return startOf(moment.atZone(zone).toLocalDate().plusDays(1));
  }

  private Instant startOf(LocalDate day) {
    return day.atStartOfDay(zone).toInstant();
  }

  /** The same time of the clock so many days later. */
  Instant daysLater(Instant moment, int days) {
    return moment.atZone(zone).plusDays(days).toInstant();
  }

  /**
   * Where the hours of the range begin. The first begins with the range, and may have begun before
   * it; the last ends with it.
   */
  List<Instant> between(Instant from, Instant to) {
    List<Instant> hours = new ArrayList<>();
    for (Instant hour = from; hour.isBefore(to); hour = next(hour)) {
      hours.add(hour);
    }
    return hours;
  }

  /** The next full hour, or the moment at which the clock is moved, if that comes before. */
  private Instant next(Instant moment) {
    ZonedDateTime clock = moment.atZone(zone);
    Duration past =
        Duration.ofMinutes(clock.getMinute())
            .plusSeconds(clock.getSecond())
            .plusNanos(clock.getNano());
    Instant full = moment.plus(HOUR.minus(past));
    ZoneOffsetTransition moved = zone.getRules().nextTransition(moment);
    return moved != null && moved.getInstant().isBefore(full) ? moved.getInstant() : full;
  }
}

package org.nowserving.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Days of 23, 24 and 25 hours, in zones that differ by half an hour too. */
class ClockHoursTest {
  private static ClockHours in(String zone) {
    return new ClockHours(ZoneId.of(zone));
  }

  private static List<Instant> hoursOf(String zone, String day) {
    ClockHours hours = in(zone);
    Instant noon = LocalDate.parse(day).atTime(12, 0).atZone(hours.zone()).toInstant();
    return hours.between(hours.dayOf(noon), hours.dayAfter(noon));
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Zurich, 2026-03-28, 2026-03-27T23:00:00Z, 24",
    "Europe/Zurich, 2026-03-29, 2026-03-28T23:00:00Z, 23",
    "Europe/Zurich, 2026-10-25, 2026-10-24T22:00:00Z, 25",
    "UTC, 2026-03-29, 2026-03-29T00:00:00Z, 24",
    "Asia/Kolkata, 2026-03-29, 2026-03-28T18:30:00Z, 24",
    "Asia/Kathmandu, 2026-03-29, 2026-03-28T18:15:00Z, 24",
    "America/Sao_Paulo, 2018-11-04, 2018-11-04T03:00:00Z, 23", // midnight is left out
    "America/Havana, 2026-11-01, 2026-11-01T04:00:00Z, 25", // midnight comes twice
  })
  void aDayHasItsHours(String zone, String day, Instant first, int count) {
    List<Instant> hours = hoursOf(zone, day);
    assertEquals(first, hours.getFirst());
    assertEquals(count, hours.size());
    for (int i = 1; i < count; i++) {
      assertEquals(hours.get(i - 1).plus(Duration.ofHours(1)), hours.get(i));
    }
    hours.forEach(hour -> assertEquals(0, hour.atZone(ZoneId.of(zone)).getMinute()));
  }

  /** Where the clock is moved by half an hour, two parts of the day are half as long. */
  @ParameterizedTest
  @CsvSource({"2026-04-05, 25", "2026-10-04, 24"})
  void aClockThatIsMovedByHalfAnHourBeginsAPart(String day, int count) {
    List<Instant> hours = hoursOf("Australia/Lord_Howe", day);
    assertEquals(count, hours.size());
    long halves = 0;
    for (int i = 1; i < count; i++) {
      Duration length = Duration.between(hours.get(i - 1), hours.get(i));
      assertTrue(
          length.equals(Duration.ofHours(1)) || length.equals(Duration.ofMinutes(30)),
          length.toString());
      halves += length.equals(Duration.ofMinutes(30)) ? 1 : 0;
    }
    assertEquals(1, halves);
  }

  @Test
  void aRangeMayBeginAndEndInTheMiddleOfAnHour() {
    Instant from = Instant.parse("2026-03-02T08:20:30.5Z");
    Instant to = Instant.parse("2026-03-02T10:00:00.000001Z");
    assertEquals(
        List.of(from, Instant.parse("2026-03-02T09:00:00Z"), Instant.parse("2026-03-02T10:00:00Z")),
        in("Europe/Zurich").between(from, to));
    assertEquals(List.of(), in("UTC").between(from, from));
  }

  /** All of a year, hour by hour: no part is longer than an hour, and none is empty. */
  @ParameterizedTest
  @ValueSource(
      strings = {"Europe/Zurich", "Australia/Lord_Howe", "America/St_Johns", "Africa/Casablanca"})
  void aYearHasNoGap(String zone) {
    Instant from = ZonedDateTime.parse("2026-01-01T00:00:00Z").toInstant();
    Instant to = from.plus(Duration.ofDays(365));
    List<Instant> hours = in(zone).between(from, to);
    for (int i = 1; i < hours.size(); i++) {
      Duration length = Duration.between(hours.get(i - 1), hours.get(i));
      assertTrue(length.isPositive() && length.compareTo(Duration.ofHours(1)) <= 0);
      ZonedDateTime clock = hours.get(i).atZone(ZoneId.of(zone));
      boolean moved =
          !clock.getOffset().equals(hours.get(i).minusNanos(1).atZone(clock.getZone()).getOffset());
      assertTrue(clock.getMinute() == 0 || moved, clock.toString());
    }
  }
}

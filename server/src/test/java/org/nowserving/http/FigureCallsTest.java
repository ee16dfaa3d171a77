package org.nowserving.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nowserving.http.Bureau.bearing;
import static org.nowserving.http.Bureau.request;
import static org.nowserving.http.Bureau.text;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.Change.TicketClaimed;
import org.nowserving.store.Change.TicketOpened;

/** {@code GET /api/figures}: which time is counted, and how it is written. */
class FigureCallsTest {
  private final Bureau bureau = new Bureau(new MemoryHistory(0));

  @AfterEach
  void close() {
    bureau.close();
  }

  private ApiResponse answer(String query) {
    return bureau.api.answer(
        bearing(request("GET", "/api/figures" + query), bureau.tokenOf("alice")));
  }

  private void opened(long ticket, Instant at) {
    bureau.changes.add(
        new TicketOpened(
            bureau.changes.size() + 1L,
            at,
            new TicketId(ticket),
            new Email("vi@example.com"),
            new PersonName("Vi")));
  }

  private void claimed(long ticket, Instant at) {
    bureau.changes.add(
        new TicketClaimed(
            bureau.changes.size() + 1L,
            at,
            new TicketId(ticket),
            new StaffName("alice"),
            new TableNumber(3)));
  }

  private static long count(String word, String json) {
    return Pattern.compile(Pattern.quote(word)).matcher(json).results().count();
  }

  @Test
  void whereThereIsNothingToCountIsNull() {
    assertEquals(
        "{\"from\":\"2026-03-02T08:00:00Z\",\"to\":\"2026-03-02T08:30:00Z\",\"timeZone\":\"Europe/Zurich\","
            + "\"now\":\"2026-03-02T08:00:00Z\",\"waiting\":0,\"serving\":0,\"longestWaitSeconds\":null,"
            + "\"arrived\":0,\"served\":0,\"cancelled\":0,\"cancelledWaiting\":0,\"cancelledServing\":0,"
            + "\"waitSeconds\":{\"median\":null,\"p95\":null},\"serviceSeconds\":{\"median\":null,\"p95\":null},"
            + "\"serviceLevel\":{\"withinSeconds\":900,\"share\":null},"
            + "\"hours\":[{\"from\":\"2026-03-02T08:00:00Z\",\"arrived\":0,\"served\":0,\"cancelled\":0,\"medianWaitSeconds\":null}]}",
        text(answer("?from=2026-03-02T08:00:00Z&to=2026-03-02T08:30:00Z")));
  }

  /** It is 09:00 in Zurich, and somebody has waited since before midnight. */
  @Test
  void withoutARangeItIsTheDeskSToday() {
    opened(0, Instant.parse("2026-03-01T22:59:59.999Z"));
    opened(1, Instant.parse("2026-03-01T23:00:00Z"));
    opened(2, Instant.parse("2026-03-02T07:00:00Z"));
    claimed(2, Instant.parse("2026-03-02T07:03:20.5Z"));
    String today = text(answer(""));
    assertTrue(
        today.startsWith(
            "{\"from\":\"2026-03-01T23:00:00Z\",\"to\":\"2026-03-02T23:00:00Z\",\"timeZone\":\"Europe/Zurich\","
                + "\"now\":\"2026-03-02T08:00:00Z\",\"waiting\":2,\"serving\":1,\"longestWaitSeconds\":32400,"
                + "\"arrived\":2,"),
        today);
    assertTrue(today.contains("\"waitSeconds\":{\"median\":200.5,\"p95\":200.5}"), today);
    assertEquals(24, count("\"medianWaitSeconds\"", today));
  }

  /** Somebody who came in each hour of the night is in an hour of their own. */
  @ParameterizedTest
  @CsvSource({
    "2026-03-29T10:00:00Z, 2026-03-28T23:00:00Z, 23",
    "2026-10-25T10:00:00Z, 2026-10-24T22:00:00Z, 25",
  })
  void aDayOnWhichTheClockIsMovedHasItsHours(Instant now, Instant midnight, int hours) {
    bureau.clock.pass(Duration.between(bureau.clock.instant(), now));
    for (int hour = 0; hour < hours; hour++) {
      opened(hour, midnight.plus(Duration.ofHours(hour)));
    }
    opened(hours, midnight.plus(Duration.ofHours(hours)));
    String today = text(answer(""));
    assertTrue(today.contains("\"arrived\":" + hours + ",\"served\""), today);
    assertEquals(hours, count(",\"arrived\":1,", today));
    assertEquals(hours, count("\"medianWaitSeconds\"", today));
  }

  @Test
  void aMonthIsNotTooLongAlsoWhereTheClockIsMoved() {
    String october = "?from=2026-09-30T22:00:00Z&to=2026-10-31T23:00:00Z";
    assertEquals(31 * 24 + 1, count("\"medianWaitSeconds\"", text(answer(october))));
    assertEquals(400, answer("?from=2026-09-30T22:00:00Z&to=2026-10-31T23:00:00.000001Z").status());
    assertEquals(200, answer("?from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z").status());
  }

  @Test
  void aClockThatIsBehindMakesNoNegativeWait() {
    opened(0, Instant.parse("2026-03-02T08:00:05Z"));
    assertTrue(text(answer("")).contains("\"longestWaitSeconds\":0,"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?from=2026-03-02T08:00:00Z",
        "?to=2026-03-02T08:00:00Z",
        "?from=2026-03-02T08:00:01Z&to=2026-03-02T08:00:00Z",
        "?from=2026-03-02&to=2026-03-03",
        "?from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:01Z",
        "?from=2026-03-02T08:00:00Z&to=2026-03-02T09:00:00Z&limit=1",
      })
  void aRangeIsReadStrictly(String query) {
    assertEquals(400, answer(query).status(), query);
  }

  @Test
  void anEmptyRangeHasNoHours() {
    assertTrue(
        text(answer("?from=2026-03-02T08:00:00Z&to=2026-03-02T08:00:00Z"))
            .endsWith(",\"hours\":[]}"));
  }
}

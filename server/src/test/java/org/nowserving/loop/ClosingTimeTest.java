package org.nowserving.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nowserving.floor.Input;
import org.nowserving.floor.OfficeAnswer;
import org.nowserving.floor.Send;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TicketId;

/** When the day closes by itself, and in which slices, on a clock that is set by hand. */
class ClosingTimeTest {
  private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Inbox inbox = new Inbox(10);
  private final Office office = new Office(inbox);
  private final DayClosing closing = new DayClosing(office);
  private Instant now = Instant.parse("2026-03-02T08:00:00Z");
  private final ClosingTime sixOClock =
      new ClosingTime(LocalTime.of(18, 0), ZURICH, () -> now, closing);

  @ParameterizedTest
  @CsvSource({
    "18:00, 2026-03-02T16:59:59.999Z, 2026-03-01T17:00:00Z",
    "18:00, 2026-03-02T17:00:00Z, 2026-03-02T17:00:00Z",
    "18:00, 2026-03-03T16:00:00Z, 2026-03-02T17:00:00Z",
    "18:00, 2026-07-02T16:00:00Z, 2026-07-02T16:00:00Z", // in summer
    "00:00, 2026-03-02T22:59:59Z, 2026-03-01T23:00:00Z", // midnight begins the day
    "00:00, 2026-03-02T23:00:00Z, 2026-03-02T23:00:00Z",
    // Clocks go forward from 02:00 to 03:00: 02:30 does not exist and is 03:30.
    "02:30, 2026-03-29T01:29:59Z, 2026-03-28T01:30:00Z",
    "02:30, 2026-03-29T01:30:00Z, 2026-03-29T01:30:00Z",
    "02:30, 2026-03-30T00:30:00Z, 2026-03-30T00:30:00Z",
    // Clocks go back from 03:00 to 02:00: 02:30 comes twice, and the first one counts.
    "02:30, 2026-10-25T00:30:00Z, 2026-10-25T00:30:00Z",
    "02:30, 2026-10-25T01:30:00Z, 2026-10-25T00:30:00Z",
    "02:30, 2026-10-26T01:29:59Z, 2026-10-25T00:30:00Z",
    "02:30, 2026-10-26T01:30:00Z, 2026-10-26T01:30:00Z",
  })
  void theLastClosingTimeIsKnown(LocalTime time, Instant at, Instant expected) {
    ClosingTime closingTime = new ClosingTime(time, ZURICH, () -> at, closing);
    assertEquals(expected, closingTime.lastBefore(at));
  }

  @Test
  void aWholeDayThatTheCalendarLeavesOutIsNoTrouble() {
    ClosingTime apia =
        new ClosingTime(LocalTime.of(18, 0), ZoneId.of("Pacific/Apia"), () -> now, closing);
    assertEquals(
        Instant.parse("2011-12-30T04:00:00Z"),
        apia.lastBefore(Instant.parse("2011-12-31T03:59:59Z")),
        "the 29th; there was no 30th");
    assertEquals(
        Instant.parse("2011-12-31T04:00:00Z"),
        apia.lastBefore(Instant.parse("2011-12-31T04:00:00Z")));
  }

  @Test
  void theClosingThatWasMissedIsMadeUpForAtTheStartAndEachComesOnce() throws Exception {
    lookAndAnswer("2026-03-01T17:00:00Z", true);
    lookAtNothing();
    now = Instant.parse("2026-03-02T16:59:59Z");
    lookAtNothing();
    now = Instant.parse("2026-03-02T17:00:00.5Z");
    lookAndAnswer("2026-03-02T17:00:00Z", true);
    lookAtNothing();
    now = Instant.parse("2026-03-05T08:00:00Z"); // it slept for days: the last one means them all
    lookAndAnswer("2026-03-04T17:00:00Z", true);
    lookAtNothing();
  }

  /** An older closing does nothing again; what came in the hour that comes twice is closed. */
  @Test
  void aClockThatIsSetBackMakesTheClosingComeAgain() throws Exception {
    now = Instant.parse("2026-03-02T17:00:00Z");
    lookAndAnswer("2026-03-02T17:00:00Z", true);
    now = Instant.parse("2026-03-02T16:00:00Z");
    lookAndAnswer("2026-03-01T17:00:00Z", true);
    lookAtNothing();
    now = Instant.parse("2026-03-02T17:00:00Z");
    lookAndAnswer("2026-03-02T17:00:00Z", true);
    lookAtNothing();
  }

  @Test
  void aClockThatWasYearsAheadDoesNotTurnItOff() throws Exception {
    now = Instant.parse("2036-01-01T08:00:00Z");
    lookAndAnswer("2035-12-31T17:00:00Z", true);
    now = Instant.parse("2026-03-02T17:00:00Z");
    lookAndAnswer("2026-03-02T17:00:00Z", true);
  }

  @Test
  void aClosingThatCannotBeStoredIsTriedAgain() throws Exception {
    now = Instant.parse("2026-03-02T17:00:00Z");
    lookAndAnswer("2026-03-02T17:00:00Z", false);
    now = Instant.parse("2026-03-02T17:00:01Z");
    lookAndAnswer("2026-03-02T17:00:00Z", true);
    lookAtNothing();
  }

  @Test
  void itClosesByItselfOnceStarted() throws Exception {
    sixOClock.start();
    Input.CloseDay asked = asked();
    assertEquals(new Input.Closing.Before(Instant.parse("2026-03-01T17:00:00Z")), asked.closing());
    answer(asked, new OfficeAnswer.DayClosed(1, 1, new TicketId(2), false));
    sixOClock.stop();
    assertNull(inbox.take());
  }

  @Test
  void aClosingByHandGoesSliceBySliceAndMeansNobodyWhoComesLater() throws Exception {
    StaffName root = new StaffName("root");
    DayClosing.Outcome[] outcome = new DayClosing.Outcome[1];
    Thread closes =
        Thread.startVirtualThread(
            () -> outcome[0] = closing.close(new Input.Closing.Everything(), Optional.of(root)));
    Input.CloseDay first = asked();
    assertEquals(new Input.Closing.Everything(), first.closing());
    assertEquals(Optional.of(root), first.actor());
    assertEquals(DayClosing.AT_ONCE, first.atMost());
    answer(first, new OfficeAnswer.DayClosed(256, 3, new TicketId(600), true));
    Input.CloseDay second = asked();
    assertEquals(new Input.Closing.TicketsBelow(new TicketId(600)), second.closing());
    answer(second, new OfficeAnswer.DayClosed(256, 0, new TicketId(603), true));
    Input.CloseDay third = asked();
    assertEquals(new Input.Closing.TicketsBelow(new TicketId(600)), third.closing());
    answer(third, new OfficeAnswer.DayClosed(10, 0, new TicketId(604), false));
    closes.join();
    assertEquals(new DayClosing.Outcome(522, 3, true), outcome[0]);
  }

  @Test
  void aClosingThatBreaksOffSaysHowFarItCame() throws Exception {
    DayClosing.Outcome[] outcome = new DayClosing.Outcome[1];
    Thread closes =
        Thread.startVirtualThread(
            () -> outcome[0] = closing.close(new Input.Closing.Everything(), Optional.empty()));
    answer(asked(), new OfficeAnswer.DayClosed(256, 3, new TicketId(600), true));
    answer(asked(), new OfficeAnswer.Unavailable());
    closes.join();
    assertEquals(new DayClosing.Outcome(256, 3, false), outcome[0]);
  }

  private void lookAtNothing() {
    sixOClock.look();
    assertNull(inbox.take());
  }

  private void lookAndAnswer(String due, boolean stored) throws InterruptedException {
    Thread looks = Thread.startVirtualThread(sixOClock::look);
    Input.CloseDay asked = asked();
    assertEquals(new Input.Closing.Before(Instant.parse(due)), asked.closing());
    assertEquals(Optional.empty(), asked.actor(), "nobody asked for it");
    answer(
        asked,
        stored
            ? new OfficeAnswer.DayClosed(2, 1, new TicketId(9), false)
            : new OfficeAnswer.Unavailable());
    looks.join();
  }

  private void answer(Input.CloseDay asked, OfficeAnswer answer) {
    office.answer(new Send.Answer(asked.request(), answer));
  }

  private Input.CloseDay asked() {
    @Nullable Input input = inbox.take();
    long begun = System.nanoTime();
    while (input == null && System.nanoTime() - begun < LONG.toNanos()) {
      inbox.await(Duration.ofMillis(10).toNanos());
      input = inbox.take();
    }
    return assertInstanceOf(Input.CloseDay.class, input);
  }
}

package org.nowserving.protocol.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nowserving.protocol.DisplayEvent;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.ServerMessage;
import org.nowserving.protocol.StaffEvent;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.Ticket;
import org.nowserving.protocol.TicketId;
import org.nowserving.protocol.Verb;

class MessageWriterTest {
  private static final Ticket WAITING =
      new Ticket(
          new TicketId(0),
          new Email("example@example.com"),
          new PersonName("Example Name"),
          Optional.empty(),
          Instant.parse("2019-10-01T04:12:19Z"),
          Optional.empty());

  private static final Ticket SERVED = withStaff(WAITING, "StaffMember");

  private final MessageWriter writer = new MessageWriter(ClaimedOrder.TICKET_TABLE);

  static Stream<Arguments> messages() {
    return Stream.of(
        row(new Reply.Claimed(ticket(0)), "success claimed 0"),
        row(new Reply.Claimed(ticket(Long.MAX_VALUE)), "success claimed 9223372036854775807"),
        row(new Reply.Cancelled(ticket(12)), "success cancel 12"),
        row(new Reply.Completed(ticket(12)), "success complete 12"),
        row(new Reply.Picked(table(3)), "success pick 3"),
        row(new Reply.Unpicked(), "success unpick"),
        row(new Reply.Found(new PersonName("Example Name")), "success query Example Name"),
        row(
            new Reply.SignedIn(WAITING),
            "success new {\"id\":0,\"email\":\"example@example.com\",\"name\":\"Example Name\","
                + "\"staff\":\"{}\",\"start\":\"2019-10-01T04:12:19Z\","
                + "\"end\":\"1970-01-01T00:00:00Z\"}"),
        row(
            Reply.Refused.of(Verb.ACCEPT, Rejection.NO_TABLE_CHOSEN),
            "error accept you do not have a table chosen"),
        row(
            Reply.Refused.of(Verb.PICK, Rejection.TABLE_NOT_AVAILABLE),
            "error the chosen table is not available"),
        row(
            new Reply.Refused(Optional.empty(), Rejection.UNKNOWN_COMMAND),
            "error the command is unknown"),
        row(
            new StaffEvent.Waiting(WAITING),
            "new {\"id\":0,\"email\":\"example@example.com\",\"name\":\"Example Name\","
                + "\"staff\":\"{}\",\"start\":\"2019-10-01T04:12:19Z\","
                + "\"end\":\"1970-01-01T00:00:00Z\"}"),
        row(
            new StaffEvent.Claimed(SERVED),
            "claimed {\"id\":0,\"email\":\"example@example.com\",\"name\":\"Example Name\","
                + "\"staff\":\"StaffMember\",\"start\":\"2019-10-01T04:12:19Z\","
                + "\"end\":\"1970-01-01T00:00:00Z\"}"),
        row(new StaffEvent.Taken(List.of()), "taken"),
        row(new StaffEvent.Taken(List.of(table(4))), "taken 4"),
        row(new StaffEvent.Taken(List.of(table(0), table(3), table(5))), "taken 0 3 5"),
        row(new DisplayEvent.Picked(table(0)), "pick 0"),
        row(new DisplayEvent.Unpicked(table(0)), "unpick 0"),
        row(new DisplayEvent.Claimed(ticket(0), table(1)), "claimed 0 1"),
        row(new DisplayEvent.Completed(table(0)), "complete 0"),
        row(new DisplayEvent.Cancelled(table(0)), "cancel 0"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void isWritten(ServerMessage message, String line) {
    assertEquals(line, writer.text(message));
  }

  /** The setting serves displays that were built on the seed's other reading, and nobody else. */
  @Test
  void theOrderOfClaimedIsASetting() {
    MessageWriter other = new MessageWriter(ClaimedOrder.TABLE_TICKET);
    assertEquals("claimed 1 0", other.text(new DisplayEvent.Claimed(ticket(0), table(1))));
    assertEquals("success claimed 7", other.text(new Reply.Claimed(ticket(7))));
    assertEquals(
        writer.text(new StaffEvent.Claimed(SERVED)), other.text(new StaffEvent.Claimed(SERVED)));
  }

  @ParameterizedTest
  @CsvSource({
    "2019-10-01T04:12:19Z, 2019-10-01T04:12:19Z",
    "2019-10-01T04:12:19.999999999Z, 2019-10-01T04:12:19Z",
    "2024-02-29T23:59:59.5Z, 2024-02-29T23:59:59Z",
    "2025-12-31T23:59:59.999Z, 2025-12-31T23:59:59Z",
    "2026-01-02T03:04:05+02:00, 2026-01-02T01:04:05Z",
    "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
    "1969-12-31T23:59:59.5Z, 1969-12-31T23:59:59Z",
    "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59Z",
  })
  void timesAreWholeSecondsInUtc(Instant time, String written) {
    Ticket ticket =
        new Ticket(
            WAITING.id(),
            WAITING.email(),
            WAITING.name(),
            Optional.empty(),
            time,
            Optional.of(time));
    assertEquals(
        "new {\"id\":0,\"email\":\"example@example.com\",\"name\":\"Example Name\","
            + "\"staff\":\"{}\",\"start\":\""
            + written
            + "\",\"end\":\""
            + written
            + "\"}",
        writer.text(new StaffEvent.Waiting(ticket)));
  }

  @Test
  void onlyQuotesAndBackslashesAreEscaped() {
    Ticket ticket =
        new Ticket(
            ticket(1),
            new Email("\"a\\b\"@example.com"),
            new PersonName("</\"{ש}\" \\u0041 😀 é\u2060'"),
            Optional.of(new StaffName("C:\\\"Ann\"")),
            WAITING.start(),
            Optional.empty());
    assertEquals(
        "claimed {\"id\":1,\"email\":\"\\\"a\\\\b\\\"@example.com\","
            + "\"name\":\"</\\\"{ש}\\\" \\\\u0041 😀 é\u2060'\","
            + "\"staff\":\"C:\\\\\\\"Ann\\\"\",\"start\":\"2019-10-01T04:12:19Z\","
            + "\"end\":\"1970-01-01T00:00:00Z\"}",
        writer.text(new StaffEvent.Claimed(ticket)));
  }

  @Test
  void takenTablesAreAscending() {
    assertThrows(
        IllegalArgumentException.class, () -> new StaffEvent.Taken(List.of(table(1), table(0))));
    assertThrows(
        IllegalArgumentException.class, () -> new StaffEvent.Taken(List.of(table(1), table(1))));
  }

  @Test
  void aRefusalOnlySaysWhatIsSaidOfItsVerb() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Reply.Refused.of(Verb.UNPICK, Rejection.ALREADY_CLAIMED));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Reply.Refused(Optional.empty(), Rejection.MALFORMED));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Reply.Refused(Optional.of(Verb.PICK), Rejection.TABLE_NOT_AVAILABLE));
  }

  private static Ticket withStaff(Ticket ticket, String staff) {
    return new Ticket(
        ticket.id(),
        ticket.email(),
        ticket.name(),
        Optional.of(new StaffName(staff)),
        ticket.start(),
        ticket.end());
  }

  private static Arguments row(ServerMessage message, String line) {
    return Arguments.of(message, line);
  }

  private static TicketId ticket(long value) {
    return new TicketId(value);
  }

  private static TableNumber table(int value) {
    return new TableNumber(value);
  }
}

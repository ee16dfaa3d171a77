package org.nowserving.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nowserving.protocol.DisplayEvent;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.StaffEvent;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.protocol.Verb;

/** The grammar takes the seed's own examples, and nothing that is almost like them. */
class GrammarTest {
  private static final String OPEN =
      "{\"id\":0,\"email\":\"example@example.com\",\"name\":\"Example Name\",\"staff\":\"{}\","
          + "\"start\":\"2019-10-01T04:12:19Z\",\"end\":\"1970-01-01T00:00:00Z\"}";
  private static final String CLAIMED = OPEN.replace("{}", "StaffMember");

  @Test
  void staffHearTheSeedsLines() {
    StaffEvent.Waiting waiting =
        assertInstanceOf(StaffEvent.Waiting.class, Grammar.read(Endpoint.STAFF, "new " + OPEN));
    assertEquals("example@example.com", waiting.ticket().email().address());
    StaffEvent.Claimed claimed =
        assertInstanceOf(
            StaffEvent.Claimed.class, Grammar.read(Endpoint.STAFF, "claimed " + CLAIMED));
    assertEquals("StaffMember", claimed.ticket().staff().orElseThrow().text());
    assertEquals(
        new StaffEvent.Taken(List.of(new TableNumber(0), new TableNumber(3), new TableNumber(5))),
        Grammar.read(Endpoint.STAFF, "taken 0 3 5"));
    assertEquals(new StaffEvent.Taken(List.of()), Grammar.read(Endpoint.STAFF, "taken"));
    assertEquals(
        new Reply.Claimed(new TicketId(7)), Grammar.read(Endpoint.STAFF, "success claimed 7"));
    assertEquals(
        new Reply.Cancelled(new TicketId(7)), Grammar.read(Endpoint.STAFF, "success cancel 7"));
    assertEquals(
        new Reply.Completed(new TicketId(7)), Grammar.read(Endpoint.STAFF, "success complete 7"));
    assertEquals(
        new Reply.Picked(new TableNumber(2)), Grammar.read(Endpoint.STAFF, "success pick 2"));
    assertEquals(new Reply.Unpicked(), Grammar.read(Endpoint.STAFF, "success unpick"));
  }

  @Test
  void aTicketThatTheOfficeCancelledHasAnEnd() {
    String ended = OPEN.replace("1970-01-01T00:00:00Z", "2019-10-01T05:00:00Z");
    StaffEvent.Claimed unclaimed =
        assertInstanceOf(
            StaffEvent.Claimed.class, Grammar.read(Endpoint.STAFF, "claimed " + ended));
    assertEquals(Optional.empty(), unclaimed.ticket().staff());
    assertEquals(Optional.of(Instant.parse("2019-10-01T05:00:00Z")), unclaimed.ticket().end());
    assertThrows(NotInTheGrammar.class, () -> Grammar.read(Endpoint.STAFF, "new " + ended));
  }

  @Test
  void errorsKeepTheirVerb() {
    assertEquals(
        new Reply.Refused(Optional.empty(), Rejection.TABLE_NOT_AVAILABLE),
        Grammar.read(Endpoint.STAFF, "error the chosen table is not available"));
    assertEquals(
        new Reply.Refused(Optional.of(Verb.ACCEPT), Rejection.TOKEN_INVALID),
        Grammar.read(
            Endpoint.STAFF,
            "error accept your session token was found to be invalid. please relogin"));
  }

  @Test
  void kiosksAndDisplaysHearTheSeedsLines() {
    assertInstanceOf(Reply.SignedIn.class, Grammar.read(Endpoint.KIOSK, "success new " + OPEN));
    assertInstanceOf(Reply.Found.class, Grammar.read(Endpoint.KIOSK, "success query Example Name"));
    assertEquals(
        new DisplayEvent.Claimed(new TicketId(0), new TableNumber(1)),
        Grammar.read(Endpoint.DISPLAY, "claimed 0 1"));
    assertEquals(
        new DisplayEvent.Completed(new TableNumber(0)),
        Grammar.read(Endpoint.DISPLAY, "complete 0"));
  }

  @Test
  void escapesAreReadAsJsonReadsThem() {
    String quoted = OPEN.replace("Example Name", "Zoë \\\"Z\\\" \\u0041\\\\");
    Reply.SignedIn signedIn =
        assertInstanceOf(
            Reply.SignedIn.class, Grammar.read(Endpoint.KIOSK, "success new " + quoted));
    assertEquals("Zoë \"Z\" A\\", signedIn.ticket().name().text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "taken 3 0",
        "taken 0 0",
        "taken 00",
        "taken ",
        "taken  1",
        "success claimed 01",
        "success claimed",
        "success unpick 1",
        "success accept 1",
        "pick 0",
        "error",
        "error accept",
        "error pick the chosen table is not available",
        "error accept visitor email does not exist",
        "error accept Ticket id does not exist",
        "new {}",
        "new " + CLAIMED_LITERAL,
        "claimed " + OPEN_LITERAL
      })
  void staffHearNothingElse(String line) {
    assertThrows(NotInTheGrammar.class, () -> Grammar.read(Endpoint.STAFF, line));
  }

  private static final String OPEN_LITERAL =
      "{\"id\":0,\"email\":\"a@b\",\"name\":\"A\",\"staff\":\"{}\","
          + "\"start\":\"2019-10-01T04:12:19Z\",\"end\":\"1970-01-01T00:00:00Z\"}";
  private static final String CLAIMED_LITERAL =
      "{\"id\":0,\"email\":\"a@b\",\"name\":\"A\",\"staff\":\"B\","
          + "\"start\":\"2019-10-01T04:12:19Z\",\"end\":\"1970-01-01T00:00:00Z\"}";

  @Test
  void aTicketIsWrittenExactlySo() {
    for (String almost :
        List.of(
            OPEN.replace("\"id\":0", "\"id\": 0"),
            OPEN.replace("\"id\":0,", "").replace("}\"", "}\",\"id\":0"),
            OPEN.replace("19Z", "19.5Z"),
            OPEN.replace("1970-01-01", "2019-10-01"),
            OPEN.replace("\"staff\":\"{}\"", "\"staff\":null"),
            OPEN + " ")) {
      assertThrows(
          NotInTheGrammar.class, () -> Grammar.read(Endpoint.KIOSK, "success new " + almost));
    }
  }

  @Test
  void aKioskNeverHearsWhatIsForStaff() {
    assertThrows(NotInTheGrammar.class, () -> Grammar.read(Endpoint.KIOSK, "new " + OPEN));
    assertThrows(NotInTheGrammar.class, () -> Grammar.read(Endpoint.DISPLAY, "new " + OPEN));
    assertThrows(NotInTheGrammar.class, () -> Grammar.read(Endpoint.DISPLAY, "taken 0"));
  }
}

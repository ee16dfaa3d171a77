package org.nowserving.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Decision;
import org.nowserving.floor.Floor;
import org.nowserving.floor.Send;
import org.nowserving.protocol.DisplayEvent;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.KioskCommand;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.ServerMessage;
import org.nowserving.protocol.StaffCommand;
import org.nowserving.protocol.StaffEvent;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.protocol.Token;
import org.nowserving.protocol.Verb;
import org.nowserving.protocol.text.Parsed;

/** Every benchmark does what its name says, again and again. */
class MicrobenchmarksTest {
  private static final String TICKET =
      "{\"id\":1234,\"email\":\"example@example.com\",\"name\":\"Example Name\",\"staff\":\"%s\","
          + "\"start\":\"2019-10-01T04:12:19Z\",\"end\":\"1970-01-01T00:00:00Z\"}";

  @Test
  void theParserUnderstands() {
    ParserBenchmark parser = new ParserBenchmark();
    assertEquals(
        new Parsed.Understood<KioskCommand>(
            new KioskCommand.SignIn(
                new Email("example@example.com"), new PersonName("Example Name"))),
        parser.kioskNew());
    assertEquals(
        new Parsed.Understood<KioskCommand>(
            new KioskCommand.SignIn(
                new Email("jörg@example.com"), new PersonName("Jörg Müller-Lüdenscheidt"))),
        parser.kioskNewWithAccents());
    assertEquals(
        new Parsed.Understood<KioskCommand>(
            new KioskCommand.Query(new Email("example@example.com"))),
        parser.kioskQuery());
    assertEquals(
        new Parsed.Understood<StaffCommand>(new StaffCommand.Accept(new TicketId(1_234))),
        parser.staffAccept());
    assertEquals(
        new Parsed.Understood<StaffCommand>(
            new StaffCommand.Pick(
                new TableNumber(3),
                Optional.of(new Token("2Hq0mXbJ5v9sN1kTzLwR8cYfUeGd7aP4iQoVxMh6BtE")))),
        parser.staffPick());
    assertEquals(
        new Parsed.Refusal<StaffCommand>(Reply.Refused.of(Verb.ACCEPT, Rejection.MALFORMED)),
        parser.malformed());
  }

  @Test
  void theWriterWritesTheWire() {
    WriterBenchmark writer = new WriterBenchmark();
    assertEquals("success new " + TICKET.formatted("{}"), writer.successNew());
    assertEquals("claimed " + TICKET.formatted("StaffMember"), writer.claimedToStaff());
    for (int again = 0; again < 3; again++) {
      assertEquals(writer.claimedToStaff(), writer.claimedToStaffAppended().toString());
    }
    assertEquals("claimed 1234 3", writer.claimedToDisplay());
    assertEquals("error accept this ticket is now claimed", writer.refusal());
  }

  @Test
  void theFloorDecidesAndStaysSmall() {
    FloorBenchmark floor = new FloorBenchmark();
    for (int round = 0; round < 3; round++) {
      Decision opened = floor.decideNew();
      assertEquals(List.of(1, 10), audiences(opened));
      assertEquals(1, opened.changes().size());
      assertEquals(Reply.SignedIn.class, firstWord(opened).getClass());
      assertEquals(StaffEvent.Waiting.class, message(opened.sends().getLast()).getClass());

      Decision claimed = floor.decideAccept();
      assertEquals(List.of(1, 9, 3), audiences(claimed));
      assertEquals(new Reply.Claimed(new TicketId(0)), firstWord(claimed));

      Decision completed = floor.decideComplete();
      assertEquals(List.of(1, 3), audiences(completed));
      assertEquals(new Reply.Completed(new TicketId(1)), firstWord(completed));

      Decision refused = floor.refusedAccept();
      assertEquals(List.of(1), audiences(refused));
      assertEquals(Reply.Refused.of(Verb.ACCEPT, Rejection.ALREADY_CLAIMED), firstWord(refused));
    }
  }

  @Test
  void aVisitEndsAsItBegan() {
    BusyDay day = new BusyDay();
    Floor.Figures before = day.figures();
    assertEquals(new Floor.Figures(1, 1, 10, before.waitingSince()), before);
    for (int visit = 0; visit < 20; visit++) {
      Decision last = day.visit();
      assertEquals(Reply.Completed.class, firstWord(last).getClass());
      assertEquals(
          new DisplayEvent.Completed(new TableNumber((10_003 + visit) % 10)),
          message(last.sends().get(1)));
      assertEquals(before, day.figures());
    }
  }

  @Test
  void theTableNamesEachOperation() {
    assertEquals(
        "parser: kiosk new", CostTable.operation("org.nowserving.micro.ParserBenchmark.kioskNew"));
    CostTable table =
        new CostTable(List.of(new CostTable.Cost("floor: visit", 1_234.56, 7.89, 48)));
    assertEquals(
        """
        | operation | ns/op | ± | bytes/op |
        | --- | ---: | ---: | ---: |
        | floor: visit | 1234.6 | 7.9 | 48 |
        """,
        table.markdown());
  }

  @Test
  void theCommandLineIsUnderstood() {
    assertEquals(
        Optional.of(new Microbenchmarks.Wishes("", Optional.empty())),
        Microbenchmarks.wishes(List.of()));
    assertEquals(
        Optional.of(new Microbenchmarks.Wishes("Floor", Optional.of(Path.of("table.md")))),
        Microbenchmarks.wishes(List.of("--markdown", "table.md", "--only", "Floor")));
    assertEquals(Optional.empty(), Microbenchmarks.wishes(List.of("--markdown")));
    assertEquals(Optional.empty(), Microbenchmarks.wishes(List.of("--fast", "yes")));
  }

  private static ServerMessage firstWord(Decision decision) {
    return message(decision.sends().getFirst());
  }

  private static ServerMessage message(Send send) {
    return switch (send) {
      case Send.ToOne(ConnectionId _, ServerMessage message) -> message;
      case Send.ToMany(List<ConnectionId> _, Optional<ConnectionId> _, ServerMessage message) ->
          message;
      case Send.Welcome _, Send.Answer _ -> throw new AssertionError("not to be said here");
    };
  }

  /** How many hear each word. */
  private static List<Integer> audiences(Decision decision) {
    return decision.sends().stream()
        .map(send ->
            switch (send) {
              case Send.ToOne _ -> 1;
              case Send.ToMany many -> many.recipients().size();
              case Send.Welcome _, Send.Answer _ -> 0;
            })
        .toList();
  }
}

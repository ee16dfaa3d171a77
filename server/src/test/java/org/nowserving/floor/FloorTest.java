package org.nowserving.floor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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
import org.nowserving.store.Change;
import org.nowserving.store.Change.Occasion;
import org.nowserving.store.SessionId;
import org.nowserving.store.Snapshot;

/**
 * What tapes cannot show: clocks that step, tokens that expire, settings, the office, changes that
 * do not fit.
 */
class FloorTest {
  private static final Instant NINE = Instant.parse("2026-03-02T09:00:00Z");
  private static final StaffName ANN = new StaffName("Ann");
  private static final StaffName BEN = new StaffName("Ben");
  private static final ConnectionId KIOSK = new ConnectionId(1);
  private static final ConnectionId STAFF = new ConnectionId(2);
  private static final ConnectionId OTHER = new ConnectionId(3);
  private static final TicketId FIRST = new TicketId(0);
  private static final TableNumber TABLE = new TableNumber(0);

  private FloorSettings settings = settings(FloorSettings.Audience.KNOWN, 10_000);
  private Floor floor = Floor.recover(settings, Snapshot.EMPTY, at(0));

  private static FloorSettings settings(FloorSettings.Audience audience, int endedRemembered) {
    return new FloorSettings(
        10, Duration.ofSeconds(60), audience, Duration.ofSeconds(30), endedRemembered);
  }

  private static Moment at(long seconds) {
    return new Moment(NINE.plusSeconds(seconds), Duration.ofSeconds(seconds).toNanos());
  }

  private Decision happen(Input input, Moment now) {
    Decision decision = floor.decide(input, now);
    floor.apply(decision);
    return decision;
  }

  private Decision happen(Input input) {
    return happen(input, at(0));
  }

  private void use(FloorSettings other) {
    settings = other;
    floor = Floor.recover(settings, Snapshot.EMPTY, at(0));
  }

  private static Credential credential(StaffName staff) {
    return new Credential(staff, new SessionId(staff.text()), NINE.plusSeconds(3_600));
  }

  private void sitDown(ConnectionId connection, StaffName staff, int table) {
    happen(new Input.StaffConnected(connection, Optional.of(credential(staff))));
    happen(pick(connection, staff, table));
  }

  private static Input.Pick pick(ConnectionId connection, StaffName staff, int table) {
    return new Input.Pick(
        connection, new TableNumber(table), new Input.Claim.Shown(credential(staff)));
  }

  private Decision signIn(Moment now) {
    return happen(new Input.SignIn(KIOSK, new Email("a@example.com"), new PersonName("A")), now);
  }

  private static Reply reply(Decision decision) {
    return decision.sends().stream()
        .filter(send -> send instanceof Send.ToOne(var _, var message) && message instanceof Reply)
        .map(send -> (Reply) ((Send.ToOne) send).message())
        .findFirst()
        .orElseThrow();
  }

  private static Rejection rejection(Decision decision) {
    return ((Reply.Refused) reply(decision)).rejection();
  }

  @Test
  void decidingChangesNothing() {
    sitDown(STAFF, ANN, 0);
    signIn(at(0));
    Floor.Picture before = floor.picture();
    floor.decide(new Input.Accept(STAFF, FIRST), at(1));
    floor.decide(new Input.Unpick(STAFF), at(1));
    floor.decide(new Input.Disconnected(STAFF), at(1));
    assertEquals(before, floor.picture());
    assertEquals(
        new Reply.Claimed(FIRST), reply(floor.decide(new Input.Accept(STAFF, FIRST), at(1))));
  }

  @Test
  void timesOfATicketNeverGoBackWhenTheClockDoes() {
    sitDown(STAFF, ANN, 0);
    signIn(at(100));
    Decision claim = happen(new Input.Accept(STAFF, FIRST), at(40));
    Decision end = happen(new Input.Complete(STAFF, FIRST), at(20));
    assertEquals(NINE.plusSeconds(100), claim.changes().getFirst().at());
    assertEquals(NINE.plusSeconds(100), end.changes().getFirst().at());
  }

  @Test
  void aTokenThatExpiresBlocksAcceptAndEndsTheAnnouncements() {
    sitDown(STAFF, ANN, 0);
    signIn(at(0));
    happen(new Input.Accept(STAFF, FIRST));
    signIn(at(0));
    assertFalse(floor.isDue(at(3_599)));
    assertTrue(floor.isDue(at(3_600)));
    assertEquals(
        Rejection.TOKEN_INVALID,
        rejection(floor.decide(new Input.Accept(STAFF, new TicketId(1)), at(3_600))));
    happen(new Input.TimePassed(), at(3_600));
    assertFalse(floor.isDue(at(3_600)));
    assertEquals(1, signIn(at(3_601)).sends().size(), "only the kiosk hears of it");
    assertEquals(
        new Reply.Completed(FIRST), reply(happen(new Input.Complete(STAFF, FIRST), at(3_602))));
  }

  @Test
  void announceToAllLetsConnectionsHearThatShowedNothing() {
    use(settings(FloorSettings.Audience.ALL, 10_000));
    happen(new Input.StaffConnected(STAFF, Optional.empty()));
    assertEquals(
        List.of(STAFF),
        signIn(at(0)).sends().stream()
            .filter(Send.ToMany.class::isInstance)
            .flatMap(send -> ((Send.ToMany) send).recipients().stream())
            .toList());
  }

  @Test
  void theSameAudienceIsTheSameListUntilSomebodyJoinsOrLeaves() {
    sitDown(STAFF, ANN, 0);
    sitDown(OTHER, BEN, 1);
    Send.ToMany opened = toMany(signIn(at(0)));
    Send.ToMany claimed = toMany(happen(new Input.Accept(STAFF, FIRST)));
    assertEquals(List.of(STAFF, OTHER), opened.recipients());
    assertEquals(List.of(OTHER), claimed.recipients());
    assertSame(opened.to(), claimed.to());
    happen(new Input.Unpick(OTHER));
    assertSame(opened.to(), toMany(signIn(at(0))).to());
    happen(new Input.Disconnected(OTHER));
    assertEquals(List.of(STAFF), toMany(signIn(at(0))).to());
    assertEquals(
        List.of(),
        happen(new Input.Accept(STAFF, new TicketId(1))).sends().stream()
            .filter(Send.ToMany.class::isInstance)
            .toList()); // nobody else is there
  }

  private static Send.ToMany toMany(Decision decision) {
    return decision.sends().stream()
        .filter(Send.ToMany.class::isInstance)
        .map(Send.ToMany.class::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void ownersOfTicketsThatEndedLongAgoAreForgotten() {
    use(settings(FloorSettings.Audience.KNOWN, 1));
    sitDown(STAFF, ANN, 0);
    sitDown(OTHER, BEN, 1);
    for (int ticket = 0; ticket < 2; ticket++) {
      signIn(at(0));
      happen(new Input.Accept(STAFF, new TicketId(ticket)));
      happen(new Input.Complete(STAFF, new TicketId(ticket)));
    }
    Input remembered = new Input.Complete(OTHER, new TicketId(1));
    assertEquals(Rejection.NOT_YOUR_TICKET, rejection(happen(remembered)));
    assertEquals(Rejection.ALREADY_ENDED, rejection(happen(new Input.Complete(OTHER, FIRST))));
  }

  @Test
  void aPickThatWasOnItsWayWhenTheSessionEndedIsTurnedDown() {
    happen(new Input.StaffConnected(STAFF, Optional.empty()));
    happen(new Input.SessionsEnded(List.of(new SessionId("Ann"))));
    assertEquals(Rejection.TOKEN_UNKNOWN, rejection(happen(pick(STAFF, ANN, 0))));
  }

  @Test
  void whoServesCannotBeDismissedAndWhoSitsIsFreed() {
    sitDown(STAFF, ANN, 0);
    signIn(at(0));
    happen(new Input.Accept(STAFF, FIRST));
    Input.DismissStaff dismiss = new Input.DismissStaff(new RequestId(1), ANN);
    assertEquals(
        List.of(new Send.Answer(new RequestId(1), new OfficeAnswer.StillServing())),
        happen(dismiss).sends());
    happen(new Input.Complete(STAFF, FIRST));
    Decision dismissed = happen(dismiss);
    assertEquals(
        List.of(
            new Change.TableLeft(
                floor.lastSeq(), NINE, TABLE, ANN, Change.TableLeft.Reason.REMOVED)),
        dismissed.changes());
    assertTrue(
        dismissed
            .sends()
            .contains(new Send.ToMany(List.of(STAFF), new StaffEvent.Taken(List.of()))));
    assertEquals(Rejection.TOKEN_UNKNOWN, rejection(happen(pick(STAFF, ANN, 0))));
    happen(new Input.StaffReinstated(ANN));
    assertEquals(new Reply.Picked(TABLE), reply(happen(pick(STAFF, ANN, 0))));
  }

  @Test
  void whoIsDismissedHearsNoNamesUntilTheyAreBack() {
    sitDown(STAFF, ANN, 0);
    happen(new Input.DismissStaff(new RequestId(1), ANN));
    assertEquals(1, signIn(at(0)).sends().size(), "the kiosk alone hears of it");
    happen(new Input.StaffConnected(OTHER, Optional.of(credential(ANN))));
    assertEquals(1, signIn(at(0)).sends().size(), "who was on their way is not let in");

    Decision back = happen(new Input.StaffReinstated(ANN));
    Send.Welcome welcome = assertInstanceOf(Send.Welcome.class, back.sends().getFirst());
    assertEquals(STAFF, welcome.to());
    assertEquals(2, welcome.messages().size());
    assertEquals(2, signIn(at(0)).sends().size());
  }

  @Test
  void anErasedVisitorIsOnNoOpenTicket() {
    sitDown(STAFF, ANN, 0);
    signIn(at(0));
    signIn(at(0));
    happen(new Input.Accept(STAFF, FIRST));
    Decision erased = happen(new Input.EraseVisitor(new RequestId(7), new Email("A@Example.com")));
    assertEquals(2, erased.changes().size());
    List<ServerMessage> welcome =
        happen(new Input.StaffConnected(OTHER, Optional.of(credential(ANN)))).sends().stream()
            .filter(Send.Welcome.class::isInstance)
            .flatMap(send -> ((Send.Welcome) send).messages().stream())
            .toList();
    assertEquals(2, welcome.size());
    for (ServerMessage message : welcome) {
      Email email =
          switch ((StaffEvent) message) {
            case StaffEvent.Waiting(var ticket) -> ticket.email();
            case StaffEvent.Claimed(var ticket) -> ticket.email();
            case StaffEvent.Taken taken -> throw new AssertionError(taken);
          };
      assertEquals(Email.ERASED, email);
    }
  }

  private static Send.Answer answer(Decision decision) {
    return decision.sends().stream()
        .filter(Send.Answer.class::isInstance)
        .map(Send.Answer.class::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aClosingFreesTheTablesAndCancelsASliceOfThoseWhoWait() {
    sitDown(STAFF, ANN, 0);
    for (int visitor = 0; visitor < 4; visitor++) {
      signIn(at(0));
    }
    happen(new Input.Accept(STAFF, FIRST));
    Input.CloseDay first =
        new Input.CloseDay(new RequestId(1), new Input.Closing.Everything(), Optional.of(BEN), 2);
    Decision slice = happen(first, at(10));
    assertEquals(
        List.of(
            new Change.TableFreed(
                7, NINE.plusSeconds(10), TABLE, ANN, Occasion.DAY_CLOSED, Optional.of(BEN)),
            calledOff(8, 1),
            calledOff(9, 2)),
        slice.changes());
    assertEquals(
        new Send.Answer(new RequestId(1), new OfficeAnswer.DayClosed(2, 1, new TicketId(4), true)),
        answer(slice));
    assertEquals(List.of(FIRST), floor.picture().serving().stream().map(Ticket::id).toList());

    signIn(at(20)); // comes after the closing has begun
    Input.CloseDay rest =
        new Input.CloseDay(
            new RequestId(2), new Input.Closing.TicketsBelow(new TicketId(4)), Optional.of(BEN), 2);
    assertEquals(
        new Send.Answer(new RequestId(2), new OfficeAnswer.DayClosed(1, 0, new TicketId(5), false)),
        answer(happen(rest, at(10))));
    assertEquals(
        List.of(new TicketId(4)), floor.picture().waiting().stream().map(Ticket::id).toList());
  }

  private static Change.TicketCalledOff calledOff(long seq, long ticket) {
    return new Change.TicketCalledOff(
        seq,
        NINE.plusSeconds(10),
        new TicketId(ticket),
        Optional.empty(),
        Optional.empty(),
        Occasion.DAY_CLOSED,
        Optional.of(BEN));
  }

  @Test
  void aClosingAsOfAMomentMeansWhatWasThereBefore() {
    happen(new Input.StaffConnected(STAFF, Optional.of(credential(ANN))), at(0));
    happen(pick(STAFF, ANN, 0), at(0));
    signIn(at(0));
    happen(new Input.StaffConnected(OTHER, Optional.of(credential(BEN))), at(60));
    happen(pick(OTHER, BEN, 1), at(60));
    signIn(at(60));
    Input.CloseDay close =
        new Input.CloseDay(
            new RequestId(1),
            new Input.Closing.Before(NINE.plusSeconds(60)),
            Optional.empty(),
            100);
    assertEquals(
        new OfficeAnswer.DayClosed(1, 1, new TicketId(2), false),
        answer(happen(close, at(90))).answer());
    assertEquals(List.of(new Floor.Seat(new TableNumber(1), BEN)), floor.picture().seats());
    assertEquals(
        List.of(new TicketId(1)), floor.picture().waiting().stream().map(Ticket::id).toList());
    assertEquals(
        new OfficeAnswer.DayClosed(0, 0, new TicketId(2), false),
        answer(happen(close, at(91))).answer());
  }

  @Test
  void timesOfACancelledTicketNeverGoBackWhenTheClockDoes() {
    sitDown(STAFF, ANN, 0);
    signIn(at(100));
    signIn(at(100));
    happen(new Input.Accept(STAFF, FIRST), at(120));
    for (TicketId ticket : List.of(FIRST, new TicketId(1))) {
      Decision ended = happen(new Input.CallOff(new RequestId(1), ticket, BEN), at(0));
      assertEquals(
          NINE.plusSeconds(ticket.equals(FIRST) ? 120 : 100), ended.changes().getFirst().at());
    }
  }

  /** The setting for the number of tables may be smaller than it was. */
  @Test
  void aTableInUseThatThereIsNoMoreCanBeFreed() {
    sitDown(STAFF, ANN, 9);
    FloorSettings fewer =
        new FloorSettings(
            5, settings.grace(), FloorSettings.Audience.KNOWN, settings.duplicateWindow(), 10_000);
    floor =
        Floor.recover(
            fewer,
            new Snapshot(
                1, 0, List.of(new Change.TablePicked(1, NINE, new TableNumber(9), ANN)), List.of()),
            at(0));
    Input.FreeTable free = new Input.FreeTable(new RequestId(1), new TableNumber(9), BEN);
    assertEquals(new OfficeAnswer.Done(), answer(happen(free)).answer());
    assertEquals(new OfficeAnswer.NoSuchThing(), answer(happen(free)).answer());
  }

  @Test
  void aDecisionOfAnotherStateIsNotApplied() {
    Decision first = floor.decide(new Input.SignIn(KIOSK, Email.ERASED, PersonName.ERASED), at(0));
    floor.apply(first);
    assertThrows(IllegalStateException.class, () -> floor.apply(first));
  }

  @Test
  void aConnectionThatIsGoneHearsNothing() {
    assertEquals(Decision.NOTHING, floor.decide(new Input.Accept(STAFF, FIRST), at(0)));
    assertEquals(Decision.NOTHING, floor.decide(pick(STAFF, ANN, 0), at(0)));
    assertEquals(Decision.NOTHING, floor.decide(new Input.Unpick(STAFF), at(0)));
  }

  @Test
  void graceEndsOnAMonotonicClockThatWrapsRound() {
    Moment justBefore = new Moment(NINE, Long.MAX_VALUE - 1);
    sitDown(STAFF, ANN, 0);
    happen(new Input.Disconnected(STAFF), justBefore);
    long grace = settings.grace().toNanos();
    assertFalse(floor.isDue(new Moment(NINE, Long.MAX_VALUE - 1 + grace - 1)));
    assertTrue(floor.isDue(new Moment(NINE, Long.MAX_VALUE - 1 + grace)));
  }
}

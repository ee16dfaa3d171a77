package org.nowserving.floor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.Change;
import org.nowserving.store.SessionId;
import org.nowserving.store.Snapshot;

/** A visitor whose answer was lost signs in again: which ticket they get. */
class RetryTest {
  private static final Instant NINE = Instant.parse("2026-03-02T09:00:00Z");
  private static final ConnectionId FIRST = new ConnectionId(1);
  private static final ConnectionId SECOND = new ConnectionId(2);
  private static final ConnectionId THIRD = new ConnectionId(3);
  private static final ConnectionId STAFF = new ConnectionId(9);
  private static final Credential ANN =
      new Credential(new StaffName("Ann"), new SessionId("Ann"), NINE.plusSeconds(36_000));

  private Floor floor = start(Duration.ofSeconds(30), Snapshot.EMPTY, at(0));

  private static Floor start(Duration window, Snapshot snapshot, Moment now) {
    return Floor.recover(
        new FloorSettings(10, Duration.ofSeconds(60), FloorSettings.Audience.KNOWN, window, 10_000),
        snapshot,
        now);
  }

  private static Moment at(long seconds) {
    return new Moment(NINE.plusSeconds(seconds), Duration.ofSeconds(seconds).toNanos());
  }

  private Decision happen(Input input, Moment now) {
    Decision decision = floor.decide(input, now);
    floor.apply(decision);
    return decision;
  }

  private void connect(ConnectionId... kiosks) {
    for (ConnectionId kiosk : kiosks) {
      happen(new Input.KioskConnected(kiosk), at(0));
    }
  }

  private void lose(ConnectionId kiosk) {
    happen(new Input.Disconnected(kiosk), at(0));
  }

  private void store(long second) {
    happen(new Input.ChangesStored(floor.lastSeq()), at(second));
  }

  /** Signs in; the id of the ticket that is answered with. */
  private long signIn(ConnectionId kiosk, String email, String name, long second) {
    return ticket(happen(visitor(kiosk, email, name), at(second)));
  }

  private long signIn(ConnectionId kiosk, long second) {
    return signIn(kiosk, "a@example.com", "A", second);
  }

  private static Input.SignIn visitor(ConnectionId kiosk, String email, String name) {
    return new Input.SignIn(kiosk, new Email(email), PersonName.of(name).orElseThrow());
  }

  private static long ticket(Decision decision) {
    Send.ToOne answer = (Send.ToOne) decision.sends().getFirst();
    return ((Reply.SignedIn) answer.message()).ticket().id().value();
  }

  private void call(long ticket) {
    happen(new Input.StaffConnected(STAFF, Optional.of(ANN)), at(0));
    happen(new Input.Pick(STAFF, new TableNumber(0), new Input.Claim.Shown(ANN)), at(0));
    happen(new Input.Accept(STAFF, new TicketId(ticket)), at(0));
  }

  @Test
  void aRetryGetsTheTicketThatThereIsAndNobodyHearsOfItAgain() {
    happen(new Input.StaffConnected(STAFF, Optional.of(ANN)), at(0));
    connect(FIRST, SECOND);
    Decision first = happen(visitor(FIRST, "a@example.com", "A"), at(0));
    store(0);
    lose(FIRST);
    Decision again = happen(visitor(SECOND, "a@example.com", "A"), at(1));
    assertEquals(List.of(), again.changes());
    assertEquals(
        List.of(new Send.ToOne(SECOND, ((Send.ToOne) first.sends().getFirst()).message())),
        again.sends());
  }

  @Test
  void aConnectionThatLivesSignsInASecondTime() {
    connect(FIRST);
    assertEquals(0, signIn(FIRST, 0));
    store(0);
    assertEquals(1, signIn(FIRST, 1));
  }

  @Test
  void anotherKioskSignsInASecondTimeWhileTheFirstOneLives() {
    connect(FIRST, SECOND);
    assertEquals(0, signIn(FIRST, 0));
    store(0);
    assertEquals(1, signIn(SECOND, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "a@example.com, A, 0",
    "A@Example.COM, A, 0",
    "a@example.com, ' A ', 0",
    "a@example.com, a, 1",
    "a@example.com, A B, 1",
    "b@example.com, A, 1",
  })
  void theSameVisitorHasTheSameEmailButForItsCaseAndTheSameName(
      String email, String name, long expected) {
    connect(FIRST, SECOND);
    signIn(FIRST, 0);
    store(0);
    lose(FIRST);
    assertEquals(expected, signIn(SECOND, email, name, 1));
  }

  @Test
  void theWindowCountsFromTheCommitHoweverLateThatIs() {
    connect(FIRST, SECOND);
    signIn(FIRST, 0);
    lose(FIRST);
    assertEquals(0, signIn(SECOND, 35), "not stored yet");
    lose(SECOND);
    store(40);
    connect(THIRD);
    assertEquals(0, ticket(floor.decide(visitor(THIRD, "a@example.com", "A"), at(69))));
    assertEquals(1, ticket(floor.decide(visitor(THIRD, "a@example.com", "A"), at(70))));
  }

  @Test
  void theWindowOfEachTicketIsItsOwn() {
    connect(FIRST, SECOND);
    signIn(FIRST, "a@example.com", "A", 0);
    store(0);
    signIn(FIRST, "b@example.com", "B", 20);
    store(20);
    lose(FIRST);
    assertEquals(2, signIn(SECOND, "a@example.com", "A", 35));
    assertEquals(1, signIn(SECOND, "b@example.com", "B", 35));
    store(60);
    assertEquals(3, signIn(SECOND, "b@example.com", "B", 60));
  }

  @Test
  void aRetryThatIsLostTooIsRetriedAndDoesNotLengthenTheWindow() {
    connect(FIRST, SECOND);
    signIn(FIRST, 0);
    store(0);
    lose(FIRST);
    assertEquals(0, signIn(SECOND, 20));
    lose(SECOND);
    connect(THIRD);
    assertEquals(0, ticket(floor.decide(visitor(THIRD, "a@example.com", "A"), at(29))));
    assertEquals(1, ticket(floor.decide(visitor(THIRD, "a@example.com", "A"), at(30))));
  }

  @Test
  void whoWasAnsweredAgainHasTheTicketAndASecondOneIfTheyAskForIt() {
    connect(FIRST, SECOND, THIRD);
    signIn(FIRST, 0);
    store(0);
    lose(FIRST);
    assertEquals(0, signIn(SECOND, 1));
    assertEquals(1, signIn(SECOND, 2));
    assertEquals(2, signIn(THIRD, 3));
  }

  @Test
  void twoTicketsThatWereLostTogetherComeBackOldestFirstAndEachOnce() {
    connect(FIRST, SECOND);
    assertEquals(0, signIn(FIRST, 0));
    assertEquals(1, signIn(FIRST, 0));
    store(0);
    lose(FIRST);
    assertEquals(0, signIn(SECOND, 1));
    assertEquals(1, signIn(SECOND, 1));
    assertEquals(2, signIn(SECOND, 1));
  }

  @Test
  void aTicketThatWaitsNoMoreIsNotGivenAgain() {
    connect(FIRST, SECOND);
    signIn(FIRST, 0);
    store(0);
    lose(FIRST);
    call(0);
    assertEquals(1, signIn(SECOND, 1));
  }

  @Test
  void theTicketOfAnErasedVisitorIsNobodys() {
    connect(FIRST, SECOND);
    signIn(FIRST, 0);
    store(0);
    lose(FIRST);
    happen(new Input.EraseVisitor(new RequestId(1), new Email("a@example.com")), at(0));
    assertEquals(1, signIn(SECOND, 1));
    lose(SECOND);
    floor =
        start(
            Duration.ofSeconds(30),
            new Snapshot(
                9,
                3,
                List.of(
                    new Change.TicketOpened(
                        1, NINE, new TicketId(0), Email.ERASED, PersonName.ERASED)),
                List.of()),
            at(1));
    connect(THIRD);
    assertEquals(3, signIn(THIRD, "erased@invalid", "(erased)", 2));
  }

  @Test
  void zeroTurnsItOff() {
    floor = start(Duration.ZERO, Snapshot.EMPTY, at(0));
    connect(FIRST, SECOND);
    signIn(FIRST, 0);
    lose(FIRST);
    assertEquals(1, signIn(SECOND, 0));
  }

  /**
   * The window begins anew at a restart, for tickets that are younger by the wall clock than it is
   * long.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "29, 0, 0",
    "29, 29, 0",
    "29, 30, 1",
    "30, 0, 1",
    "3600, 0, 1",
    "-3600, 29, 0", // the clock stepped back
    "-3600, 30, 1",
  })
  void afterARestartEveryConnectionIsGone(long age, long asksAfter, long expected) {
    Change opened =
        new Change.TicketOpened(
            1, NINE, new TicketId(0), new Email("a@example.com"), new PersonName("A"));
    Moment recovery = new Moment(NINE.plusSeconds(age), 77);
    floor = start(Duration.ofSeconds(30), new Snapshot(1, 1, List.of(opened), List.of()), recovery);
    connect(FIRST);
    Moment asks = new Moment(recovery.wall(), 77 + Duration.ofSeconds(asksAfter).toNanos());
    assertEquals(expected, ticket(happen(visitor(FIRST, "a@example.com", "A"), asks)));
  }

  @Test
  void theWindowEndsOnAMonotonicClockThatWrapsRound() {
    long almost = Long.MAX_VALUE - 1;
    connect(FIRST, SECOND);
    signIn(FIRST, 0);
    lose(FIRST);
    happen(new Input.ChangesStored(floor.lastSeq()), new Moment(NINE, almost));
    long window = Duration.ofSeconds(30).toNanos();
    Input again = visitor(SECOND, "a@example.com", "A");
    assertEquals(0, ticket(floor.decide(again, new Moment(NINE, almost + window - 1))));
    assertEquals(1, ticket(floor.decide(again, new Moment(NINE, almost + window))));
  }

  @Test
  void whatIsRememberedIsForgottenWhenATicketStopsWaitingOrItsWindowIsOver() {
    Openings openings = new Openings(Duration.ofSeconds(30));
    for (int ticket = 0; ticket < 1_000; ticket++) {
      openings.open(
          new Change.TicketOpened(
              ticket + 1,
              NINE,
              new TicketId(ticket),
              new Email("a" + ticket % 7 + "@example.com"),
              new PersonName("A")));
    }
    for (int ticket = 0; ticket < 1_000; ticket += 2) {
      openings.forget(new TicketId(ticket));
    }
    assertEquals(500, openings.size());
    openings.apply(new OpeningStep.Stored(600, 0));
    openings.apply(new OpeningStep.Stored(600, Duration.ofSeconds(30).toNanos()));
    assertEquals(200, openings.size(), "what is not stored has no end yet");
    openings.apply(new OpeningStep.Stored(1_000, 0));
    openings.apply(new OpeningStep.Stored(1_000, Duration.ofSeconds(30).toNanos()));
    assertTrue(openings.isEmpty());
  }
}

package org.nowserving.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nowserving.accounts.MemoryAccounts.Trouble;
import org.nowserving.accounts.StaffAccounts.Addition;
import org.nowserving.accounts.StaffAccounts.Removal;
import org.nowserving.accounts.StaffAccounts.SignIn;
import org.nowserving.floor.ConnectionId;
import org.nowserving.loop.Inbox;
import org.nowserving.loop.Office;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.protocol.Token;
import org.nowserving.protocol.Verb;
import org.nowserving.store.Role;
import org.nowserving.store.StoreException;

/** Removals, with the real floor: whatever fails, floor and accounts agree in the end. */
class DismissalsTest {
  private static final StaffName ALICE = new StaffName("alice");
  private static final StaffName BOB = new StaffName("bob");
  private static final String SECRET = "correct horse battery";

  private final LiveFloor.Clock clock = new LiveFloor.Clock(Instant.parse("2026-03-02T08:00:00Z"));
  private final LiveFloor floor = LiveFloor.silent(clock);
  private final MemoryAccounts kept = new MemoryAccounts();
  private final PasswordHashing hashing =
      PasswordHashingTest.cheap(new SecureRandom(), Duration.ofSeconds(30));
  private final StaffAccounts staff = accountsAt(floor.office(), Duration.ofSeconds(30));
  private boolean floorStarted;

  private StaffAccounts accountsAt(Office office, Duration floorPatience) {
    return new StaffAccounts(
        kept,
        office,
        hashing,
        new Tokens(new SecureRandom()),
        clock,
        Duration.ofHours(12),
        new Dismissals(kept, office, floorPatience, Duration.ofMillis(1)),
        Duration.ofMillis(1));
  }

  @BeforeEach
  void twoAdminsAndAliceWorkHere() throws Exception {
    staff.add(new StaffName("root"), SECRET, Role.ADMIN);
    staff.add(BOB, SECRET, Role.ADMIN);
    staff.add(ALICE, SECRET, Role.STAFF);
  }

  private void startFloor() {
    floorStarted = true;
    floor.start();
  }

  @AfterEach
  void stop() {
    if (floorStarted) {
      floor.close();
    }
  }

  private Token signIn(StaffName name) throws Exception {
    return assertInstanceOf(SignIn.Welcome.class, staff.signIn(name.text(), SECRET)).token();
  }

  private ConnectionId deskOf(Token token) throws Exception {
    return floor.connect(staff.resolve(token).orElseThrow());
  }

  @Test
  void whoeverIsRemovedLosesTokenAndTable() throws Exception {
    startFloor();
    Token token = signIn(ALICE);
    ConnectionId desk = deskOf(token);
    floor.pick(desk, 3);
    TicketId ticket = floor.open("vi@example.com", "Vi");

    assertEquals(Removal.REMOVED, staff.remove(ALICE));

    assertEquals(
        Reply.Refused.of(Verb.ACCEPT, Rejection.TOKEN_INVALID), floor.accept(desk, ticket));
    assertEquals(Optional.empty(), staff.resolve(token));
    assertInstanceOf(SignIn.Refused.class, staff.signIn("alice", SECRET));
    assertEquals(
        new Reply.Picked(new TableNumber(3)),
        floor.pick(deskOf(signIn(BOB)), 3),
        "her table is free");
    assertEquals(Removal.NO_SUCH_MEMBER, staff.remove(ALICE));
  }

  @Test
  void aNameMayBeGivenAgainAndTheOldTokenStaysDead() throws Exception {
    startFloor();
    Token old = signIn(ALICE);
    assertEquals(Removal.REMOVED, staff.remove(ALICE));
    assertInstanceOf(Addition.Added.class, staff.add(ALICE, SECRET, Role.STAFF));
    assertEquals(Optional.empty(), staff.resolve(old));
    assertEquals(new Reply.Picked(new TableNumber(3)), floor.pick(deskOf(signIn(ALICE)), 3));
  }

  @Test
  void whoeverServesIsNotRemoved() throws Exception {
    startFloor();
    Token token = signIn(ALICE);
    ConnectionId desk = deskOf(token);
    floor.pick(desk, 3);
    TicketId ticket = floor.open("vi@example.com", "Vi");
    assertEquals(new Reply.Claimed(ticket), floor.accept(desk, ticket));

    assertEquals(Removal.STILL_SERVING, staff.remove(ALICE));

    assertTrue(staff.resolve(token).isPresent());
    assertEquals(new Reply.Completed(ticket), floor.complete(desk, ticket));
    assertEquals(Removal.REMOVED, staff.remove(ALICE));
  }

  @Test
  void theLastAdminStaysAndKeepsTheirTable() throws Exception {
    startFloor();
    assertEquals(Removal.REMOVED, staff.remove(new StaffName("root")));
    ConnectionId desk = deskOf(signIn(BOB));
    floor.pick(desk, 3);

    assertEquals(Removal.LAST_ADMIN, staff.remove(BOB));

    ConnectionId other = deskOf(signIn(ALICE));
    assertEquals(Reply.Refused.of(Verb.PICK, Rejection.TABLE_NOT_AVAILABLE), floor.pick(other, 3));
  }

  @Test
  void twoLastAdminsWhoRemoveEachOtherLeaveOne() throws Exception {
    startFloor();
    FutureTask<Removal> one = new FutureTask<>(() -> staff.remove(BOB));
    FutureTask<Removal> two = new FutureTask<>(() -> staff.remove(new StaffName("root")));
    Thread.ofVirtual().start(one);
    Thread.ofVirtual().start(two);
    Set<Removal> outcomes = EnumSet.of(one.get(), two.get());
    assertEquals(EnumSet.of(Removal.REMOVED, Removal.LAST_ADMIN), outcomes);
    assertEquals(1, staff.list().stream().filter(member -> member.role() == Role.ADMIN).count());
  }

  @Test
  void aMemberWhomTheStoreKeepsMayWorkAgain() throws Exception {
    startFloor();
    ConnectionId desk = deskOf(signIn(BOB));
    kept.insistOnLastAdmin();
    assertEquals(Removal.LAST_ADMIN, staff.remove(BOB));
    assertEquals(new Reply.Picked(new TableNumber(3)), floor.pick(desk, 3));
  }

  @ParameterizedTest
  @EnumSource(
      value = Trouble.class,
      names = {"ANSWERS_LOST", "AWAY"})
  void aRemovalOfUnknownOutcomeIsFinishedLater(Trouble trouble) throws Exception {
    startFloor();
    Token token = signIn(ALICE);
    ConnectionId desk = deskOf(token);
    floor.pick(desk, 3);
    TicketId ticket = floor.open("vi@example.com", "Vi");

    kept.meetAtRemoval(trouble);
    assertEquals(Removal.UNSETTLED, staff.remove(ALICE));
    kept.awaitMoreRemovals(2); // it is tried again by itself
    assertEquals(
        Reply.Refused.of(Verb.PICK, Rejection.TOKEN_UNKNOWN),
        floor.pick(desk, 4),
        "while nobody knows, they can do nothing");

    kept.meetAtRemoval(Trouble.NONE);
    assertInstanceOf(
        Addition.Added.class,
        staff.add(ALICE, SECRET, Role.STAFF),
        "the old one is gone BEFORE a new one of that name comes");
    assertEquals(
        Reply.Refused.of(Verb.ACCEPT, Rejection.TOKEN_INVALID), floor.accept(desk, ticket));
    assertEquals(Optional.empty(), staff.resolve(token));
    assertEquals(new Reply.Picked(new TableNumber(5)), floor.pick(deskOf(signIn(ALICE)), 5));
    assertEquals(Removal.REMOVED, staff.remove(ALICE));
  }

  @Test
  void anUnsettledRemovalIsSettledByItself() throws Exception {
    startFloor();
    kept.meetAtRemoval(Trouble.ANSWERS_LOST);
    assertEquals(Removal.UNSETTLED, staff.remove(ALICE));
    kept.awaitMoreRemovals(3);
    kept.meetAtRemoval(Trouble.NONE);
    kept.awaitAnsweredRemoval();
    // Whoever asks next waits for the try that is under way; nothing is unsettled after it.
    assertEquals(Removal.NO_SUCH_MEMBER, staff.remove(ALICE));
  }

  @Test
  void nobodyIsAddedWhileTheirNameIsUnsettled() throws Exception {
    startFloor();
    kept.meetAtRemoval(Trouble.AWAY);
    assertEquals(Removal.UNSETTLED, staff.remove(ALICE));
    assertThrows(StoreException.class, () -> staff.add(ALICE, SECRET, Role.ADMIN));
    kept.meetAtRemoval(Trouble.NONE);
  }

  @Test
  void whoseRemovalTheFloorDoesNotAnswerStays() throws Exception {
    StaffAccounts impatient = accountsAt(floor.office(), Duration.ZERO);
    assertEquals(Removal.IN_DOUBT, impatient.remove(ALICE));
    assertTrue(impatient.list().stream().anyMatch(member -> member.name().equals(ALICE)));

    startFloor(); // it dismisses her now, and hears at once that she stays
    assertEquals(new Reply.Picked(new TableNumber(3)), floor.pick(deskOf(signIn(ALICE)), 3));
  }

  @Test
  void aFullInboxChangesNothing() throws Exception {
    StaffAccounts crowded = accountsAt(new Office(new Inbox(0)), Duration.ofSeconds(30));
    assertEquals(Removal.UNAVAILABLE, crowded.remove(ALICE));
    assertTrue(crowded.list().stream().anyMatch(member -> member.name().equals(ALICE)));
  }

  @Test
  void aStoreThatIsAwayFromTheStartIsTold() throws Exception {
    startFloor();
    ConnectionId desk = deskOf(signIn(ALICE));
    kept.meet(Trouble.AWAY);
    assertThrows(StoreException.class, () -> staff.remove(ALICE));
    assertEquals(new Reply.Picked(new TableNumber(3)), floor.pick(desk, 3));
  }
}

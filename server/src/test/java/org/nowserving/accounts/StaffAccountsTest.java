package org.nowserving.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nowserving.accounts.MemoryAccounts.Trouble;
import org.nowserving.accounts.StaffAccounts.Addition;
import org.nowserving.accounts.StaffAccounts.FirstStart;
import org.nowserving.accounts.StaffAccounts.Member;
import org.nowserving.accounts.StaffAccounts.PasswordChange;
import org.nowserving.accounts.StaffAccounts.SignIn;
import org.nowserving.floor.ConnectionId;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TicketId;
import org.nowserving.protocol.Token;
import org.nowserving.protocol.Verb;
import org.nowserving.store.Accounts;
import org.nowserving.store.Role;
import org.nowserving.store.SessionId;
import org.nowserving.store.StoreException;

/** Sign-in, tokens and passwords, with the real floor hearing what ends. */
class StaffAccountsTest {
  private static final StaffName ALICE = new StaffName("alice");
  private static final String SECRET = "correct horse battery";
  private static final SessionId NO_SESSION = new SessionId("none");
  private static final Duration LENGTH = Duration.ofHours(12);

  private final LiveFloor.Clock clock =
      new LiveFloor.Clock(Instant.parse("2026-03-02T08:00:00.7Z"));
  private final LiveFloor floor = LiveFloor.started(clock);
  private final MemoryAccounts kept = new MemoryAccounts();
  private final PasswordHashing hashing =
      PasswordHashingTest.cheap(new SecureRandom(), Duration.ofSeconds(30));
  private final StaffAccounts staff =
      new StaffAccounts(
          kept,
          floor.office(),
          hashing,
          new Tokens(new SecureRandom()),
          clock,
          LENGTH,
          new Dismissals(kept, floor.office(), Duration.ofSeconds(30), Duration.ofMillis(1)),
          Duration.ofMillis(1));

  @BeforeEach
  void aliceWorksHere() throws Exception {
    assertInstanceOf(Addition.Added.class, staff.add(ALICE, SECRET, Role.STAFF));
  }

  @AfterEach
  void stop() {
    floor.close();
  }

  private Token tokenOf(String name, String password) throws Exception {
    return assertInstanceOf(SignIn.Welcome.class, staff.signIn(name, password)).token();
  }

  private Reply refusedForItsToken() {
    return Reply.Refused.of(Verb.ACCEPT, Rejection.TOKEN_INVALID);
  }

  @Test
  void theRightPasswordOpensASession() throws Exception {
    SignIn.Welcome welcome = assertInstanceOf(SignIn.Welcome.class, staff.signIn("alice", SECRET));
    assertEquals(ALICE, welcome.name());
    assertEquals(Role.STAFF, welcome.role());
    assertEquals(Instant.parse("2026-03-02T20:00:00Z"), welcome.expiresAt());
    assertEquals(LENGTH, welcome.length());
    assertEquals(ALICE, staff.resolve(welcome.token()).orElseThrow().staff());
    assertEquals(Role.STAFF, staff.session(welcome.token()).orElseThrow().role());
  }

  @Test
  void aWrongNameCostsAsManyHashesAsAWrongPassword() throws Exception {
    List<String> names = List.of("alice", "nobody", "ALICE", " alice", "{}", "", "a\u0000");
    for (String name : names) {
      long before = hashing.made();
      assertInstanceOf(SignIn.Refused.class, staff.signIn(name, "wrong horse"));
      assertEquals(1, hashing.made() - before, "hashes");
    }
    long before = hashing.made();
    tokenOf("alice", SECRET);
    assertEquals(1, hashing.made() - before, "hashes for the right password");
  }

  @Test
  void namesAreComparedToTheLetter() throws Exception {
    assertInstanceOf(SignIn.Refused.class, staff.signIn("Alice", SECRET));
    assertInstanceOf(
        Addition.Added.class,
        staff.add(new StaffName("Alice"), "battery staple correct", Role.STAFF));
    assertInstanceOf(SignIn.Refused.class, staff.signIn("Alice", SECRET));
    assertInstanceOf(SignIn.Welcome.class, staff.signIn("Alice", "battery staple correct"));
  }

  @Test
  void aTokenIsGoodUntilItsTimeIsOver() throws Exception {
    Token token = tokenOf("alice", SECRET);
    clock.pass(LENGTH.minusMillis(701));
    assertTrue(staff.resolve(token).isPresent(), "in the last millisecond");
    clock.pass(Duration.ofMillis(1));
    assertEquals(Optional.empty(), staff.resolve(token));
    assertEquals(Optional.empty(), staff.session(token));
  }

  @Test
  void aTokenThatNobodyHasOpensNothing() throws Exception {
    tokenOf("alice", SECRET);
    assertEquals(Optional.empty(), staff.resolve(new Token("abcdefghijklmnopqrstuvwxyz234567")));
  }

  @Test
  void theStoreNeverSeesATokenOrAPassword() throws Exception {
    Token token = tokenOf("alice", SECRET);
    assertNotEquals(token.secret(), staff.session(token).orElseThrow().id().hash());
    assertFalse(kept.find(ALICE).orElseThrow().passwordHash().contains(SECRET));
  }

  @Test
  void afterSigningOutTheTokenIsDeadHereAndOnTheFloor() throws Exception {
    Token token = tokenOf("alice", SECRET);
    Token other = tokenOf("alice", SECRET);
    ConnectionId desk = floor.connect(staff.resolve(token).orElseThrow());
    floor.pick(desk, 3);
    TicketId ticket = floor.open("vi@example.com", "Vi");

    staff.signOut(staff.session(token).orElseThrow().id());

    assertEquals(refusedForItsToken(), floor.accept(desk, ticket));
    assertEquals(Optional.empty(), staff.resolve(token));
    assertTrue(staff.resolve(other).isPresent(), "another session of hers goes on");
  }

  @Test
  void theFloorHearsOfASignOutAlsoWhenTheStoreDoesNotAnswer() throws Exception {
    Token token = tokenOf("alice", SECRET);
    SessionId session = staff.session(token).orElseThrow().id();
    ConnectionId desk = floor.connect(staff.resolve(token).orElseThrow());
    floor.pick(desk, 3);
    TicketId ticket = floor.open("vi@example.com", "Vi");

    kept.meet(Trouble.ANSWERS_LOST);
    assertThrows(StoreException.class, () -> staff.signOut(session));
    assertEquals(refusedForItsToken(), floor.accept(desk, ticket));
  }

  @Test
  void aNewPasswordEndsEverySessionButItsOwn() throws Exception {
    Token mine = tokenOf("alice", SECRET);
    Token forgotten = tokenOf("alice", SECRET);
    ConnectionId desk = floor.connect(staff.resolve(forgotten).orElseThrow());
    floor.pick(desk, 3);
    TicketId ticket = floor.open("vi@example.com", "Vi");

    assertInstanceOf(
        PasswordChange.Changed.class,
        staff.changePassword(
            ALICE, "battery staple correct", staff.session(mine).orElseThrow().id()));

    assertEquals(refusedForItsToken(), floor.accept(desk, ticket));
    assertEquals(Optional.empty(), staff.resolve(forgotten));
    assertTrue(staff.resolve(mine).isPresent());
    assertInstanceOf(SignIn.Refused.class, staff.signIn("alice", SECRET));
    assertInstanceOf(SignIn.Welcome.class, staff.signIn("alice", "battery staple correct"));
  }

  @Test
  void aNewPasswordHasToKeepTheRuleAndToBeSomebodys() throws Exception {
    assertInstanceOf(
        PasswordChange.BadPassword.class, staff.changePassword(ALICE, "short", NO_SESSION));
    assertInstanceOf(
        PasswordChange.NoSuchMember.class,
        staff.changePassword(new StaffName("nobody"), "battery staple correct", NO_SESSION));
    assertInstanceOf(SignIn.Welcome.class, staff.signIn("alice", SECRET));
  }

  @ParameterizedTest
  @EnumSource(
      value = Trouble.class,
      names = {"ANSWERS_LOST", "AWAY"})
  void aPasswordChangeOfUnknownOutcomeEndsTheOtherSessionsAllTheSame(Trouble trouble)
      throws Exception {
    Token mine = tokenOf("alice", SECRET);
    Token forgotten = tokenOf("alice", SECRET);
    SessionId own = staff.session(mine).orElseThrow().id();
    ConnectionId desk = floor.connect(staff.resolve(forgotten).orElseThrow());
    floor.pick(desk, 3);
    TicketId ticket = floor.open("vi@example.com", "Vi");

    kept.meetAtPasswordChange(trouble);
    assertInstanceOf(
        PasswordChange.Unsettled.class, staff.changePassword(ALICE, "battery staple correct", own));

    assertEquals(refusedForItsToken(), floor.accept(desk, ticket));
    kept.awaitOpenOnly(own);
    assertTrue(staff.resolve(mine).isPresent());
    boolean changed = trouble == Trouble.ANSWERS_LOST;
    assertInstanceOf(
        SignIn.Welcome.class, staff.signIn("alice", changed ? "battery staple correct" : SECRET));
  }

  @Test
  void sessionsInDoubtAreEndedAsSoonAsTheStoreAnswers() throws Exception {
    Token mine = tokenOf("alice", SECRET);
    tokenOf("alice", SECRET);
    SessionId own = staff.session(mine).orElseThrow().id();
    kept.meetAtPasswordChange(Trouble.AWAY);
    kept.meetAtEndings(2);
    assertInstanceOf(
        PasswordChange.Unsettled.class, staff.changePassword(ALICE, "battery staple correct", own));
    kept.awaitOpenOnly(own);
  }

  @Test
  void anOutdatedHashIsReplacedBySigningIn() throws Exception {
    String weak = weakHash();
    keepHash(weak);
    assertInstanceOf(SignIn.Refused.class, staff.signIn("alice", "wrong horse"));
    assertEquals(weak, keptHash(), "whoever does not know the password changes nothing");

    Token token = tokenOf("alice", SECRET);
    String better = keptHash();
    assertNotEquals(weak, better);
    assertFalse(hashing.isOutdated(better));
    assertTrue(staff.resolve(token).isPresent(), "the session goes on");
    tokenOf("alice", SECRET);
    assertEquals(better, keptHash(), "once is enough");
  }

  @Test
  void twoSignInsMayReplaceTheHashAtTheSameTime() throws Exception {
    keepHash(weakHash());
    String others = hashing.hash(SECRET);
    kept.beforeOpening(() -> keepHash(others));
    tokenOf("alice", SECRET);
    assertEquals(others, keptHash());
  }

  private static String weakHash() throws BusyException {
    return new PasswordHashing(
            new PasswordHashing.Cost(32, 1, 1), 1, Duration.ofSeconds(30), new SecureRandom())
        .hash(SECRET);
  }

  private void keepHash(String hash) {
    try {
      assertTrue(kept.replaceHash(ALICE, keptHash(), hash));
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  private String keptHash() throws StoreException {
    return kept.find(ALICE).orElseThrow().passwordHash();
  }

  @Test
  void aPasswordChangedWhileItIsBeingCheckedOpensNothing() throws Exception {
    String newHash = hashing.hash("battery staple correct");
    kept.beforeOpening(() -> {
      try {
        kept.changePassword(ALICE, newHash, Optional.empty());
      } catch (StoreException e) {
        throw new AssertionError(e);
      }
    });
    assertInstanceOf(SignIn.Refused.class, staff.signIn("alice", SECRET));
    assertEquals(0, kept.openSessions());
  }

  @Test
  void aMemberRemovedWhileTheyAreSigningInIsRefused() throws Exception {
    kept.beforeOpening(() -> {
      try {
        assertInstanceOf(Accounts.Removal.Removed.class, kept.remove(ALICE));
      } catch (StoreException e) {
        throw new AssertionError(e);
      }
    });
    assertInstanceOf(SignIn.Refused.class, staff.signIn("alice", SECRET));
    assertEquals(0, kept.openSessions());
  }

  @Test
  void aNameIsGivenOnce() throws Exception {
    assertInstanceOf(
        Addition.NameTaken.class, staff.add(ALICE, "battery staple correct", Role.ADMIN));
    assertInstanceOf(SignIn.Welcome.class, staff.signIn("alice", SECRET));
    assertInstanceOf(
        Addition.BadPassword.class, staff.add(new StaffName("bob"), "short", Role.STAFF));
    assertEquals(List.of(new Member(ALICE, Role.STAFF)), staff.list());
  }

  @Test
  void theFirstStartMakesAnAdminOnce() throws Exception {
    MemoryAccounts empty = new MemoryAccounts();
    StaffAccounts fresh =
        new StaffAccounts(
            empty, floor.office(), hashing, new Tokens(new SecureRandom()), clock, LENGTH);

    assertInstanceOf(FirstStart.BadPassword.class, fresh.firstStart(Optional.of("short")));
    assertTrue(empty.isEmpty(), "a bad password makes nobody");

    FirstStart.WithNewPassword made =
        assertInstanceOf(FirstStart.WithNewPassword.class, fresh.firstStart(Optional.empty()));
    SignIn.Welcome welcome =
        assertInstanceOf(SignIn.Welcome.class, fresh.signIn("admin", made.password()));
    assertEquals(Role.ADMIN, welcome.role());
    assertFalse(made.toString().contains(made.password()), "it does not print itself");

    assertInstanceOf(FirstStart.NotTheFirst.class, fresh.firstStart(Optional.of(SECRET)));
    assertInstanceOf(SignIn.Refused.class, fresh.signIn("admin", SECRET));
  }

  @Test
  void theFirstAdminMayHaveAGivenPassword() throws Exception {
    StaffAccounts fresh =
        new StaffAccounts(
            new MemoryAccounts(),
            floor.office(),
            hashing,
            new Tokens(new SecureRandom()),
            clock,
            LENGTH);
    assertInstanceOf(FirstStart.WithGivenPassword.class, fresh.firstStart(Optional.of(SECRET)));
    assertInstanceOf(SignIn.Welcome.class, fresh.signIn("admin", SECRET));
  }

  @Test
  void aStoreThatIsAwayIsNoRefusal() {
    kept.meet(Trouble.AWAY);
    assertThrows(StoreException.class, () -> staff.signIn("alice", SECRET));
    assertThrows(StoreException.class, () -> staff.resolve(new Token("some")));
    assertThrows(StoreException.class, staff::list);
  }
}

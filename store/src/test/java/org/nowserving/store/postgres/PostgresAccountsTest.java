package org.nowserving.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nowserving.protocol.StaffName;
import org.nowserving.store.Accounts;
import org.nowserving.store.Accounts.Account;
import org.nowserving.store.Accounts.PasswordChange;
import org.nowserving.store.Accounts.Removal;
import org.nowserving.store.Accounts.Session;
import org.nowserving.store.Desk;
import org.nowserving.store.Role;
import org.nowserving.store.SessionId;

final class PostgresAccountsTest {
  private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(60);

  private OpenStore store;
  private Accounts accounts;

  @BeforeEach
  void openStore() throws Exception {
    store = OpenStore.fresh();
    accounts = store.store().accounts();
  }

  @AfterEach
  void closeStore() throws Exception {
    store.close();
  }

  private static Account account(String name, Role role) {
    return new Account(Desk.staff(name), "$argon2id$hash-of-" + name, role);
  }

  private static SessionId session(int number) {
    return new SessionId("%064x".formatted(number));
  }

  @Test
  void atFirstThereIsNobody() throws Exception {
    assertTrue(accounts.isEmpty());
    assertEquals(List.of(), accounts.list());
    assertEquals(Optional.empty(), accounts.find(Desk.staff("Ada")));
  }

  @Test
  void membersAreKeptAndListedByName() throws Exception {
    Account zoe = account("Zoë O'Neil \"{}\" 🙂", Role.STAFF);
    Account ada = account("Ada", Role.ADMIN);
    assertTrue(accounts.add(zoe));
    assertTrue(accounts.add(ada));

    assertFalse(accounts.isEmpty());
    assertEquals(List.of(ada, zoe), accounts.list());
    assertEquals(Optional.of(zoe), accounts.find(zoe.name()));
  }

  @Test
  void aNameIsTakenToTheLetter() throws Exception {
    assertTrue(accounts.add(account("Ada", Role.STAFF)));

    assertFalse(accounts.add(new Account(Desk.staff("Ada"), "another", Role.ADMIN)));
    assertEquals(List.of(account("Ada", Role.STAFF)), accounts.list());
    assertTrue(accounts.add(account("ada", Role.STAFF)));
  }

  @Test
  void aSessionIsItsMembersUntilItEnds() throws Exception {
    accounts.add(account("Ada", Role.ADMIN));
    assertTrue(accounts.openSession(session(1), Desk.staff("Ada"), LATER, NOW));

    assertEquals(
        Optional.of(new Session(session(1), Desk.staff("Ada"), Role.ADMIN, LATER)),
        accounts.session(session(1)));
    assertEquals(Optional.empty(), accounts.session(session(2)));
    assertTrue(accounts.endSession(session(1)));
    assertFalse(accounts.endSession(session(1)));
    assertEquals(Optional.empty(), accounts.session(session(1)));
  }

  @Test
  void nobodyGetsASessionWithoutAnAccount() throws Exception {
    assertFalse(accounts.openSession(session(1), Desk.staff("Nobody"), LATER, NOW));
    assertEquals(Optional.empty(), accounts.session(session(1)));
  }

  @Test
  void sessionsWhoseTimeIsOverAreForgottenAtTheNextSignIn() throws Exception {
    accounts.add(account("Ada", Role.STAFF));
    accounts.add(account("Bob", Role.STAFF));
    accounts.openSession(session(1), Desk.staff("Ada"), NOW, NOW.minusSeconds(9));
    accounts.openSession(session(2), Desk.staff("Ada"), LATER, NOW.minusSeconds(9));
    assertTrue(accounts.session(session(1)).isPresent());
    accounts.openSession(session(3), Desk.staff("Bob"), LATER, NOW);

    assertEquals(Optional.empty(), accounts.session(session(1)));
    assertTrue(accounts.session(session(2)).isPresent());
  }

  @Test
  void whoIsRemovedTakesTheirSessionsWithThem() throws Exception {
    accounts.add(account("Ada", Role.ADMIN));
    accounts.add(account("Bob", Role.STAFF));
    accounts.openSession(session(1), Desk.staff("Bob"), LATER, NOW);
    accounts.openSession(session(2), Desk.staff("Bob"), LATER, NOW);
    accounts.openSession(session(3), Desk.staff("Ada"), LATER, NOW);

    Removal.Removed removed =
        assertInstanceOf(Removal.Removed.class, accounts.remove(Desk.staff("Bob")));
    assertEquals(Set.of(session(1), session(2)), Set.copyOf(removed.sessions()));
    assertEquals(Optional.empty(), accounts.session(session(1)));
    assertTrue(accounts.session(session(3)).isPresent());
    assertEquals(List.of(account("Ada", Role.ADMIN)), accounts.list());
    assertEquals(new Removal.NoSuchMember(), accounts.remove(Desk.staff("Bob")));
  }

  @Test
  void theLastAdminStays() throws Exception {
    accounts.add(account("Ada", Role.ADMIN));
    accounts.add(account("Bob", Role.STAFF));

    assertEquals(new Removal.LastAdmin(), accounts.remove(Desk.staff("Ada")));
    assertTrue(accounts.find(Desk.staff("Ada")).isPresent());
    accounts.add(account("Cleo", Role.ADMIN));
    assertInstanceOf(Removal.Removed.class, accounts.remove(Desk.staff("Ada")));
  }

  @Test
  void ofTwoLastAdminsWhoRemoveEachOtherOneStays() throws Exception {
    for (int round = 0; round < 20; round++) {
      StaffName ada = Desk.staff("Ada" + round);
      StaffName bob = Desk.staff("Bob" + round);
      accounts.add(new Account(ada, "hash", Role.ADMIN));
      accounts.add(new Account(bob, "hash", Role.ADMIN));
      // Whoever was left by the round before goes first, so that these two are the last.
      for (Account account : accounts.list()) {
        if (!account.name().equals(ada) && !account.name().equals(bob)) {
          accounts.remove(account.name());
        }
      }
      List<Removal> removals = atOnce(() -> accounts.remove(ada), () -> accounts.remove(bob));
      assertEquals(
          1,
          removals.stream().filter(Removal.LastAdmin.class::isInstance).count(),
          removals::toString);
      assertEquals(1, accounts.list().size());
    }
  }

  @Test
  void aSignInDuringARemovalIsRefusedOrEnded() throws Exception {
    accounts.add(account("Ada", Role.ADMIN));
    for (int round = 0; round < 20; round++) {
      SessionId session = session(round);
      StaffName bob = Desk.staff("Bob" + round);
      accounts.add(new Account(bob, "hash", Role.STAFF));
      List<Object> outcomes =
          atOnce(() -> accounts.openSession(session, bob, LATER, NOW), () -> accounts.remove(bob));

      boolean opened = (Boolean) outcomes.get(0);
      Removal.Removed removed = assertInstanceOf(Removal.Removed.class, outcomes.get(1));
      assertEquals(opened ? List.of(session) : List.of(), removed.sessions());
      assertEquals(Optional.empty(), accounts.session(session));
    }
  }

  @Test
  void aNewPasswordEndsTheOtherSessions() throws Exception {
    accounts.add(account("Ada", Role.STAFF));
    accounts.add(account("Bob", Role.STAFF));
    for (int i = 1; i <= 3; i++) {
      accounts.openSession(session(i), Desk.staff("Ada"), LATER, NOW);
    }
    accounts.openSession(session(4), Desk.staff("Bob"), LATER, NOW);

    PasswordChange.Changed changed =
        assertInstanceOf(
            PasswordChange.Changed.class,
            accounts.changePassword(Desk.staff("Ada"), "new", Optional.of(session(2))));
    assertEquals(Set.of(session(1), session(3)), Set.copyOf(changed.sessions()));
    assertEquals(
        Optional.of(new Account(Desk.staff("Ada"), "new", Role.STAFF)),
        accounts.find(Desk.staff("Ada")));
    assertTrue(accounts.session(session(2)).isPresent());
    assertTrue(accounts.session(session(4)).isPresent());
    assertEquals(
        new PasswordChange.Changed(List.of(session(2))),
        accounts.changePassword(Desk.staff("Ada"), "newer", Optional.empty()));
    assertEquals(
        new PasswordChange.NoSuchMember(),
        accounts.changePassword(Desk.staff("Nobody"), "x", Optional.empty()));
  }

  @Test
  void aBetterHashTakesThePlaceOfTheOneThatWasCheckedAndOfNoOther() throws Exception {
    accounts.add(account("Ada", Role.STAFF));
    String old = account("Ada", Role.STAFF).passwordHash();
    accounts.openSession(session(1), Desk.staff("Ada"), LATER, NOW);

    assertTrue(accounts.replaceHash(Desk.staff("Ada"), old, "better"));
    assertFalse(accounts.replaceHash(Desk.staff("Ada"), old, "late"));
    assertFalse(accounts.replaceHash(Desk.staff("Nobody"), old, "better"));
    assertEquals("better", accounts.find(Desk.staff("Ada")).orElseThrow().passwordHash());
    assertTrue(accounts.session(session(1)).isPresent(), "nobody is signed out by it");
  }

  /**
   * PostgreSQL ends the connection while it commits: a deferred trigger of the table does it, at
   * the last moment.
   */
  @Test
  void aPasswordChangeThatBreaksInItsCommitSaysWhichSessionsAreInDoubt() throws Exception {
    accounts.add(account("Ada", Role.STAFF));
    accounts.openSession(session(1), Desk.staff("Ada"), LATER, NOW);
    accounts.openSession(session(2), Desk.staff("Ada"), LATER, NOW);
    store
        .database()
        .execute(
            "CREATE FUNCTION breaks() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$");
    store
        .database()
        .execute(
            "CREATE CONSTRAINT TRIGGER breaks AFTER UPDATE ON staff"
                + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION breaks()");

    assertEquals(
        new PasswordChange.InDoubt(List.of(session(1))),
        accounts.changePassword(Desk.staff("Ada"), "new", Optional.of(session(2))));
    assertTrue(accounts.session(session(1)).isPresent(), "this time it was not kept");
  }

  /** Both answers, in order, of two calls that begin together. */
  @SafeVarargs
  private static <T> List<T> atOnce(Callable<? extends T>... calls) throws Exception {
    CyclicBarrier start = new CyclicBarrier(calls.length);
    List<CompletableFuture<T>> answers = new ArrayList<>();
    for (Callable<? extends T> call : calls) {
      CompletableFuture<T> answer = new CompletableFuture<>();
      answers.add(answer);
      Thread.startVirtualThread(() -> {
        try {
          start.await();
          answer.complete(call.call());
        } catch (Exception e) {
          answer.completeExceptionally(e);
        }
      });
    }
    List<T> results = new ArrayList<>();
    for (CompletableFuture<T> answer : answers) {
      results.add(answer.get());
    }
    return results;
  }
}

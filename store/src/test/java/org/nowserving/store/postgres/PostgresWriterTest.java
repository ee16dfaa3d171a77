package org.nowserving.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nowserving.store.Batch;
import org.nowserving.store.Change;
import org.nowserving.store.CommitOutcome;
import org.nowserving.store.CommitOutcome.Defect;
import org.nowserving.store.CommitOutcome.Stored;
import org.nowserving.store.CommitOutcome.Unsettled;
import org.nowserving.store.Desk;
import org.nowserving.store.Snapshot;
import org.nowserving.store.StoreException;

/** What the journal does when PostgreSQL, or another server on it, is in the way. */
final class PostgresWriterTest {
  private final Desk desk = new Desk();
  private final List<PostgresJournal> journals = new ArrayList<>();
  private TestDatabase database;

  @BeforeEach
  void createDatabase() throws Exception {
    database = TestDatabase.fresh();
  }

  @AfterEach
  void dropDatabase() throws Exception {
    journals.forEach(PostgresJournal::close);
    database.close();
  }

  private PostgresJournal open(DatabaseSettings settings) throws StoreException {
    PostgresJournal journal = new PostgresJournal(new Database(settings));
    journals.add(journal);
    return journal;
  }

  private PostgresJournal openImpatient() throws StoreException {
    return open(database.settings().withCommitTimeout(Duration.ofMillis(300)));
  }

  private List<Change> kept() throws Exception {
    try (Connection connection = database.connect()) {
      return KeptChanges.in(connection);
    }
  }

  /** Offers the batch as the committer does, until the journal knows. */
  private static CommitOutcome settle(PostgresJournal journal, Batch batch) {
    CommitOutcome outcome = journal.commit(batch);
    while (outcome instanceof Unsettled) {
      outcome = journal.commit(batch);
    }
    return outcome;
  }

  @Test
  void aSecondServerIsRefusedUntilTheFirstHasGone() throws Exception {
    PostgresJournal first = open(database.settings());
    first.recover();
    Batch batch = new Batch(0, List.of(desk.opens(0)));
    PostgresJournal second = open(database.settings().withTakeoverWait(Duration.ZERO));

    StoreException refusal = assertThrows(StoreException.class, second::recover);
    assertTrue(String.valueOf(refusal.getMessage()).startsWith("Another server is using"));
    assertEquals(new Stored(), first.commit(batch)); // it did not notice
    first.close();
    PostgresJournal third = open(database.settings());
    assertEquals(new Snapshot(1, 1, batch.changes(), List.of()), third.recover());
  }

  @Test
  void aServerThatWaitsGetsInWhenTheFirstGoes() throws Exception {
    PostgresJournal first = open(database.settings());
    first.recover();
    PostgresJournal second = open(database.settings().withTakeoverWait(Duration.ofDays(1)));
    CompletableFuture<Snapshot> recovered = new CompletableFuture<>();
    Thread.startVirtualThread(() -> recover(second, recovered));
    try (Connection beside = database.connect()) {
      new Sessions(beside).awaitWriters(2);
    }
    assertFalse(recovered.isDone());
    first.close();

    assertEquals(Snapshot.EMPTY, recovered.get());
  }

  private static void recover(PostgresJournal journal, CompletableFuture<Snapshot> recovered) {
    try {
      recovered.complete(journal.recover());
    } catch (StoreException e) {
      recovered.completeExceptionally(e);
    }
  }

  @Test
  void aFrozenPostgresKeepsTheBatchOnceItHasThawed() throws Exception {
    assumeTrue(TestDatabase.serverIsLocal(), "the server's processes are not ours to freeze");
    PostgresJournal journal = openImpatient();
    journal.recover();
    Batch batch = new Batch(0, List.of(desk.opens(0)));
    int pid;
    try (Connection beside = database.connect()) {
      pid = new Sessions(beside).writers().getFirst();
    }
    signal("-STOP", pid);
    try {
      assertInstanceOf(Unsettled.class, journal.commit(batch)); // nobody answers
      assertInstanceOf(Unsettled.class, journal.commit(batch)); // and the lock is not given back
      assertEquals(List.of(), kept());
    } finally {
      signal("-CONT", pid);
    }

    assertEquals(new Stored(), settle(journal, batch));
    assertEquals(batch.changes(), kept());
  }

  @Test
  void afterATimeOfFailuresAFrozenPostgresIsNoticedAsSoonAsBefore() throws Exception {
    assumeTrue(TestDatabase.serverIsLocal(), "the server's processes are not ours to freeze");
    PostgresJournal journal = open(database.settings().withCommitTimeout(Duration.ofMillis(200)));
    journal.recover();
    Batch slow = new Batch(0, List.of(desk.opens(0)));
    try (Connection beside = database.connect();
        Statement statement = beside.createStatement()) {
      beside.setAutoCommit(false);
      statement.execute("LOCK TABLE event IN ACCESS EXCLUSIVE MODE");
      Duration waited = Duration.ZERO;
      while (waited.toMillis() < 2_000) { // so 5 s and more are allowed by then
        waited = commitInVain(journal, slow);
      }
      beside.rollback();
    }
    assertEquals(new Stored(), settle(journal, slow));
    assertEquals(new Stored(), journal.commit(new Batch(1, List.of(desk.opens(1)))));

    int pid;
    try (Connection beside = database.connect()) {
      Sessions sessions = new Sessions(beside);
      sessions.awaitWriters(1); // those that were given up have ended
      pid = sessions.writers().getFirst();
    }
    signal("-STOP", pid);
    try {
      Duration noticed = commitInVain(journal, new Batch(2, List.of(desk.opens(2))));
      assertTrue(noticed.toMillis() < 4_000, () -> "noticed after " + noticed);
    } finally {
      signal("-CONT", pid);
    }
  }

  private static Duration commitInVain(PostgresJournal journal, Batch batch) {
    long start = System.nanoTime();
    assertInstanceOf(Unsettled.class, journal.commit(batch));
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static void signal(String signal, int pid) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", signal, Integer.toString(pid)).inheritIO().start();
    assertEquals(0, kill.waitFor());
  }

  @Test
  void aStatementThatTakesTooLongIsGivenUpAndOfferedAgain() throws Exception {
    PostgresJournal journal = openImpatient();
    journal.recover();
    Batch batch = new Batch(0, List.of(desk.opens(0)));
    try (Connection beside = database.connect();
        Statement statement = beside.createStatement()) {
      beside.setAutoCommit(false);
      statement.execute("LOCK TABLE event IN ACCESS EXCLUSIVE MODE");
      assertInstanceOf(Unsettled.class, journal.commit(batch));
      assertInstanceOf(Unsettled.class, journal.commit(batch));
      beside.rollback();
    }

    assertEquals(new Stored(), settle(journal, batch));
    assertEquals(batch.changes(), kept());
  }

  @Test
  void aConnectionThatTheServerEndsIsMadeAnew() throws Exception {
    PostgresJournal journal = open(database.settings());
    journal.recover();
    Batch batch = new Batch(0, List.of(desk.opens(0)));
    database.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND application_name = 'nowserving writer'");

    assertInstanceOf(Unsettled.class, journal.commit(batch));
    assertEquals(new Stored(), settle(journal, batch));
    assertEquals(batch.changes(), kept());
  }

  @Test
  void aDatabaseThatHasBecomeUnfitIsNotWrittenTo() throws Exception {
    PostgresJournal journal = open(database.settings());
    journal.recover();
    Batch batch = new Batch(0, List.of(desk.opens(0)));
    database.execute(
        """
        ALTER DATABASE %s SET synchronous_commit = off;
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'nowserving writer'
        """
            .formatted(database.name()));

    assertInstanceOf(Unsettled.class, journal.commit(batch));
    Unsettled unfit = assertInstanceOf(Unsettled.class, journal.commit(batch));
    assertTrue(unfit.why().contains("synchronous_commit"), unfit.why());
    database.execute("ALTER DATABASE " + database.name() + " RESET synchronous_commit");
    assertEquals(new Stored(), settle(journal, batch));
  }

  @Test
  void whatTheDatabaseRefusesIsADefectThatNamesNobody() throws Exception {
    PostgresJournal journal = open(database.settings());
    journal.recover();
    Change.TicketOpened opened = desk.opens(0, "secret@example.com", "Secret Person");
    database.execute(
        "INSERT INTO ticket (id, email, name, opened_at, state, open_seq)"
            + " VALUES (0, 'secret@example.com', 'Secret Person', now(), 'waiting', 1)");

    CommitOutcome outcome = journal.commit(new Batch(0, List.of(opened)));
    Defect defect = assertInstanceOf(Defect.class, outcome);
    assertEquals(
        "The database refused a batch of changes: SQLSTATE 23505, table ticket, constraint"
            + " ticket_pkey.",
        defect.why());
    assertEquals(List.of(), kept());
  }

  @Test
  void aTableThatIsGoneIsADefect() throws Exception {
    PostgresJournal journal = open(database.settings());
    journal.recover();
    database.execute("DROP TABLE visitor");

    Defect defect =
        assertInstanceOf(Defect.class, journal.commit(new Batch(0, List.of(desk.opens(0)))));
    assertTrue(defect.why().contains("42P01"), defect.why());
  }
}

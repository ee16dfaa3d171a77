package org.nowserving.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nowserving.store.Snapshot;
import org.nowserving.store.StoreException;

/** What a start does with databases of all kinds, and says of those that it cannot use. */
final class PostgresStartTest {
  private static final Executor THREAD = Thread::startVirtualThread;

  private TestDatabase database;

  @BeforeEach
  void createDatabase() throws Exception {
    database = TestDatabase.fresh();
  }

  @AfterEach
  void dropDatabase() throws Exception {
    database.close();
  }

  /** The sentence with which a start on these settings ends, at once. */
  private static String refusal(DatabaseSettings settings) {
    StoreException refusal =
        assertThrows(
            StoreException.class,
            () -> {
              DatabaseSettings impatient = settings.withDatabaseWait(Duration.ZERO);
              try (PostgresStore store = PostgresStore.open(impatient)) {
                store.journal().recover();
              }
            });
    String sentence = String.valueOf(refusal.getMessage());
    assertTrue(sentence.endsWith("."), sentence);
    assertEquals(1, sentence.lines().count(), sentence);
    assertFalse(sentence.contains("wrong-password"), sentence);
    return sentence;
  }

  private static void assertSays(String part, String sentence) {
    assertTrue(sentence.contains(part), sentence);
  }

  @Test
  void readinessIsACommitThatIsOnTheDisk() throws Exception {
    try (PostgresStore store = database.open()) {
      long before = position("pg_current_wal_insert_lsn()");
      assertTrue(store.commits());
      assertTrue(position("pg_current_wal_flush_lsn()") > before);
    }
  }

  /** How far PostgreSQL has got in its log, in bytes. */
  private long position(String function) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT pg_wal_lsn_diff(" + function + ", '0/0')::bigint")) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void nobodyListens() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/x";

    String sentence = refusal(DatabaseSettings.of(url, "u", "wrong-password"));
    assertEquals("No PostgreSQL answers at 127.0.0.1:" + port + " (database-url).", sentence);
  }

  @Test
  void theHostIsUnknown() {
    // No label of a name may be that long: the machine says so itself and asks no server of names.
    String host = "x".repeat(64) + ".invalid";
    String url = "jdbc:postgresql://" + host + "/x";

    assertEquals(
        "The host of database-url is not known: " + host + ":5432.",
        refusal(DatabaseSettings.of(url, "u", "wrong-password")));
  }

  @Test
  void theDatabaseDoesNotExist() {
    String url = database.jdbcUrl().replace(database.name(), "no_such_database");

    assertSays(
        "The database no_such_database that database-url names does not exist",
        refusal(DatabaseSettings.of(url, database.user(), database.password())));
  }

  @Test
  void thePasswordIsWrong() {
    String sentence =
        refusal(DatabaseSettings.of(database.jdbcUrl(), database.user(), "wrong-password"));
    assertSays("check database-user and database-password-file", sentence);
  }

  @Test
  void thePasswordIsMissing() {
    String sentence = refusal(DatabaseSettings.of(database.jdbcUrl(), database.user(), ""));
    assertSays("check database-user and database-password-file", sentence);
  }

  @Test
  void aWrongPasswordIsNotWaitedFor() {
    DatabaseSettings patient =
        DatabaseSettings.of(database.jdbcUrl(), database.user(), "wrong-password")
            .withDatabaseWait(Duration.ofDays(1));
    assertThrows(StoreException.class, () -> PostgresStore.open(patient));
  }

  @Test
  void theUrlIsNone() {
    assertSays(
        "jdbc:postgresql://HOST:PORT/DATABASE",
        refusal(DatabaseSettings.of("postgres://localhost/x", "u", "wrong-password")));
  }

  @Test
  void theUrlCarriesAPassword() {
    String url = database.jdbcUrl() + (database.jdbcUrl().contains("?") ? "&" : "?");

    assertSays(
        "database-password-file",
        refusal(DatabaseSettings.of(url + "password=wrong-password", "u", "")));
  }

  @Test
  void commitsWouldNotBeDurable() throws Exception {
    database.execute("ALTER DATABASE " + database.name() + " SET synchronous_commit = off");

    assertSays("synchronous_commit = off", refusal(database.settings()));
  }

  @Test
  void theTablesAreOfANewerVersion() throws Exception {
    try (PostgresStore store = database.open()) {
      store.journal().recover();
    }
    database.execute(
        """
        INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,
                                           checksum, installed_by, execution_time, success)
        VALUES (99, '7000', 'later', 'SQL', 'V7000__later.sql', 1, current_user, 1, true)
        """);

    String sentence = refusal(database.settings());
    assertSays("A newer version of Now Serving", sentence);
    assertSays("7000", sentence);
  }

  @Test
  void theTablesAreSomebodyElses() throws Exception {
    database.execute("CREATE TABLE customer (id integer)");

    assertSays("give it a database of its own", refusal(database.settings()));
  }

  @Test
  void theTablesMayNotBeMade() throws Exception {
    String user = database.name() + "_reader";
    database.execute(
        "CREATE USER %s PASSWORD 'secret'; REVOKE CREATE ON SCHEMA public FROM PUBLIC"
            .formatted(user));
    try {
      assertSays("42501", refusal(DatabaseSettings.of(database.jdbcUrl(), user, "secret")));
    } finally {
      database.execute("DROP USER " + user);
    }
  }

  @Test
  void aDatabaseThatIsStillStartingIsWaitedFor() throws Exception {
    try (CuttableLine line = CuttableLine.to(database.jdbcUrl())) {
      line.refuse();
      DatabaseSettings settings =
          DatabaseSettings.of(
                  line.jdbcUrl(database.jdbcUrl()), database.user(), database.password())
              .withDatabaseWait(Duration.ofDays(1));
      CompletableFuture<Snapshot> recovered =
          CompletableFuture.supplyAsync(() -> recover(settings), THREAD);
      line.awaitRefused();
      line.admit();

      assertEquals(Snapshot.EMPTY, recovered.get());
    }
  }

  private static Snapshot recover(DatabaseSettings settings) {
    try (PostgresStore store = PostgresStore.open(settings)) {
      return store.journal().recover();
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }
}

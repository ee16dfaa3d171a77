package org.nowserving.store.postgres;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nowserving.store.postgres.PostgresFixture.BIN_DIR;
import static org.nowserving.store.postgres.PostgresFixture.answers;
import static org.nowserving.store.postgres.PostgresFixture.await;
import static org.nowserving.store.postgres.PostgresFixture.connect;
import static org.nowserving.store.postgres.PostgresFixture.execute;
import static org.nowserving.store.postgres.PostgresFixture.kill;
import static org.nowserving.store.postgres.PostgresFixture.postmaster;
import static org.nowserving.store.postgres.PostgresFixture.query;
import static org.nowserving.store.postgres.PostgresFixture.runs;
import static org.nowserving.store.postgres.PostgresFixture.startedBefore;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nowserving.store.StoreException;

/** What the bundled PostgreSQL promises of its data, its door and its life. */
class BundledPostgresTest {
  @TempDir Path folder;

  private Path dataDir = Path.of("");

  @BeforeEach
  void nameDataDir() {
    dataDir = folder.resolve("data");
  }

  @Test
  void theFirstStartMakesAPrivateDataDirectoryAndNothingElse() throws Exception {
    try (BundledPostgres postgres = BundledPostgres.start(BIN_DIR, dataDir)) {
      assertTrue(postgres.isAlive());
      assertEquals("1", query(postgres, "SELECT 1"));
    }
    assertAll(
        () -> assertEquals("rwx------", permissions("")),
        () -> assertEquals("rwx------", permissions("postgres")),
        () -> assertEquals("rw-------", permissions("postgres-password")),
        () -> assertEquals("rw-------", permissions("postgres-start.log")),
        () -> assertEquals("rw-------", permissions("lock")),
        () ->
            assertEquals(
                List.of("lock", "postgres", "postgres-password", "postgres-start.log"),
                names(dataDir)));
  }

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(dataDir.resolve(name)));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void dataAndPasswordSurviveARestart() throws Exception {
    startedBefore(dataDir);
    String password;
    try (BundledPostgres postgres = BundledPostgres.start(BIN_DIR, dataDir)) {
      password = postgres.password();
      execute(postgres, "CREATE TABLE kept AS SELECT 'a ticket' AS what");
    }
    try (BundledPostgres postgres = BundledPostgres.start(BIN_DIR, dataDir)) {
      assertEquals("a ticket", query(postgres, "SELECT what FROM kept"));
      assertEquals(password, postgres.password());
    }
  }

  @Test
  void eachDataDirectoryHasAPasswordOfItsOwn() throws Exception {
    try (BundledPostgres one = BundledPostgres.start(BIN_DIR, startedBefore(dataDir));
        BundledPostgres other = BundledPostgres.start(BIN_DIR, folder.resolve("other"))) {
      assertNotEquals(one.password(), other.password());
    }
  }

  @Test
  void whatWasAcknowledgedIsOnTheDisk() throws Exception {
    // A file in the data directory cannot loosen it.
    startedBefore(dataDir);
    Files.writeString(
        dataDir.resolve("postgres/postgresql.auto.conf"),
        "fsync = off\nfull_page_writes = off\nsynchronous_commit = off\nlisten_addresses = '*'\n");
    try (BundledPostgres postgres = BundledPostgres.start(BIN_DIR, dataDir);
        Connection connection = connect(postgres)) {
      assertAll(
          () -> assertEquals("on", query(connection, "SHOW fsync")),
          () -> assertEquals("on", query(connection, "SHOW full_page_writes")),
          () -> assertEquals("on", query(connection, "SHOW synchronous_commit")),
          () -> assertEquals("on", query(connection, "SHOW data_checksums")),
          () -> assertEquals("1GB", query(connection, "SHOW min_wal_size")),
          () -> assertEquals("127.0.0.1", query(connection, "SHOW listen_addresses")),
          () -> assertEquals("", query(connection, "SHOW unix_socket_directories")),
          () -> assertEquals("UTF8", query(connection, "SHOW server_encoding")),
          () ->
              assertEquals(
                  "b C.UTF-8",
                  query(
                      connection,
                      "SELECT datlocprovider::text || ' ' || datlocale FROM pg_database WHERE datname = 'postgres'")));
    }
  }

  @Test
  void nobodyGetsInWithoutThePassword() throws Exception {
    startedBefore(dataDir);
    try (BundledPostgres postgres = BundledPostgres.start(BIN_DIR, dataDir);
        Connection connection = connect(postgres)) {
      assertAll(
          () -> assertEquals("28P01", refusal(postgres, postgres.user(), "guessed")),
          () -> assertEquals("28P01", refusal(postgres, "postgres", "postgres")),
          () -> assertEquals("08004", refusal(postgres, postgres.user(), "")),
          () ->
              assertEquals(
                  "scram-sha-256",
                  query(connection, "SELECT DISTINCT auth_method FROM pg_hba_file_rules")),
          () ->
              assertEquals(
                  "t",
                  query(
                      connection,
                      "SELECT bool_and(rolpassword LIKE 'SCRAM-SHA-256$%') FROM pg_authid WHERE rolcanlogin")));
    }
  }

  private static String refusal(BundledPostgres postgres, String user, String password) {
    SQLException refused =
        assertThrows(
            SQLException.class,
            () -> DriverManager.getConnection(postgres.jdbcUrl(), user, password).close());
    return String.valueOf(refused.getSQLState());
  }

  @Test
  void itListensOnTheLoopbackAddressOnly() throws Exception {
    startedBefore(dataDir);
    try (BundledPostgres postgres = BundledPostgres.start(BIN_DIR, dataDir)) {
      int port = port(postgres);
      new Socket(InetAddress.ofLiteral("127.0.0.1"), port).close();
      // Were it listening on every address, this one of the machine would be answered too.
      assertThrows(
          ConnectException.class,
          () -> new Socket(InetAddress.ofLiteral("127.0.0.2"), port).close());
    }
  }

  private static int port(BundledPostgres postgres) {
    return URI.create(postgres.jdbcUrl().substring("jdbc:".length())).getPort();
  }

  @Test
  void namesAndEmailsStayOutOfItsLog() throws Exception {
    startedBefore(dataDir);
    try (BundledPostgres postgres = BundledPostgres.start(BIN_DIR, dataDir)) {
      execute(postgres, "CREATE TABLE visitor(email text PRIMARY KEY)");
      execute(postgres, "INSERT INTO visitor VALUES ('ada@example.org')");
      assertThrows(
          SQLException.class,
          () -> execute(postgres, "INSERT INTO visitor VALUES ('ada@example.org')"));
      // AFTER the failure itself was logged: a log that is still empty holds no e-mail either.
      await("the failure is logged", () -> logText().contains("visitor_pkey"));
      assertFalse(logText().contains("ada@example.org"));
    }
  }

  private String logText() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String name : names(dataDir.resolve("postgres/log"))) {
      Path file = dataDir.resolve("postgres/log").resolve(name);
      text.append(Files.readString(file, StandardCharsets.UTF_8));
    }
    return text.toString();
  }

  @Test
  void aKilledPostmasterIsStartedAgainWhereItWas() throws Exception {
    startedBefore(dataDir);
    try (BundledPostgres postgres = BundledPostgres.start(BIN_DIR, dataDir)) {
      String url = postgres.jdbcUrl();
      execute(postgres, "CREATE TABLE kept AS SELECT 'a ticket' AS what");
      for (int time = 1; time <= 2; time++) {
        long killed = postmaster(dataDir);
        kill(killed);
        await("PostgreSQL answers again", () -> answers(postgres));
        assertNotEquals(killed, postmaster(dataDir));
        assertEquals(url, postgres.jdbcUrl());
        assertEquals("a ticket", query(postgres, "SELECT what FROM kept"));
        assertTrue(postgres.isAlive());
      }
    }
  }

  @Test
  void oneThatWasStoppedByHandIsStartedAgainToo() throws Exception {
    startedBefore(dataDir);
    try (BundledPostgres postgres = BundledPostgres.start(BIN_DIR, dataDir)) {
      long stopped = postmaster(dataDir);
      PostgresFixture.run(List.of("/bin/sh", "-c", "kill -s INT " + stopped));
      await("the old one is gone", () -> !runs(stopped));
      await("PostgreSQL answers again", () -> answers(postgres));
    }
  }

  @Test
  void closeStopsItInTheMiddleOfATransactionAndKeepsEveryCommit() throws Exception {
    startedBefore(dataDir);
    // However slow the disk is: its last checkpoint is not cut short by a harder stop.
    BundledPostgres.Patience patience =
        new BundledPostgres.Patience(
            BundledPostgres.Patience.DEFAULT.start(), Duration.ofMinutes(1));
    BundledPostgres postgres = BundledPostgres.start(BIN_DIR, dataDir, patience);
    long pid = postmaster(dataDir);
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kept(what text)");
      statement.execute("INSERT INTO kept VALUES ('committed')");
      connection.setAutoCommit(false);
      statement.execute("INSERT INTO kept VALUES ('open')");
      postgres.close();
      assertFalse(postgres.isAlive());
      assertFalse(runs(pid));
      assertThrows(SQLException.class, connection::commit);
    }
    postgres.close(); // a second time does nothing
    // It ended in order: its note is removed, and nothing has to be recovered at the next start.
    assertFalse(Files.exists(dataDir.resolve("postgres/postmaster.pid")));
    try (BundledPostgres again = BundledPostgres.start(BIN_DIR, dataDir)) {
      assertEquals("committed", query(again, "SELECT string_agg(what, ' ') FROM kept"));
      postgres.close(); // one that is closed has no say in the life of the next
      assertTrue(answers(again));
    }
  }

  @Test
  void aSecondServerIsRefusedAndTheFirstGoesOn() throws Exception {
    startedBefore(dataDir);
    try (ServerProcess first = ServerProcess.start(BIN_DIR, dataDir)) {
      assertTrue(String.valueOf(first.answer()).startsWith("ready "));
      long pid = postmaster(dataDir);
      StoreException refused =
          assertThrows(StoreException.class, () -> BundledPostgres.start(BIN_DIR, dataDir));
      assertEquals(
          "Another nowserving (process %d) is using the data directory %s (setting data-dir)."
              .formatted(first.pid(), dataDir.toRealPath()),
          refused.getMessage());
      assertTrue(runs(pid));
      assertEquals(pid, postmaster(dataDir));
    }
    BundledPostgres.start(BIN_DIR, dataDir)
        .close(); // AFTER the first has gone the directory is free
  }

  @Test
  void aRefusedSecondStartInThisProcessDoesNotGiveTheDirectoryAway() throws Exception {
    startedBefore(dataDir);
    Path sameDir = Files.createSymbolicLink(folder.resolve("link"), dataDir);
    try (BundledPostgres first = BundledPostgres.start(BIN_DIR, dataDir)) {
      assertThrows(StoreException.class, () -> BundledPostgres.start(BIN_DIR, sameDir));
      try (ServerProcess other = ServerProcess.start(BIN_DIR, dataDir)) {
        assertTrue(String.valueOf(other.answer()).startsWith("refused Another nowserving "));
      }
      assertTrue(answers(first));
    }
  }
}

package org.nowserving.store.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.nowserving.store.StoreException;

/** What the tests of the bundled PostgreSQL share. */
final class PostgresFixture {
  static final Path BIN_DIR = Path.of(System.getProperty("nowserving.test.postgres-bin-dir"));

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private PostgresFixture() {}

  /**
   * A data directory after its first start, made once and copied from then on: initdb takes
   * seconds.
   */
  private static final class Template {
    private static final Path DATA_DIR = make();

    private static Path make() {
      try {
        Path folder = Files.createTempDirectory("bundled-postgres-template");
        Runtime.getRuntime()
            .addShutdownHook(new Thread(() -> run(List.of("rm", "-rf", folder.toString()))));
        Path dataDir = folder.resolve("data");
        BundledPostgres.start(BIN_DIR, dataDir).close();
        return dataDir;
      } catch (IOException | StoreException e) {
        throw new AssertionError("no first start succeeded", e);
      }
    }
  }

  /** Puts a data directory that had its first start where none is yet. */
  static Path startedBefore(Path dataDir) {
    run(List.of("cp", "-a", Template.DATA_DIR.toString(), dataDir.toString()));
    return dataDir;
  }

  /** Runs a program that must succeed. */
  static String run(List<String> command) {
    try {
      ProgramRun run = ProgramRun.of(command, PATIENCE);
      if (!run.succeeded()) {
        throw new AssertionError(command + ": " + run.output());
      }
      return run.output();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  static Connection connect(BundledPostgres postgres) throws SQLException {
    return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
  }

  static void execute(BundledPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The one value of a query. */
  static String query(BundledPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres)) {
      return query(connection, sql);
    }
  }

  static String query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      if (!rows.next()) {
        throw new AssertionError("no row: " + sql);
      }
      return String.valueOf(rows.getString(1));
    }
  }

  /** The process id of the postmaster of a data directory. */
  static long postmaster(Path dataDir) throws IOException {
    return PostmasterFile.of(dataDir.resolve("postgres")).orElseThrow().pid();
  }

  /** Whether a process still does something; one that ended and was not reaped does not. */
  static boolean runs(long pid) throws IOException {
    Path status = Path.of("/proc/" + pid + "/status");
    try {
      return Files.readAllLines(status).stream()
          .noneMatch(line -> line.matches("State:\\s+[ZX].*"));
    } catch (IOException e) {
      if (Files.exists(status)) {
        throw e;
      }
      return false;
    }
  }

  static void kill(long pid) {
    run(List.of("/bin/sh", "-c", "kill -s KILL " + pid));
  }

  /** Waits until something is so. */
  static void await(String what, Callable<Boolean> condition) throws Exception {
    long start = System.nanoTime();
    while (!condition.call()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError("still not so: " + what);
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  /** Whether it lets its own server in now. */
  static boolean answers(BundledPostgres postgres) {
    try {
      return query(postgres, "SELECT 1").equals("1");
    } catch (SQLException _) {
      return false;
    }
  }
}

package org.nowserving.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of the bundled PostgreSQL when the server, the machine or the terminal ends it
 * unasked.
 */
class BundledPostgresCrashTest {
  @TempDir Path folder;

  private Path dataDir = Path.of("");

  @BeforeEach
  void nameDataDir() {
    dataDir = folder.resolve("data");
  }

  @Test
  void whatAKilledServerLeftRunningIsStoppedAndItsDataKept() throws Exception {
    startedBefore(dataDir);
    try (BundledPostgres postgres = BundledPostgres.start(BIN_DIR, dataDir)) {
      execute(postgres, "CREATE TABLE kept AS SELECT 'a ticket' AS what");
    }
    long left = leftBehind();
    try (BundledPostgres postgres = BundledPostgres.start(BIN_DIR, dataDir)) {
      assertFalse(runs(left));
      assertNotEquals(left, postmaster(dataDir));
      assertEquals("a ticket", query(postgres, "SELECT what FROM kept"));
    }
  }

  @Test
  void oneThatIsFrozenIsStoppedToo() throws Exception {
    startedBefore(dataDir);
    long left = leftBehind();
    // It cannot hear the ordinary stop; only the last resort reaches it.
    PostgresFixture.run(List.of("/bin/sh", "-c", "kill -s STOP " + left));
    BundledPostgres.Patience shortPatience =
        new BundledPostgres.Patience(
            BundledPostgres.Patience.DEFAULT.start(), Duration.ofMillis(100));
    try (BundledPostgres postgres = BundledPostgres.start(BIN_DIR, dataDir, shortPatience)) {
      assertFalse(runs(left));
      assertTrue(answers(postgres));
    }
  }

  /** Starts a server, kills it, and returns the process id of the postmaster that it left. */
  private long leftBehind() throws IOException, InterruptedException {
    try (ServerProcess server = ServerProcess.start(BIN_DIR, dataDir)) {
      assertTrue(String.valueOf(server.answer()).startsWith("ready "));
      server.kill();
    }
    long left = postmaster(dataDir);
    assertTrue(runs(left));
    return left;
  }

  @Test
  void aStrangerWithTheOldProcessIdIsLeftAlone() throws Exception {
    startedBefore(dataDir);
    Process stranger =
        new ProcessBuilder(
                "/bin/sh", "-c", "read line", "-D", dataDir.resolve("postgres").toString())
            .start();
    try {
      Files.writeString(
          dataDir.resolve("postgres/postmaster.pid"),
          "%d\n%s\n1700000000\n5432\n\n127.0.0.1\n  1234567         0\nready   \n"
              .formatted(stranger.pid(), dataDir.resolve("postgres")));
      try (BundledPostgres postgres = BundledPostgres.start(BIN_DIR, dataDir)) {
        assertTrue(answers(postgres));
        assertTrue(stranger.isAlive());
        assertNotEquals(stranger.pid(), postmaster(dataDir));
      }
      assertTrue(stranger.isAlive());
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void aNoteThatAPowerFailureCutShortIsNoObstacle() throws Exception {
    startedBefore(dataDir);
    Files.writeString(dataDir.resolve("postgres/postmaster.pid"), "999999\n");
    try (BundledPostgres postgres = BundledPostgres.start(BIN_DIR, dataDir)) {
      assertTrue(answers(postgres));
    }
  }

  @Test
  void aKillInTheMiddleOfTheFirstStartLeavesNothingHalfMade() throws Exception {
    try (ServerProcess server = ServerProcess.start(BIN_DIR, dataDir)) {
      await(
          "initdb is at work", () -> !unfinished().isEmpty() && !isEmpty(unfinished().getFirst()));
      server.kill();
    }
    assertFalse(Files.exists(dataDir.resolve("postgres")));
    Path left = unfinished().getFirst();
    // At once: its initdb may still be writing.
    try (BundledPostgres postgres = BundledPostgres.start(BIN_DIR, dataDir)) {
      assertTrue(answers(postgres));
    }
    await("the initdb of the killed server has ended", () -> !isNamedByAProcess(left));
    BundledPostgres.start(BIN_DIR, dataDir).close();
    assertEquals(List.of(), unfinished());
  }

  private static boolean isNamedByAProcess(Path folder) {
    return ProcessHandle.allProcesses()
        .anyMatch(process -> process.info().commandLine().orElse("").contains(folder.toString()));
  }

  private List<Path> unfinished() throws IOException {
    return Files.isDirectory(dataDir) ? list(dataDir, "postgres.new-*") : List.of();
  }

  private static boolean isEmpty(Path folder) throws IOException {
    return list(folder, "*").isEmpty();
  }

  private static List<Path> list(Path folder, String pattern) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
      files.forEach(found::add);
    }
    return found;
  }

  @Test
  void aCtrlCAtTheTerminalSparesIt() throws Exception {
    startedBefore(dataDir);
    try (ServerProcess server = ServerProcess.start(BIN_DIR, dataDir)) {
      assertTrue(String.valueOf(server.answer()).startsWith("ready "));
      assertEquals(130, server.interruptGroup()); // a JVM without a hook goes at once
      long spared = postmaster(dataDir);
      assertTrue(runs(spared));
      // It took no notice at all: had it heard, its note would say that it is stopping.
      assertTrue(PostmasterFile.of(dataDir.resolve("postgres")).orElseThrow().ready());
    }
    BundledPostgres.start(BIN_DIR, dataDir).close();
  }

  @Test
  void theServersEnvironmentStaysWithTheServer() throws Exception {
    startedBefore(dataDir);
    try (ServerProcess server = ServerProcess.start(BIN_DIR, dataDir)) {
      assertTrue(String.valueOf(server.answer()).startsWith("ready "));
      String secret = "NOWSERVING_ADMIN_PASSWORD";
      assertTrue(environment(server.pid()).contains(secret));
      assertFalse(environment(postmaster(dataDir)).contains(secret));
    }
  }

  private static String environment(long pid) throws IOException {
    return Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1);
  }

  @Test
  void aNewPostmasterWaitsForTheProcessesOfAKilledOne() throws Exception {
    startedBefore(dataDir);
    try (BundledPostgres postgres = BundledPostgres.start(BIN_DIR, dataDir);
        Connection connection = connect(postgres)) {
      long backend = Long.parseLong(query(connection, "SELECT pg_backend_pid()"));
      // A backend that was busy when its postmaster was killed may write for a while yet: two must
      // never be at it.
      PostgresFixture.run(List.of("/bin/sh", "-c", "kill -s STOP " + backend));
      kill(postmaster(dataDir));
      Path startLog = dataDir.resolve("postgres-start.log");
      await("PostgreSQL refuses to start beside it", () -> contains(startLog, "still in use"));
      assertFalse(answers(postgres));
      PostgresFixture.run(List.of("/bin/sh", "-c", "kill -s CONT " + backend));
      await("PostgreSQL answers again", () -> answers(postgres));
    }
  }

  /** Asking first whether it is there would not help: every try to start makes it anew. */
  private static boolean contains(Path file, String text) throws IOException {
    try {
      return Files.readString(file).contains(text);
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}

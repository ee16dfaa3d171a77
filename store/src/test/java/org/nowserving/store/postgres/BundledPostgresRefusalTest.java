package org.nowserving.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nowserving.store.postgres.PostgresFixture.BIN_DIR;
import static org.nowserving.store.postgres.PostgresFixture.answers;
import static org.nowserving.store.postgres.PostgresFixture.await;
import static org.nowserving.store.postgres.PostgresFixture.startedBefore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nowserving.store.StoreException;
import org.nowserving.store.postgres.BundledPostgres.Patience;

/**
 * What stops the bundled PostgreSQL at its start is said in one sentence, and is mended where it
 * is.
 */
class BundledPostgresRefusalTest {
  private static final String REAL_VERSION = "postgres (PostgreSQL) 18.6";

  @TempDir Path folder;

  private Path binDir = Path.of("");
  private Path dataDir = Path.of("");

  @BeforeEach
  void nameFolders() throws IOException {
    folder = folder.toRealPath();
    binDir = folder.resolve("bin");
    dataDir = folder.resolve("data");
    Files.createDirectory(binDir);
  }

  /** A program of the test's own, in the place of one of PostgreSQL's. */
  private void program(String name, String script) throws IOException {
    Path file = Files.writeString(binDir.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String refusal() {
    return refusal(binDir);
  }

  private String refusal(Path programs) {
    return refusal(programs, Patience.DEFAULT);
  }

  private String refusal(Path programs, Patience patience) {
    StoreException refused =
        assertThrows(
            StoreException.class, () -> BundledPostgres.start(programs, dataDir, patience));
    return String.valueOf(refused.getMessage());
  }

  @Test
  void aFolderWithoutPrograms() {
    assertEquals(
        "There is no postgres in %s: the setting postgres-bin-dir must name the folder with PostgreSQL's programs."
            .formatted(binDir),
        refusal());
  }

  @Test
  void aFolderWithoutInitdb() throws Exception {
    program("postgres", "echo '" + REAL_VERSION + "'");
    assertEquals(
        "There is no initdb in %s: the setting postgres-bin-dir must name the folder with PostgreSQL's programs."
            .formatted(binDir),
        refusal());
  }

  @Test
  void aProgramThatMayNotBeExecuted() throws Exception {
    program("initdb", "");
    Files.writeString(binDir.resolve("postgres"), "");
    assertEquals(
        "%s/postgres (setting postgres-bin-dir) may not be executed by this user."
            .formatted(binDir),
        refusal());
  }

  @Test
  void aProgramForAnotherMachine() throws Exception {
    program("initdb", "");
    program("postgres", "echo 'libssl.so.1.1: cannot open shared object file' >&2; exit 127");
    assertEquals(
        "%s/postgres (setting postgres-bin-dir) does not run on this machine: libssl.so.1.1: cannot open shared object file"
            .formatted(binDir),
        refusal());
  }

  @Test
  void anOldPostgres() throws Exception {
    program("initdb", "");
    program("postgres", "echo 'postgres (PostgreSQL) 13.22'");
    assertEquals(
        "%s/postgres (setting postgres-bin-dir) is PostgreSQL 13: at least 14 is needed."
            .formatted(binDir),
        refusal());
  }

  @Test
  void aFullDisk() throws Exception {
    program("postgres", "echo '" + REAL_VERSION + "'");
    program(
        "initdb",
        """
        echo 'creating subdirectories ... ok'
        echo 'initdb: error: could not write to file "PG_VERSION": No space left on device' >&2
        echo 'initdb: removing contents of data directory' >&2
        exit 1\
        """);
    assertEquals(
        "The disk of the data directory %s (setting data-dir) is full.".formatted(dataDir),
        refusal());
    // Nothing half made is left: with room on the disk the same directory does.
    try (BundledPostgres postgres = BundledPostgres.start(BIN_DIR, dataDir)) {
      assertTrue(answers(postgres));
    }
  }

  @Test
  void anyOtherTroubleOfInitdbInItsOwnWords() throws Exception {
    program("postgres", "echo '" + REAL_VERSION + "'");
    program("initdb", "echo 'initdb: error: could not look up user' >&2; echo bye; exit 1");
    assertEquals(
        "The data directory %s (setting data-dir) cannot be used: initdb: error: could not look up user."
            .formatted(dataDir),
        refusal());
  }

  @Test
  void aDataDirectoryThatIsAFile() throws Exception {
    Files.writeString(dataDir, "");
    assertEquals(
        "The data directory %1$s (setting data-dir) cannot be used: %1$s is not a folder."
            .formatted(dataDir),
        refusal(BIN_DIR));
  }

  @Test
  void dataOfAnEarlierMajorVersionWithTheStepsOfAnUpgrade() throws Exception {
    startedBefore(dataDir);
    Path version = dataDir.resolve("postgres/PG_VERSION");
    String own = Files.readString(version);
    Files.writeString(version, "14\n");
    String sentence = refusal(BIN_DIR);
    assertTrue(
        sentence.startsWith(
            "The data in %s/postgres was written by PostgreSQL 14, which PostgreSQL %s in %s cannot read. Set postgres-bin-dir to the programs of PostgreSQL 14. Or upgrade: (1) "
                .formatted(dataDir, own.strip(), BIN_DIR)),
        sentence);
    assertTrue(sentence.contains("(5) run psql"), sentence);
    // Nothing was touched.
    Files.writeString(version, own);
    BundledPostgres.start(BIN_DIR, dataDir).close();
  }

  @Test
  void dataOfALaterMajorVersion() throws Exception {
    startedBefore(dataDir);
    Files.writeString(dataDir.resolve("postgres/PG_VERSION"), "99\n");
    assertTrue(
        refusal(BIN_DIR).endsWith(" Set postgres-bin-dir to the programs of PostgreSQL 99."));
  }

  @Test
  void aFolderThatIsNoDatabase() throws Exception {
    Files.createDirectories(dataDir.resolve("postgres"));
    assertEquals(
        "%s/postgres is not a data directory of PostgreSQL: it has no readable PG_VERSION. Restore it from a backup, or move it away to begin anew."
            .formatted(dataDir),
        refusal(BIN_DIR));
  }

  @Test
  void aPasswordThatIsLost() throws Exception {
    startedBefore(dataDir);
    Files.delete(dataDir.resolve("postgres-password"));
    assertEquals(
        "The password of the database is not to be had from %s/postgres-password: restore that file from a backup."
            .formatted(dataDir),
        refusal(BIN_DIR));
  }

  @Test
  void aDatabaseThatIsBrokenInPostgresOwnWords() throws Exception {
    startedBefore(dataDir);
    Files.delete(dataDir.resolve("postgres/global/pg_control"));
    String sentence = refusal(BIN_DIR);
    assertTrue(
        sentence.startsWith("PostgreSQL did not start on %s/postgres: ".formatted(dataDir)),
        sentence);
    assertTrue(sentence.contains("pg_control"), sentence);
  }

  @Test
  void aPostgresThatIsNeverReadyIsStopped() throws Exception {
    program(
        "postgres",
        """
        case "$1" in
          --version) echo '%s' ;;
          *) echo $$ > '%s/started'; exec sleep 600 ;;
        esac\
        """
            .formatted(REAL_VERSION, folder));
    program("initdb", "exit 1");
    startedBefore(dataDir);
    Files.writeString(dataDir.resolve("postgres/PG_VERSION"), "18\n");
    Patience patience = new Patience(Duration.ofSeconds(5), Duration.ofSeconds(5));
    String sentence = refusal(binDir, patience);
    assertTrue(sentence.startsWith("PostgreSQL was not ready within 5 s;"), sentence);
    long started = Long.parseLong(Files.readString(folder.resolve("started")).strip());
    await("the program has ended", () -> !PostgresFixture.runs(started));
  }
}

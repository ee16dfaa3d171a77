package org.nowserving.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.nowserving.store.postgres.PostgresFixture.BIN_DIR;
import static org.nowserving.store.postgres.PostgresFixture.answers;
import static org.nowserving.store.postgres.PostgresFixture.execute;
import static org.nowserving.store.postgres.PostgresFixture.postmaster;
import static org.nowserving.store.postgres.PostgresFixture.query;
import static org.nowserving.store.postgres.PostgresFixture.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nowserving.store.StoreException;
import org.nowserving.store.postgres.BundledPostgres.Patience;
import org.nowserving.store.postgres.PostgresAccount.Tools;

/**
 * Whom the bundled PostgreSQL runs as. Root sees every way here; an ordinary user can become nobody
 * else and sees its own.
 */
class PostgresAccountTest {
  private static final int NOBODY = 65534;
  private static final List<String> AS_NOBODY =
      List.of(
          "setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--no-new-privs");

  @TempDir Path folder;

  private Path dataDir = Path.of("");

  @BeforeEach
  void letOthersReachIt() throws IOException {
    dataDir = folder.resolve("data");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static boolean isRoot() {
    return run(List.of("id", "-u")).strip().equals("0");
  }

  private static int owner(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid");
  }

  private static int ownerOfProcess(long pid) throws IOException {
    return owner(Path.of("/proc/" + pid));
  }

  @Test
  void anOrdinaryUserRunsItAsThemselves() throws Exception {
    Path programs = reachable();
    List<String> prefix = isRoot() ? AS_NOBODY : List.of();
    if (isRoot()) {
      Files.createDirectory(dataDir);
      run(List.of("chown", NOBODY + ":" + NOBODY, dataDir.toString()));
    }
    for (String start : List.of("first", "second")) {
      try (ServerProcess server = ServerProcess.start(prefix, classPath(), programs, dataDir)) {
        String answer = String.valueOf(server.answer());
        assertTrue(answer.startsWith("ready "), start + " start: " + answer);
        assertEquals(ownerOfProcess(server.pid()), ownerOfProcess(postmaster(dataDir)));
      }
    }
  }

  @Test
  void anOrdinaryUserIsToldWhereTheyMayNotWrite() throws Exception {
    Files.createDirectory(
        dataDir,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
    List<String> prefix = isRoot() ? AS_NOBODY : List.of();
    for (String name : List.of("", "inner")) {
      Path target = dataDir.resolve(name);
      try (ServerProcess server = ServerProcess.start(prefix, classPath(), reachable(), target)) {
        String answer = String.valueOf(server.answer());
        assertTrue(
            answer.startsWith(
                "refused The data directory "
                    + target
                    + " (setting data-dir) cannot be used: this user may not write "),
            answer);
      }
    }
  }

  @Test
  void rootRunsItWithoutItsPowersWhereOnlyRootCanGo() throws Exception {
    assumeTrue(isRoot());
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    for (String start : List.of("first", "second")) {
      try (BundledPostgres postgres = BundledPostgres.start(BIN_DIR, dataDir)) {
        assertTrue(answers(postgres), start);
        assertEquals("0000000000000000", effectivePowers(postmaster(dataDir)));
      }
    }
    assertEquals(0, owner(dataDir.resolve("postgres")));
  }

  private static String effectivePowers(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("CapEff:"))
        .map(line -> line.substring("CapEff:".length()).strip())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void rootWithoutNamespacesRunsItAsNobody() throws Exception {
    assumeTrue(isRoot());
    Tools withoutNamespaces = new Tools(Optional.of("/bin/false"), ProgramRun.find("setpriv"));
    Path programs = reachable();
    for (String start : List.of("first", "second")) {
      try (BundledPostgres postgres =
          BundledPostgres.start(programs, dataDir, Patience.DEFAULT, withoutNamespaces)) {
        assertTrue(answers(postgres), start);
        assertEquals(NOBODY, ownerOfProcess(postmaster(dataDir)));
      }
    }
    assertEquals(0, owner(dataDir));
    assertEquals(0, owner(dataDir.resolve("postgres-password")));
    assertEquals(NOBODY, owner(dataDir.resolve("postgres")));
    // It stays nobody's database where namespaces are to be had later.
    try (BundledPostgres postgres = BundledPostgres.start(programs, dataDir)) {
      assertTrue(answers(postgres));
      assertEquals(NOBODY, ownerOfProcess(postmaster(dataDir)));
    }
  }

  @Test
  void rootRunsSomebodysDataAsThatPerson() throws Exception {
    assumeTrue(isRoot());
    int person = 4711; // has no account, as in many a container
    run(
        List.of(
            "cp",
            "-a",
            PostgresFixture.startedBefore(folder.resolve("template")).toString(),
            dataDir.toString()));
    run(List.of("chown", "-R", person + ":" + person, dataDir.toString()));
    Path programs = reachable();
    try (BundledPostgres postgres = BundledPostgres.start(programs, dataDir)) {
      assertEquals(person, ownerOfProcess(postmaster(dataDir)));
      execute(postgres, "CREATE TABLE kept AS SELECT 'a ticket' AS what");
    }
    // Whatever root touched is still theirs, so they can run it themselves.
    assertEquals("", run(List.of("find", dataDir.toString(), "!", "-uid", String.valueOf(person))));
    List<String> asPerson =
        List.of("setpriv", "--reuid=" + person, "--regid=" + person, "--clear-groups");
    try (ServerProcess server = ServerProcess.start(asPerson, classPath(), programs, dataDir)) {
      String answer = String.valueOf(server.answer());
      assertTrue(answer.startsWith("ready "), answer);
    }
    try (BundledPostgres postgres = BundledPostgres.start(programs, dataDir)) {
      assertEquals("a ticket", query(postgres, "SELECT what FROM kept"));
    }
  }

  @Test
  void rootIsToldWhenNobodyElseCanRunIt() throws Exception {
    assumeTrue(isRoot());
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    Tools withoutNamespaces = new Tools(Optional.empty(), ProgramRun.find("setpriv"));
    for (Tools tools : List.of(withoutNamespaces, new Tools(Optional.empty(), Optional.empty()))) {
      StoreException refused =
          assertThrows(
              StoreException.class,
              () -> BundledPostgres.start(BIN_DIR, dataDir, Patience.DEFAULT, tools));
      String sentence = String.valueOf(refused.getMessage());
      assertTrue(sentence.startsWith("PostgreSQL does not run as root, "), sentence);
      assertTrue(sentence.contains(dataDir.toString()), sentence);
    }
  }

  /**
   * PostgreSQL's programs where everybody can reach them; the tests' own may be in somebody's home.
   */
  private Path reachable() {
    if (!isRoot()) {
      return BIN_DIR;
    }
    Path copy = folder.resolve("programs");
    if (!Files.exists(copy)) {
      run(List.of("cp", "-a", String.valueOf(BIN_DIR.getParent()), copy.toString()));
      run(List.of("chmod", "-R", "a+rX", copy.toString()));
    }
    return copy.resolve("bin");
  }

  /** The classes that the server needs, where everybody can reach them. */
  private String classPath() {
    String own = System.getProperty("java.class.path");
    if (!isRoot()) {
      return own;
    }
    List<String> copies = new ArrayList<>();
    for (String entry : own.split(":", -1)) {
      Path path = Path.of(entry);
      boolean needed =
          Files.isDirectory(path) || path.getFileName().toString().matches("(slf4j|logback)-.*");
      if (needed && Files.exists(path)) {
        Path copy = folder.resolve("classes-" + copies.size() + "-" + path.getFileName());
        run(List.of("cp", "-a", path.toString(), copy.toString()));
        run(List.of("chmod", "-R", "a+rX", copy.toString()));
        copies.add(copy.toString());
      }
    }
    return String.join(":", copies);
  }
}

package org.nowserving.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nowserving.store.StoreException;

/** Which of the machine's own PostgreSQL runs on which data. */
class InstalledPostgresTest {
  @TempDir Path folder;

  private Path packages = Path.of("");
  private Path dataDir = Path.of("");

  @BeforeEach
  void nameFolders() {
    packages = folder.resolve("postgresql");
    dataDir = folder.resolve("data");
  }

  private void install(String versions) throws IOException {
    for (String version : versions.split(" ", -1)) {
      Path bin = Files.createDirectories(packages.resolve(version).resolve("bin"));
      Files.createFile(bin.resolve("postgres"));
    }
  }

  private void write(String version) throws IOException {
    Files.createDirectories(dataDir.resolve("postgres"));
    Files.writeString(dataDir.resolve("postgres/PG_VERSION"), version + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    // installed, what wrote the data, what is run
    "15, '', 15",
    "9 15 17, '', 17", // as numbers, not as words
    "15 17, 15, 15",
    "15 17, 17, 17",
    "17, 15, 17", // which refuses the data and says how to upgrade it
    "13 14, '', 14",
    "15 17, nonsense, 17",
    "15 debug, '', 15"
  })
  void theVersionThatWroteTheDataElseTheNewest(String installed, String wrote, String chosen)
      throws Exception {
    install(installed);
    if (!wrote.isEmpty()) {
      write(wrote);
    }
    assertEquals(
        packages.resolve(chosen).resolve("bin"), InstalledPostgres.installed(packages, dataDir));
  }

  @Test
  void aClientAloneIsNone() throws Exception {
    install("15");
    Files.createDirectories(packages.resolve("17/bin"));
    Files.createFile(packages.resolve("17/bin/psql"));
    assertEquals(packages.resolve("15/bin"), InstalledPostgres.installed(packages, dataDir));
  }

  @Test
  void theBundledOneGoesBeforeThem() throws Exception {
    Path bundled = Files.createDirectories(folder.resolve("home/postgres/bin"));
    assertEquals(
        bundled,
        InstalledPostgres.programs(Optional.of(folder.resolve("home").toString()), dataDir));
  }

  @Test
  void whatToInstallIsSaid() throws Exception {
    String nothing =
        "There is no PostgreSQL to run: none came with nowserving, and %s has none of version 14 or newer."
            .formatted(packages);
    assertEquals(
        nothing + " Install postgresql, or set postgres-bin-dir or database-url.", refusal());
    install("13");
    assertEquals(
        nothing + " Install postgresql, or set postgres-bin-dir or database-url.", refusal());
    write("15");
    assertEquals(
        nothing + " Install postgresql-15, or set postgres-bin-dir or database-url.", refusal());
  }

  private String refusal() {
    return String.valueOf(
        assertThrows(StoreException.class, () -> InstalledPostgres.installed(packages, dataDir))
            .getMessage());
  }
}

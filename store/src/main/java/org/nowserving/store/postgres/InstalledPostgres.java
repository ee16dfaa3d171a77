package org.nowserving.store.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.nowserving.store.StoreException;

/**
 * The PostgreSQL to run where no setting names one: the bundled one, else one that the machine's
 * own packages installed. Of the latter the programs are used, never the databases. Any thread.
 */
public final class InstalledPostgres {
  /** Where Debian's packages put the programs: {@code VERSION/bin} in it, one of each version. */
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{1,3}");

  private InstalledPostgres() {}

  /**
   * The bundled programs, else the machine's.
   *
   * @param home where the distribution is, which may have come without PostgreSQL; empty where
   *     there is none
   */
  public static Path programs(Optional<String> home, Path dataDir) throws StoreException {
    Optional<Path> bundled =
        home.map(folder -> Path.of(folder, "postgres", "bin")).filter(Files::isDirectory);
    return bundled.isPresent() ? bundled.get() : installed(DEBIAN, dataDir);
  }

  /**
   * The programs to run on that data: those of the version that wrote it, else the newest ones, so
   * that an upgrade of the machine that brings another version changes nothing by itself.
   *
   * @param packages where programs are by version
   * @param dataDir the setting {@code data-dir}; it need not be there
   * @throws StoreException with a sentence that says what to install or set
   */
  static Path installed(Path packages, Path dataDir) throws StoreException {
    List<Integer> versions = versions(packages);
    Optional<Integer> wrote = versionThatWrote(dataDir);
    return wrote
        .filter(versions::contains)
        .or(() -> versions.stream().max(Comparator.naturalOrder()))
        .map(version -> binDir(packages, version))
        .orElseThrow(() -> new StoreException(nothingIn(packages, wrote)));
  }

  private static String nothingIn(Path packages, Optional<Integer> wrote) {
    return "There is no PostgreSQL to run: none came with nowserving, and %s has none of version %d or newer."
            .formatted(packages, PostgresPrograms.OLDEST_MAJOR_VERSION)
        + " Install %s, or set postgres-bin-dir or database-url."
            .formatted(wrote.map(version -> "postgresql-" + version).orElse("postgresql"));
  }

  private static List<Integer> versions(Path packages) throws StoreException {
    if (!Files.isDirectory(packages)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(packages)) {
      return found
          .map(folder -> String.valueOf(folder.getFileName()))
          .filter(name -> VERSION.matcher(name).matches())
          .map(Integer::valueOf)
          .filter(version -> version >= PostgresPrograms.OLDEST_MAJOR_VERSION)
          // a client's package leaves a folder without the server's programs
          .filter(version -> Files.exists(binDir(packages, version).resolve("postgres")))
          .toList();
    } catch (IOException e) {
      throw new StoreException(
          "The folder %s cannot be read: %s.".formatted(packages, e.getMessage()), e);
    }
  }

  private static Path binDir(Path packages, int version) {
    return packages.resolve(String.valueOf(version)).resolve("bin");
  }

  /** What cannot be read is complained about where the data is opened. */
  private static Optional<Integer> versionThatWrote(Path dataDir) {
    try {
      return Optional.of(Files.readString(dataDir.resolve("postgres/PG_VERSION")).strip())
          .filter(text -> VERSION.matcher(text).matches())
          .map(Integer::valueOf);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

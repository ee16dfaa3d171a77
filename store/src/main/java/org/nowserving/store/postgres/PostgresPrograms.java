package org.nowserving.store.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nowserving.store.StoreException;

/**
 * The programs of one PostgreSQL: where they are and of which major version. Any thread.
 *
 * @param binDir absolute
 */
record PostgresPrograms(Path binDir, int majorVersion) {
  /** The oldest PostgreSQL that the product runs on. */
  static final int OLDEST_MAJOR_VERSION = 14;

  private static final Duration VERSION_PATIENCE = Duration.ofSeconds(20);
  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

  /** Looks whether they are there and run on this machine. */
  static PostgresPrograms in(Path binDir) throws StoreException {
    Path folder = binDir.toAbsolutePath().normalize();
    for (String name : List.of("postgres", "initdb")) {
      Path program = folder.resolve(name);
      if (!Files.exists(program)) {
        throw new StoreException(
            "There is no %s in %s: the setting postgres-bin-dir must name the folder with PostgreSQL's programs."
                .formatted(name, folder));
      }
      if (!Files.isExecutable(program)) {
        throw new StoreException(
            "%s (setting postgres-bin-dir) may not be executed by this user.".formatted(program));
      }
    }
    return new PostgresPrograms(folder, majorVersionOf(folder));
  }

  private static int majorVersionOf(Path folder) throws StoreException {
    Path postgres = folder.resolve("postgres");
    String said;
    try {
      ProgramRun run = ProgramRun.of(List.of(postgres.toString(), "--version"), VERSION_PATIENCE);
      Matcher version = VERSION.matcher(run.output());
      if (run.succeeded() && version.find()) {
        int major = Integer.parseInt(version.group(1));
        if (major < OLDEST_MAJOR_VERSION) {
          throw new StoreException(
              "%s (setting postgres-bin-dir) is PostgreSQL %d: at least %d is needed."
                  .formatted(postgres, major, OLDEST_MAJOR_VERSION));
        }
        return major;
      }
      said = run.complaint();
    } catch (IOException e) {
      said = String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      said = "interrupted";
    }
    throw new StoreException(
        "%s (setting postgres-bin-dir) does not run on this machine: %s".formatted(postgres, said));
  }

  String postgres() {
    return binDir.resolve("postgres").toString();
  }

  String initdb() {
    return binDir.resolve("initdb").toString();
  }
}

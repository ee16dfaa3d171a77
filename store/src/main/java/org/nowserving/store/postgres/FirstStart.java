package org.nowserving.store.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.nowserving.store.StoreException;

/**
 * Makes the database: a random password and initdb. It is made beside its place and moved there
 * when it is whole, so that a kill in the middle leaves nothing half made. Blocks for some seconds.
 */
record FirstStart(
    PostgresPrograms programs,
    DataDirectory directory,
    PostgresAccount account,
    Duration patience) {
  /** The owner of the database. */
  static final String USER = "nowserving";

  private static final int PASSWORD_BYTES = 24;
  private static final int NAME_BYTES = 6;

  /**
   * From this version on PostgreSQL has a locale of its own that the machine's libraries cannot
   * change.
   */
  private static final int BUILTIN_LOCALE_SINCE = 17;

  void run() throws StoreException, InterruptedException {
    SecureRandom random = new SecureRandom();
    try {
      // BEFORE the database is in its place: whoever finds the database finds its password.
      directory.keepPassword(randomHex(random, PASSWORD_BYTES));
      account.give(directory.passwordFile());
      // A name of its own each time: an initdb that outlived its killed server cleans up after
      // itself under the old one.
      Path unfinished = directory.makeUnfinished(randomHex(random, NAME_BYTES));
      account.give(unfinished);
      ProgramRun initdb = ProgramRun.of(initdb(unfinished), patience);
      if (!initdb.succeeded()) {
        directory.removeUnfinished();
        throw directory.unusable(initdb.complaint());
      }
      directory.takePasswordBack();
      Files.move(unfinished, directory.database(), StandardCopyOption.ATOMIC_MOVE);
      directory.force();
    } catch (IOException e) {
      throw directory.unusable(e);
    }
  }

  private List<String> initdb(Path target) {
    List<String> command = new ArrayList<>(account.prefix());
    command.addAll(
        List.of(
            programs.initdb(),
            "--pgdata=" + target,
            "--username=" + USER,
            "--pwfile=" + directory.passwordFile(),
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--no-locale",
            "--data-checksums",
            "--no-instructions"));
    if (programs.majorVersion() >= BUILTIN_LOCALE_SINCE) {
      command.add("--locale-provider=builtin");
      command.add("--builtin-locale=C.UTF-8");
    }
    return command;
  }

  private static String randomHex(SecureRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}

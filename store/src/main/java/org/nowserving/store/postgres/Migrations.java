package org.nowserving.store.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.ErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.output.MigrateResult;
import org.jspecify.annotations.Nullable;
import org.nowserving.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the tables to the version that this program knows. The starting thread only. */
final class Migrations {
  private static final Logger log = LoggerFactory.getLogger(Migrations.class);

  private static final String SCRIPTS = "classpath:org/nowserving/store/postgres/migration";

  /** A later migration may rewrite a table of millions of rows. */
  private static final Duration SILENCE = Duration.ofMinutes(30);

  /**
   * How often it connects anew, with pauses of at most a second: the database answered a moment ago
   * and may be slow, for instance while it recovers.
   */
  private static final int CONNECT_RETRIES = 5;

  private Migrations() {}

  /**
   * Runs what is missing, each script in a transaction; refuses tables that are newer or not ours.
   */
  static void run(Database database) throws StoreException {
    Flyway flyway =
        Flyway.configure(Migrations.class.getClassLoader())
            .dataSource(database.source("nowserving migration", SILENCE))
            .connectRetries(CONNECT_RETRIES)
            .connectRetriesInterval(1)
            .locations(SCRIPTS)
            // Flyway's default pattern lets a schema pass that a newer version has changed.
            .ignoreMigrationPatterns(new String[0])
            .cleanDisabled(true)
            .load();
    try {
      MigrateResult result = flyway.migrate();
      if (result.migrationsExecuted > 0) {
        log.info("The tables are now of version {}", result.targetSchemaVersion);
      }
    } catch (FlywayException e) {
      throw new StoreException(sentence(flyway, e), e);
    }
  }

  private static String sentence(Flyway flyway, FlywayException failure) {
    ErrorCode code = failure.getErrorCode();
    if (code == CoreErrorCode.VALIDATE_ERROR) {
      Optional<MigrationVersion> newer = newerVersion(flyway);
      if (newer.isPresent()) {
        return ("A newer version of Now Serving has used the database at database-url (its tables"
                + " are of version %s): start that version.")
            .formatted(newer.get());
      }
    }
    if (code == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
      return "The database at database-url holds tables that are not Now Serving's: give it a"
          + " database of its own.";
    }
    return "The tables in the database at database-url could not be brought to this version: "
        + cause(failure);
  }

  private static Optional<MigrationVersion> newerVersion(Flyway flyway) {
    return Stream.of(flyway.info().applied())
        .filter(applied ->
            applied.getState() == MigrationState.FUTURE_SUCCESS
                || applied.getState() == MigrationState.FUTURE_FAILED)
        .map(MigrationInfo::getVersion)
        .max(Comparator.naturalOrder());
  }

  /** Flyway's own messages run over many lines. */
  private static String cause(FlywayException failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql.getMessage() + " (SQLSTATE " + SqlFault.state(sql) + ").";
      }
    }
    return failure.getErrorCode() + ".";
  }
}

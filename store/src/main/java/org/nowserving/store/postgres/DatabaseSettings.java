package org.nowserving.store.postgres;

import java.time.Duration;

/**
 * Which database, and how long to wait for it. It never prints the password. Pure.
 *
 * @param jdbcUrl {@code jdbc:postgresql://HOST:PORT/DATABASE}, without a password
 * @param user empty: the name that the operating system knows this process by
 * @param password empty: none is shown
 * @param takeoverWait how long a start waits for another server to let go of the database
 * @param databaseWait how long a start waits for a database that does not answer
 * @param commitTimeout how long a batch may take before its connection is given up and its outcome
 *     is in doubt; at least 100 ms
 */
public record DatabaseSettings(
    String jdbcUrl,
    String user,
    String password,
    Duration takeoverWait,
    Duration databaseWait,
    Duration commitTimeout) {
  /** Longer than a killed server's connection outlives it. */
  public static final Duration TAKEOVER_WAIT = Duration.ofSeconds(10);

  /** Longer than PostgreSQL takes to come up beside us when a machine starts. */
  public static final Duration DATABASE_WAIT = Duration.ofSeconds(30);

  /** Many times the slowest commit that a healthy disk was seen to take. */
  public static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(2);

  public DatabaseSettings {
    if (commitTimeout.toMillis() < 100) {
      throw new IllegalArgumentException("no database commits that fast");
    }
  }

  /** That database, with the default waits. */
  public static DatabaseSettings of(String jdbcUrl, String user, String password) {
    return new DatabaseSettings(
        jdbcUrl, user, password, TAKEOVER_WAIT, DATABASE_WAIT, COMMIT_TIMEOUT);
  }

  public DatabaseSettings withTakeoverWait(Duration wait) {
    return new DatabaseSettings(jdbcUrl, user, password, wait, databaseWait, commitTimeout);
  }

  public DatabaseSettings withDatabaseWait(Duration wait) {
    return new DatabaseSettings(jdbcUrl, user, password, takeoverWait, wait, commitTimeout);
  }

  public DatabaseSettings withCommitTimeout(Duration timeout) {
    return new DatabaseSettings(jdbcUrl, user, password, takeoverWait, databaseWait, timeout);
  }

  @Override
  public String toString() {
    return "DatabaseSettings[…]";
  }
}

package org.nowserving.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.nowserving.store.StoreException;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The way to the database: every connection of this package, pooled or not, is made here, with
 * every timeout set. Any thread.
 */
final class Database {
  /** How long a connection may take to come about; a refusal comes at once anyway. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** Between two attempts of a start to reach a database that does not answer. */
  private static final Duration PAUSE = Duration.ofMillis(250);

  /**
   * The planner is told to go by the indexes and never by its statistics: at first there are none,
   * and a plan made then would stay. For connections whose statements touch few rows, by key; each
   * is planned once, whatever the length of its arrays.
   */
  static final String BY_INDEX =
      "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;"
          + " SET jit = off; SET plan_cache_mode = force_generic_plan";

  /**
   * A server of ours that vanished without a word (power, cable) is noticed by PostgreSQL within 9
   * s, which is BEFORE the takeover-wait of its successor ends.
   */
  private static final String KEEPALIVES =
      "SET tcp_keepalives_idle = 3; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3";

  private final DatabaseSettings settings;

  /** Refuses a URL that is none, or that carries a password. */
  Database(DatabaseSettings settings) throws StoreException {
    Properties parsed = Driver.parseURL(settings.jdbcUrl(), new Properties());
    if (parsed == null) {
      throw new StoreException(
          "The setting database-url is not of the form jdbc:postgresql://HOST:PORT/DATABASE.");
    }
    if (PGProperty.PASSWORD.getOrNull(parsed) != null) {
      throw new StoreException(
          "The setting database-url carries a password, which every user of this machine could read:"
              + " put it into a file and name that in database-password-file.");
    }
    this.settings = settings;
  }

  DatabaseSettings settings() {
    return settings;
  }

  /**
   * Makes connections.
   *
   * @param name what {@code pg_stat_activity} shows
   * @param silence after how long without a byte from the server a connection is given up
   */
  PGSimpleDataSource source(String name, Duration silence) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(settings.jdbcUrl());
    if (!settings.user().isEmpty()) {
      source.setUser(settings.user());
    }
    source.setPassword(settings.password());
    source.setApplicationName(name);
    source.setConnectTimeout((int) CONNECT_TIMEOUT.toSeconds());
    source.setLoginTimeout((int) CONNECT_TIMEOUT.toSeconds());
    source.setSocketTimeout((int) Math.max(1, silence.toSeconds()));
    source.setTcpKeepAlive(true);
    // What PostgreSQL says of a row that it refuses holds the row: names and e-mails.
    source.setLogServerErrorDetail(false);
    return source;
  }

  /**
   * The statements that give a connection its limits in the server, which gives up a statement
   * BEFORE the client takes its silence for the end: an answer tells more.
   */
  static String limits(Duration silence, Duration idleInTransaction) {
    return "SET statement_timeout = %d; SET idle_in_transaction_session_timeout = %d; %s"
        .formatted(silence.toMillis() * 3 / 4, idleInTransaction.toMillis(), KEEPALIVES);
  }

  /** Connects, or says in a sentence why not; keeps trying for {@code database-wait}. */
  Connection connectPatiently(String name, Duration silence) throws StoreException {
    long deadline = System.nanoTime() + settings.databaseWait().toNanos();
    PGSimpleDataSource source = source(name, silence);
    while (true) {
      try {
        return source.getConnection();
      } catch (SQLException e) {
        if (ConnectFailure.isFinal(e) || System.nanoTime() >= deadline) {
          throw ConnectFailure.explain(e, source);
        }
        pause();
      }
    }
  }

  static void execute(Connection connection, String statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(statements);
    }
  }

  /** Closes without a word: the connection is of no use any more, and how it ends tells nothing. */
  static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // closed or lost, it is gone
    }
  }

  static void pause() throws StoreException {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("The start was interrupted while it waited for the database.", e);
    }
  }
}

package org.nowserving.peer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;

/** The plain desk's connections. Any thread that may block. */
final class DeskDatabase implements AutoCloseable {
  private static final String TABLES = "plain-desk.sql";
  private static final Duration KEEPALIVE = Duration.ofMinutes(1);

  /**
   * How to reach PostgreSQL.
   *
   * @param password empty where none is asked for
   * @param pool how many connections
   */
  record Address(String jdbcUrl, String user, String password, int pool) {
    @Override
    public String toString() {
      return "Address[…]";
    }
  }

  /** What is to be done in one transaction. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private final HikariDataSource pool;

  private DeskDatabase(HikariDataSource pool) {
    this.pool = pool;
  }

  /** Connects, and makes the tables where they are missing. */
  static DeskDatabase open(Address address) throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(address.jdbcUrl());
    config.setUsername(address.user());
    config.setPassword(address.password());
    config.setMaximumPoolSize(address.pool());
    config.setKeepaliveTime(KEEPALIVE.toMillis());
    config.setAutoCommit(false);
    // With the connection and not by a statement, which a rollback would undo.
    config.addDataSourceProperty("currentSchema", "plain_desk");
    DeskDatabase database = new DeskDatabase(new HikariDataSource(config));
    try {
      database.inTransaction(connection -> {
        try (Statement statement = connection.createStatement()) {
          return statement.execute(tables());
        }
      });
    } catch (SQLException e) {
      database.close();
      throw e;
    }
    return database;
  }

  private static String tables() {
    try (InputStream in =
        Objects.requireNonNull(DeskDatabase.class.getResourceAsStream(TABLES), TABLES)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Does it and commits; whatever it throws undoes it, by the pool when the connection is back. */
  <T> T inTransaction(Work<T> work) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      T result = work.on(connection);
      connection.commit();
      return result;
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}

package org.nowserving.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.nowserving.store.StoreException;

/**
 * Connections for everything but the floor's journal. A database that is away costs a caller {@link
 * #PATIENCE} and the silence limit at most. Any thread; every use blocks.
 */
final class Pool implements AutoCloseable {
  /** How long a caller waits for a free connection. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Work on a connection. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException, StoreException;
  }

  private final HikariDataSource source;

  /**
   * Connects at the first use, and again by itself.
   *
   * @param name what metrics and {@code pg_stat_activity} show
   * @param silence after how long without a byte from the server a connection is given up
   * @param idleInTransaction how long a reader may pause in a transaction
   * @param planning statements that tell the planner what is done here; may be empty
   */
  Pool(
      Database database,
      String name,
      int size,
      Duration silence,
      Duration idleInTransaction,
      String planning) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(database.source("nowserving " + name, silence));
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(PATIENCE.toMillis());
    config.setValidationTimeout(PATIENCE.toMillis());
    config.setInitializationFailTimeout(-1);
    config.setConnectionInitSql(Database.limits(silence, idleInTransaction) + "; " + planning);
    this.source = new HikariDataSource(config);
  }

  HikariDataSource source() {
    return source;
  }

  /** Does work in which every statement is a transaction of its own. */
  <T> T run(Work<T> work) throws StoreException {
    try (Connection connection = source.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** A transaction was finished and the answer to its commit is lost: it may be kept or not. */
  static final class CommitInDoubt extends StoreException {
    private static final long serialVersionUID = 1;

    private CommitInDoubt(SQLException cause) {
      super("The database failed: " + SqlFault.describe(cause) + ".", cause);
    }
  }

  /**
   * Does work in one transaction.
   *
   * @throws CommitInDoubt when nobody knows whether it is kept; any other exception means that it
   *     is not
   */
  <T> T inTransaction(Work<T> work) throws StoreException {
    return run(connection -> {
      connection.setAutoCommit(false); // the pool sets it back, and rolls back what is open
      T result = work.on(connection);
      try {
        connection.commit();
      } catch (SQLException e) {
        throw new CommitInDoubt(e);
      }
      return result;
    });
  }

  private static StoreException failed(SQLException e) {
    return e instanceof SQLTransientConnectionException
        ? new StoreException("The database did not answer in time.", e)
        : new StoreException("The database failed: " + SqlFault.describe(e) + ".", e);
  }

  @Override
  public void close() {
    source.close();
  }
}

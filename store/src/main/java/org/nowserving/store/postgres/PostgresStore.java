package org.nowserving.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.nowserving.store.Journal;
import org.nowserving.store.StoreException;

/**
 * The whole store on one PostgreSQL: what {@code Main} opens and hands out in parts. Any thread.
 */
public final class PostgresStore implements AutoCloseable {
  private final PostgresJournal journal;

  private PostgresStore(Database database) {
    this.journal = new PostgresJournal(database);
  }

  /**
   * Reaches the database, and refuses one that would lose data in a crash. Nothing is written and
   * no table is needed BEFORE {@link Journal#recover}.
   *
   * @throws StoreException with a sentence that names the setting to look at
   */
  public static PostgresStore open(DatabaseSettings settings) throws StoreException {
    Database database = new Database(settings);
    try (Connection connection =
        database.connectPatiently("nowserving start", Duration.ofSeconds(10))) {
      ServerFitness.check(connection);
    } catch (SQLException e) {
      throw new StoreException("The database could not be read: " + SqlFault.describe(e) + ".", e);
    }
    return new PostgresStore(database);
  }

  /** The floor's journal; one object, for the one writer of this process. */
  public Journal journal() {
    return journal;
  }

  @Override
  public void close() {
    journal.close();
  }
}

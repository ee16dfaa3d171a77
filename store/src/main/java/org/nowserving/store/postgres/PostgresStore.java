package org.nowserving.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.nowserving.store.Accounts;
import org.nowserving.store.Figures;
import org.nowserving.store.History;
import org.nowserving.store.Journal;
import org.nowserving.store.Seats;
import org.nowserving.store.StoreException;
import org.nowserving.store.Visitors;

/**
 * The whole store on one PostgreSQL: what {@code Main} opens and hands out in parts. Any thread.
 *
 * <p>It holds one connection for the journal and up to six for everything else.
 */
public final class PostgresStore implements AutoCloseable {
  private static final Duration START_SILENCE = Duration.ofSeconds(10);

  /** For what somebody waits for: a kiosk's query, a sign-in, a token. */
  private static final int LOOKUPS = 4;

  private static final Duration LOOKUP_SILENCE = Duration.ofSeconds(2);

  /** For what takes long, so that two slow downloads of the history leave the kiosks alone. */
  private static final int REPORTS = 2;

  private static final Duration REPORT_SILENCE = Duration.ofSeconds(60);

  private final PostgresJournal journal;
  private final Pool lookups;
  private final Pool reports;

  private PostgresStore(Database database) {
    this.journal = new PostgresJournal(database);
    this.lookups =
        new Pool(database, "lookups", LOOKUPS, LOOKUP_SILENCE, LOOKUP_SILENCE, Database.BY_INDEX);
    this.reports = new Pool(database, "reports", REPORTS, REPORT_SILENCE, REPORT_SILENCE, "");
  }

  /**
   * Reaches the database, waiting for it if need be, and refuses one that would lose data in a
   * crash. Nothing is written, and no table is there, BEFORE {@link Journal#recover}.
   *
   * @throws StoreException with a sentence that names the setting to look at
   */
  public static PostgresStore open(DatabaseSettings settings) throws StoreException {
    Database database = new Database(settings);
    try (Connection connection = database.connectPatiently("nowserving start", START_SILENCE)) {
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

  public Accounts accounts() {
    return new PostgresAccounts(lookups);
  }

  public Visitors visitors() {
    return new PostgresVisitors(lookups, reports);
  }

  public History history() {
    return new PostgresHistory(reports);
  }

  public Figures figures() {
    return new PostgresFigures(reports);
  }

  public Seats seats() {
    return new PostgresSeats(lookups);
  }

  /** The pools {@code lookups} and {@code reports}, for their metrics. */
  public List<HikariDataSource> pools() {
    return List.of(lookups.source(), reports.source());
  }

  /**
   * Whether a commit works at present. Blocks for two patience times at most; on the pool for what
   * somebody waits for.
   *
   * <p>A transactional message makes PostgreSQL write and flush a commit of its own, which a server
   * whose disk is full cannot do; no table is touched. (A transaction id alone is not flushed.)
   */
  public boolean commits() {
    try {
      return lookups.run(connection -> {
        try (Statement statement = connection.createStatement()) {
          return statement.execute("SELECT pg_logical_emit_message(true, 'nowserving', '')");
        }
      });
    } catch (StoreException away) {
      return false;
    }
  }

  /** Gives everything back, the writership last. AFTER the committer has ended. */
  @Override
  public void close() {
    lookups.close();
    reports.close();
    journal.close();
  }
}

package org.nowserving.store.postgres;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nowserving.store.Change;
import org.nowserving.store.Journal;
import org.nowserving.store.JournalHarness;
import org.nowserving.store.MemoryJournal.Fault;
import org.nowserving.store.StoreException;

/** The contract's store on PostgreSQL, each journal over a line of its own. */
final class PostgresHarness implements JournalHarness {
  /** However busy the machine is: what fails here fails because a line is cut. */
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

  private final TestDatabase database;
  private final Map<Journal, CuttableLine> lines = new HashMap<>();

  PostgresHarness() throws SQLException {
    this.database = TestDatabase.fresh();
  }

  @Override
  public Journal another() throws IOException, StoreException {
    CuttableLine line = CuttableLine.to(database.jdbcUrl());
    DatabaseSettings settings =
        DatabaseSettings.of(line.jdbcUrl(database.jdbcUrl()), database.user(), database.password())
            .withCommitTimeout(LONG_ENOUGH);
    Journal journal = new PostgresJournal(new Database(settings));
    lines.put(journal, line);
    return journal;
  }

  @Override
  public List<Change> kept() throws SQLException {
    try (Connection connection = database.connect()) {
      return KeptChanges.in(connection);
    }
  }

  @Override
  public void failNext(Journal journal, Fault fault) {
    line(journal).failNext(fault);
  }

  @Override
  public void cutOff(Journal journal) {
    line(journal).cut();
  }

  private CuttableLine line(Journal journal) {
    return Objects.requireNonNull(lines.get(journal));
  }

  @Override
  public void close() throws IOException, SQLException {
    for (CuttableLine line : lines.values()) {
      line.close();
    }
    database.close();
  }
}

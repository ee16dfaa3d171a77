package org.nowserving.store.postgres;

import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.nowserving.store.Change;
import org.nowserving.store.Journal;
import org.nowserving.store.JournalContractTest;
import org.nowserving.store.MemoryJournal.Fault;

/** The contract, on PostgreSQL, each journal over a line of its own. */
final class PostgresJournalTest extends JournalContractTest {
  /** However busy the machine is: what fails here fails because the line is cut. */
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

  private final Map<Journal, CuttableLine> lines = new HashMap<>();
  private TestDatabase database;

  @BeforeEach
  void createDatabase() throws Exception {
    database = TestDatabase.fresh();
  }

  @AfterEach
  void dropDatabase() throws Exception {
    for (CuttableLine line : lines.values()) {
      line.close();
    }
    database.close();
  }

  @Override
  protected Journal another() throws Exception {
    CuttableLine line = CuttableLine.to(database.jdbcUrl());
    DatabaseSettings settings =
        DatabaseSettings.of(line.jdbcUrl(database.jdbcUrl()), database.user(), database.password())
            .withCommitTimeout(LONG_ENOUGH);
    Journal journal = new PostgresJournal(new Database(settings));
    lines.put(journal, line);
    return journal;
  }

  @Override
  protected List<Change> kept() throws Exception {
    try (Connection connection = database.connect()) {
      return KeptChanges.in(connection);
    }
  }

  @Override
  protected void failNext(Journal journal, Fault fault) {
    line(journal).failNext(fault);
  }

  private CuttableLine line(Journal journal) {
    return Objects.requireNonNull(lines.get(journal));
  }

  @Override
  protected void cutOff(Journal journal) {
    line(journal).cut();
  }
}

package org.nowserving.store.postgres;

import java.sql.SQLException;
import org.nowserving.store.JournalContractTest;
import org.nowserving.store.JournalHarness;

final class PostgresJournalTest extends JournalContractTest {
  @Override
  protected JournalHarness emptyStore() throws SQLException {
    return new PostgresHarness();
  }
}

package org.nowserving.store.postgres;

import java.sql.SQLException;
import org.nowserving.store.JournalFaultContractTest;
import org.nowserving.store.JournalHarness;

final class PostgresJournalFaultTest extends JournalFaultContractTest {
  @Override
  protected JournalHarness emptyStore() throws SQLException {
    return new PostgresHarness();
  }
}

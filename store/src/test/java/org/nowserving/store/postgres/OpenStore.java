package org.nowserving.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.nowserving.store.Batch;
import org.nowserving.store.Change;
import org.nowserving.store.CommitOutcome.Stored;

/** A store on a database of its own, recovered, into which tests put changes. One thread. */
final class OpenStore implements AutoCloseable {
  private final TestDatabase database;
  private final PostgresStore store;
  private long lastSeq;

  private OpenStore(TestDatabase database, PostgresStore store) {
    this.database = database;
    this.store = store;
  }

  static OpenStore fresh() throws Exception {
    TestDatabase database = TestDatabase.fresh();
    PostgresStore store = database.open();
    store.journal().recover();
    return new OpenStore(database, store);
  }

  PostgresStore store() {
    return store;
  }

  TestDatabase database() {
    return database;
  }

  /** Keeps these, which carry on where the last ones ended. */
  void keep(Change... changes) {
    Batch batch = new Batch(lastSeq, List.of(changes));
    assertEquals(new Stored(), store.journal().commit(batch));
    lastSeq = batch.last();
  }

  /** Every change as it can be rebuilt. */
  List<Change> kept() throws Exception {
    try (Connection connection = database.connect()) {
      return KeptChanges.in(connection);
    }
  }

  @Override
  public void close() throws SQLException {
    store.close();
    database.close();
  }
}

package org.nowserving.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nowserving.store.Batch;
import org.nowserving.store.Desk;
import org.nowserving.store.postgres.WriterFence.Standing;

/** Why only moving the epoch decides what became of a batch in doubt. */
final class WriterFenceTest {
  private final WriterFence fence = new WriterFence(UUID.randomUUID());
  private final Batch batch = new Batch(0, List.of(new Desk().opens(0)));
  private TestDatabase database;
  private Connection old;
  private Connection fresh;

  @BeforeEach
  void connectTwice() throws Exception {
    database = TestDatabase.fresh();
    Migrations.run(new Database(database.settings()));
    old = database.connect();
    fresh = database.connect();
  }

  @AfterEach
  void disconnect() throws Exception {
    old.close();
    fresh.close();
    database.close();
  }

  private boolean runOn(Connection connection, long epoch) throws SQLException {
    return new BatchStatement(connection, BatchFold.of(batch)).run(epoch, batch.before());
  }

  @Test
  void aBatchThatArrivesAfterTheEpochHasMovedWritesNothing() throws Exception {
    Standing first = fence.take(old);
    Standing second = fence.retake(fresh).orElseThrow();

    assertFalse(runOn(old, first.epoch()));
    assertEquals(List.of(), KeptChanges.in(fresh));
    assertTrue(runOn(fresh, second.epoch()));
    assertEquals(batch.changes(), KeptChanges.in(fresh));
  }

  @Test
  void movingTheEpochWaitsForABatchThatIsUnderWay() throws Exception {
    assertEquals(1, lastSeqAfter(Connection::commit));
  }

  @Test
  void movingTheEpochWaitsForABatchThatFails() throws Exception {
    assertEquals(0, lastSeqAfter(Connection::rollback));
  }

  private interface Ending {
    void of(Connection connection) throws SQLException;
  }

  /** What the fence answers when it is asked while a batch is under way that ends like this. */
  private long lastSeqAfter(Ending ending) throws Exception {
    Standing first = fence.take(old);
    old.setAutoCommit(false);
    assertTrue(runOn(old, first.epoch()));

    int pid = Sessions.pid(fresh);
    CompletableFuture<Optional<Standing>> answer = new CompletableFuture<>();
    Thread.startVirtualThread(() -> retake(answer));
    try (Connection beside = database.connect()) {
      new Sessions(beside).awaitWaiting(pid);
    }
    assertFalse(answer.isDone());
    ending.of(old);
    return answer.get().orElseThrow().lastSeq();
  }

  private void retake(CompletableFuture<Optional<Standing>> answer) {
    try {
      answer.complete(fence.retake(fresh));
    } catch (SQLException e) {
      answer.completeExceptionally(e);
    }
  }

  @Test
  void anotherOwnerTakesItForGood() throws Exception {
    fence.take(old);
    assertFalse(fence.isLost(old));
    new WriterFence(UUID.randomUUID()).take(fresh);

    assertTrue(fence.isLost(old));
    assertEquals(Optional.empty(), fence.retake(old));
  }

  @Test
  void onlyOneHasTheLock() throws Exception {
    WriterFence other = new WriterFence(UUID.randomUUID());

    assertTrue(fence.tryLock(old));
    assertFalse(other.tryLock(fresh));
    old.close();
    while (!other.tryLock(fresh)) {
      Thread.onSpinWait(); // the server ends the session a moment after the client does
    }
  }
}

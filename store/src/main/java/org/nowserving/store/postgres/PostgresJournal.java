package org.nowserving.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.nowserving.store.Batch;
import org.nowserving.store.CommitOutcome;
import org.nowserving.store.CommitOutcome.Stored;
import org.nowserving.store.CommitOutcome.Unsettled;
import org.nowserving.store.Journal;
import org.nowserving.store.Snapshot;
import org.nowserving.store.StoreException;
import org.nowserving.store.postgres.WriterFence.Standing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal in PostgreSQL, on one connection of its own. After any failure that connection is
 * given up: what became of the batch is found out on a new one, through the fence, at the next
 * {@link #commit}. The starting thread, then the committer's.
 */
final class PostgresJournal implements Journal {
  private static final Logger log = LoggerFactory.getLogger(PostgresJournal.class);

  private static final String NAME = "nowserving writer";

  /** Loading reads more than any batch writes, from a disk that may be cold. */
  private static final Duration LOADING = Duration.ofSeconds(60);

  /** No commit is waited for longer, however often it failed. */
  private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);

  private final Database database;
  private final WriterFence fence = new WriterFence(UUID.randomUUID());
  private @Nullable Connection writer;
  private long epoch;

  /** How many times in a row a batch was sent and not heard of again. */
  private int failures;

  /** Whether the writer still has the patience that failures had bought. */
  private boolean patient;

  private boolean closed;

  PostgresJournal(Database database) {
    this.database = database;
  }

  @Override
  public Snapshot recover() throws StoreException {
    Connection connection = database.connectPatiently(NAME, LOADING);
    boolean taken = false;
    try {
      prepare(connection, LOADING);
      fence.lock(connection, database.settings().takeoverWait());
      Migrations.run(database);
      Standing standing = fence.take(connection);
      Snapshot snapshot = new SnapshotReader(connection).read(standing);
      limit(connection, timeout());
      writer = connection;
      epoch = standing.epoch();
      taken = true;
      return snapshot;
    } catch (SQLException e) {
      throw new StoreException("The database could not be read: " + SqlFault.describe(e) + ".", e);
    } finally {
      if (!taken) {
        Database.closeQuietly(connection);
      }
    }
  }

  @Override
  public CommitOutcome commit(Batch batch) {
    if (closed) {
      return new Unsettled("the journal is closed");
    }
    try {
      loseFurtherPatience();
      Optional<CommitOutcome> known = writer == null ? settle(batch) : Optional.empty();
      CommitOutcome outcome = known.isPresent() ? known.get() : submit(batch);
      if (outcome instanceof Stored && failures > 0) {
        failures = 0;
        patient = true;
      }
      return outcome;
    } catch (SQLException e) {
      giveUp();
      return SqlFault.outcome(e);
    } catch (StoreException e) {
      giveUp();
      return new Unsettled(String.valueOf(e.getMessage()));
    }
  }

  private CommitOutcome submit(Batch batch) throws SQLException {
    Connection connection = writer;
    if (connection == null) {
      throw new IllegalStateException("a batch came BEFORE the journal was recovered");
    }
    failures++; // until the opposite is known
    boolean through =
        new BatchStatement(connection, BatchFold.of(batch)).run(epoch, batch.before());
    failures--;
    return through ? new Stored() : fence.refusal(connection, batch.before());
  }

  /**
   * The patience that failures had bought ends with them, so that the next fault is noticed as soon
   * as the first. AFTER the batch that got through was answered, which has waited long enough.
   */
  private void loseFurtherPatience() throws SQLException {
    if (patient && writer != null) {
      limit(writer, timeout());
    }
    patient = false;
  }

  /**
   * Becomes the writer again on a new connection, which tells whether the batch was kept.
   *
   * @return empty when it was not, and is to be submitted again
   */
  private Optional<CommitOutcome> settle(Batch batch) throws SQLException, StoreException {
    if (epoch == 0) {
      throw new IllegalStateException("a batch came BEFORE the journal was recovered");
    }
    Duration timeout = timeout();
    Connection connection = database.source(NAME, timeout).getConnection();
    boolean kept = false;
    try {
      prepare(connection, timeout);
      if (!fence.tryLock(connection)) {
        // Either our own old connection still lives in the server, or a successor has the lock.
        return Optional.of(
            fence.isLost(connection)
                ? WriterFence.lost()
                : new Unsettled("the writer's old connection has not ended in the database yet"));
      }
      Optional<Standing> standing = fence.retake(connection);
      if (standing.isEmpty()) {
        return Optional.of(WriterFence.lost());
      }
      writer = connection;
      kept = true;
      epoch = standing.get().epoch();
      log.info("Writing again, after the connection to the database had failed");
      return verdict(batch, standing.get().lastSeq());
    } finally {
      if (!kept) {
        Database.closeQuietly(connection);
      }
    }
  }

  private static Optional<CommitOutcome> verdict(Batch batch, long lastSeq) {
    if (lastSeq == batch.last()) {
      return Optional.of(new Stored());
    }
    return lastSeq == batch.before()
        ? Optional.empty()
        : Optional.of(WriterFence.gap(lastSeq, batch.before()));
  }

  private static void prepare(Connection connection, Duration timeout)
      throws SQLException, StoreException {
    ServerFitness.check(connection);
    Database.execute(connection, Database.BY_INDEX);
    limit(connection, timeout);
  }

  private static void limit(Connection connection, Duration timeout) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, (int) timeout.toMillis());
    Database.execute(connection, Database.limits(timeout, timeout));
  }

  /** Twice as long after each failure: a batch that is too much for a slow disk gets through. */
  private Duration timeout() {
    Duration first = database.settings().commitTimeout();
    Duration doubled = first.multipliedBy(1L << Math.min(failures, 10));
    Duration longest = first.compareTo(LONGEST_TIMEOUT) > 0 ? first : LONGEST_TIMEOUT;
    return doubled.compareTo(longest) > 0 ? longest : doubled;
  }

  private void giveUp() {
    if (writer != null) {
      Database.closeQuietly(writer);
      writer = null;
    }
  }

  @Override
  public void close() {
    closed = true;
    giveUp();
  }
}

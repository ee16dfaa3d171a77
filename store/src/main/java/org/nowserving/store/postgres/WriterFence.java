package org.nowserving.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.nowserving.store.CommitOutcome;
import org.nowserving.store.StoreException;

/**
 * One writer at a time. A session advisory lock keeps a second server waiting; the row in {@code
 * writer} makes sure: whoever moved its epoch last is the writer, and a batch of any other matches
 * nothing, however late it arrives. The thread that writes only.
 */
final class WriterFence {
  /** What the row says once it is ours. */
  record Standing(long epoch, long lastSeq, long nextTicket) {}

  /** "nows" in ASCII: the class of our advisory lock; its object is the site. */
  private static final int LOCK_CLASS = 0x6e6f7773;

  private static final int SITE = 0;

  private static final String TRY_LOCK = "SELECT pg_try_advisory_lock(?, ?)";

  private static final String TAKE =
      """
      UPDATE writer SET owner = ?, epoch = epoch + 1 WHERE site = 0
      RETURNING epoch, last_seq, next_ticket
      """;

  private static final String RETAKE =
      """
      UPDATE writer SET epoch = epoch + 1 WHERE site = 0 AND owner = ?
      RETURNING epoch, last_seq, next_ticket
      """;

  private static final String READ = "SELECT owner, epoch, last_seq FROM writer WHERE site = 0";

  private final UUID owner;

  /**
   * @param owner this process and no other, ever
   */
  WriterFence(UUID owner) {
    this.owner = owner;
  }

  /** Waits for the lock that a running server holds. */
  void lock(Connection connection, Duration wait) throws SQLException, StoreException {
    long deadline = System.nanoTime() + wait.toNanos();
    while (!tryLock(connection)) {
      if (System.nanoTime() >= deadline) {
        throw new StoreException(
            """
            Another server is using the database at database-url (waited %d s, the setting \
            takeover-wait): stop that one first.\
            """
                .formatted(wait.toSeconds()));
      }
      Database.pause();
    }
  }

  boolean tryLock(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TRY_LOCK)) {
      statement.setInt(1, LOCK_CLASS);
      statement.setInt(2, SITE);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /** Becomes the writer, whoever it was. AFTER the lock and the migrations. */
  Standing take(Connection connection) throws SQLException, StoreException {
    return move(connection, TAKE)
        .orElseThrow(() ->
            new StoreException(
                "The table writer in the database at database-url is empty: restore a backup."));
  }

  /**
   * Finds out what became of a batch in doubt. Moving the epoch waits for a statement that is under
   * way, and makes one that has yet to begin match nothing: only so is what it answers final. A
   * plain read may be overtaken.
   *
   * @return empty when another server is the writer
   */
  Optional<Standing> retake(Connection connection) throws SQLException {
    return move(connection, RETAKE);
  }

  private Optional<Standing> move(Connection connection, String update) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(update)) {
      statement.setObject(1, owner);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(new Standing(row.getLong(1), row.getLong(2), row.getLong(3)))
            : Optional.empty();
      }
    }
  }

  /** Whether another server has become the writer; once true it stays true. */
  boolean isLost(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(READ);
        ResultSet row = statement.executeQuery()) {
      return !row.next() || !owner.equals(row.getObject(1, UUID.class));
    }
  }

  /** Why the fence let a batch not through. */
  CommitOutcome refusal(Connection connection, long before) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(READ);
        ResultSet row = statement.executeQuery()) {
      if (!row.next() || !owner.equals(row.getObject(1, UUID.class))) {
        return lost();
      }
      return gap(row.getLong(3), before);
    }
  }

  static CommitOutcome lost() {
    return new CommitOutcome.Fenced("Another server has taken over the database at database-url.");
  }

  static CommitOutcome gap(long lastSeq, long before) {
    return new CommitOutcome.Defect(
        "The database holds the changes up to number %d, and a batch came that follows number %d."
            .formatted(lastSeq, before));
  }
}

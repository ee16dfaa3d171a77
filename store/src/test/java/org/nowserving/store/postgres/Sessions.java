package org.nowserving.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL's own processes, seen from a connection beside them. One thread. */
final class Sessions {
  private static final String WRITERS =
      """
      SELECT pid FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'nowserving writer'
      """;

  private static final String WAITS_FOR_LOCK =
      "SELECT count(*) = 1 FROM pg_stat_activity WHERE pid = ? AND wait_event_type = 'Lock'";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  private final Connection connection;

  Sessions(Connection connection) {
    this.connection = connection;
  }

  /** The processes that serve journals on this database. */
  List<Integer> writers() throws SQLException {
    List<Integer> pids = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(WRITERS);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        pids.add(row.getInt(1));
      }
    }
    return pids;
  }

  /** Returns when there are that many. */
  void awaitWriters(int count) throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (List<Integer> now = writers(); now.size() != count; now = writers()) {
      lookAgainBefore(
          deadline, "%d journals have a process each, not %d".formatted(now.size(), count));
    }
  }

  /** Returns when that process waits for a lock. */
  void awaitWaiting(int pid) throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isWaiting(pid)) {
      lookAgainBefore(deadline, "process %d does not wait for a lock".formatted(pid));
    }
  }

  private static void lookAgainBefore(long deadline, String stillSo) throws InterruptedException {
    if (System.nanoTime() - deadline > 0) {
      throw new AssertionError("after " + PATIENCE + ": " + stillSo);
    }
    Thread.sleep(LOOK_AGAIN);
  }

  private boolean isWaiting(int pid) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(WAITS_FOR_LOCK)) {
      statement.setInt(1, pid);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  static int pid(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT pg_backend_pid()");
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }
}

package org.nowserving.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
  void awaitWriters(int count) throws SQLException {
    while (writers().size() != count) {
      Thread.onSpinWait();
    }
  }

  /** Returns when that process waits for a lock. */
  void awaitWaiting(int pid) throws SQLException {
    while (!isWaiting(pid)) {
      Thread.onSpinWait();
    }
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

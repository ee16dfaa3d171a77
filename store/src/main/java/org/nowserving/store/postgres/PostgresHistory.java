package org.nowserving.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.nowserving.store.History;
import org.nowserving.store.StoreException;

/** The history in PostgreSQL. Any thread; blocks, for as long as the reader takes. */
final class PostgresHistory implements History {
  private static final String COLUMNS =
      """
      SELECT id, email, name, state, staff, table_number, opened_at, claimed_at, ended_at
      FROM ticket WHERE site = 0
      """;

  /** How many rows are in memory at a time. */
  private static final int SLICE = 500;

  private final Pool reports;

  PostgresHistory(Pool reports) {
    this.reports = reports;
  }

  @Override
  public void tickets(Query query, Consumer<Entry> each) throws StoreException {
    reports.run(connection -> {
      // The driver reads in slices only within a transaction.
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      read(connection, query, each);
      connection.commit();
      return true;
    });
  }

  private static void read(Connection connection, Query query, Consumer<Entry> each)
      throws SQLException {
    List<Object> values = new ArrayList<>();
    String text = text(query, values);
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      statement.setFetchSize(SLICE);
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      try (ResultSet rows = statement.executeQuery()) {
        StoredRow row = new StoredRow(rows);
        while (rows.next()) {
          each.accept(entry(row));
        }
      }
    }
  }

  private static String text(Query query, List<Object> values) {
    StringBuilder text = new StringBuilder(COLUMNS);
    query.from().ifPresent(from -> condition(text, values, "opened_at >= ?", utc(from)));
    query.to().ifPresent(to -> condition(text, values, "opened_at < ?", utc(to)));
    query.after().ifPresent(after -> condition(text, values, "id > ?", after.value()));
    values.add(query.limit());
    return text.append(" ORDER BY id LIMIT ?").toString();
  }

  private static void condition(
      StringBuilder text, List<Object> values, String condition, Object value) {
    text.append(" AND ").append(condition);
    values.add(value);
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static Entry entry(StoredRow row) throws SQLException {
    return new Entry(
        row.ticket(1),
        row.email(2),
        row.personName(3),
        row.state(4),
        row.staffIfAny(5),
        row.tableIfAny(6),
        row.instant(7),
        row.instantIfAny(8),
        row.instantIfAny(9));
  }
}

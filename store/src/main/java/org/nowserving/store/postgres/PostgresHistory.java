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
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.nowserving.store.History;
import org.nowserving.store.StoreException;

/** The history in PostgreSQL. Any thread; blocks, for as long as the reader takes. */
final class PostgresHistory implements History {
  private static final String COLUMNS =
      """
      SELECT id, email, name, state, staff, table_number, opened_at, claimed_at, ended_at
      FROM ticket WHERE site = 0
      """;

  /** A ticket's number as the wire spells it; those of nineteen digits are never reached. */
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

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
    addStates(query.states(), text, values);
    query.text().ifPresent(wanted -> addText(wanted, text, values));
    boolean ascending =
        switch (query.order()) {
          case OLDEST_FIRST -> true;
          case NEWEST_FIRST -> false;
        };
    query
        .beyond()
        .ifPresent(id -> condition(text, values, ascending ? "id > ?" : "id < ?", id.value()));
    values.add(query.limit());
    return text.append(ascending ? " ORDER BY id LIMIT ?" : " ORDER BY id DESC LIMIT ?").toString();
  }

  private static void addStates(Set<State> states, StringBuilder text, List<Object> values) {
    if (states.equals(State.ALL)) {
      return;
    }
    if (State.OPEN.containsAll(states)) {
      // Says what the condition on state implies, for the sake of the index of open tickets.
      text.append(" AND ended_at IS NULL");
    }
    if (!states.equals(State.OPEN)) {
      text.append(" AND state = ANY (string_to_array(?, ','))");
      values.add(states.stream().map(ColumnText::of).collect(Collectors.joining(",")));
    }
  }

  /**
   * As a regular expression that is spelled out, because what a database takes for the same letter
   * depends on its locale: some know nothing but ASCII.
   */
  private static void addText(String wanted, StringBuilder text, List<Object> values) {
    if (wanted.isEmpty()) {
      return; // it is found in every name
    }
    text.append(" AND (email COLLATE \"C\" ~ ? OR name COLLATE \"C\" ~ ? OR staff = ?");
    String pattern = CaseBlindPattern.of(wanted);
    values.addAll(List.of(pattern, pattern, wanted));
    if (NUMBER.matcher(wanted).matches()) {
      text.append(" OR id = ?");
      values.add(Long.valueOf(wanted));
    }
    text.append(")");
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

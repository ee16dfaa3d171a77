package org.nowserving.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nowserving.store.Figures;
import org.nowserving.store.StoreException;

/**
 * The figures in PostgreSQL, from the events. Any thread; blocks.
 *
 * <p>What happened in the range is found by the event's time, which has a small index (BRIN); what
 * goes with it, by the numbers of its own events, one by one. So a report costs what happened in
 * its range, and not what is in the table.
 */
final class PostgresFigures implements Figures {
  /**
   * The planner would rather read all of the table than follow many keys, and would compile a
   * statement that is over sooner.
   */
  static final String PLANNING = "SET LOCAL enable_seqscan = off; SET LOCAL jit = off";

  private static final String PRESENT =
      """
      SELECT count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state = 'serving'),
             min(opened_at) FILTER (WHERE state = 'waiting')
      FROM ticket WHERE site = 0 AND ended_at IS NULL
      """;

  /**
   * One row for each part of the range in which anything happened, and one without a number for the
   * whole. Subqueries and no joins: a join leaves the planner the choice to read all events.
   */
  static final String HAPPENED =
      """
      WITH happened AS (
        SELECT e.kind,
          width_bucket(e.at, ?::timestamptz[]) AS hour,
          CASE WHEN e.kind = '%2$s' THEN
            (SELECT extract(epoch FROM e.at - o.at)::float8
             FROM ticket t JOIN event o ON o.site = 0 AND o.seq = t.open_seq
             WHERE t.site = 0 AND t.id = e.ticket) END AS wait,
          CASE WHEN e.kind = '%3$s' THEN
            (SELECT extract(epoch FROM e.at - c.at)::float8
             FROM ticket t JOIN event c ON c.site = 0 AND c.seq = t.claim_seq
             WHERE t.site = 0 AND t.id = e.ticket) END AS service,
          CASE WHEN e.kind IN ('%4$s', '%5$s') THEN
            (SELECT t.claim_seq IS NOT NULL FROM ticket t
             WHERE t.site = 0 AND t.id = e.ticket) END AS was_claimed
        FROM event e
        WHERE e.site = 0 AND e.at >= ? AND e.at < ?
          AND e.kind IN ('%1$s', '%2$s', '%3$s', '%4$s', '%5$s')
      )
      SELECT hour,
        count(*) FILTER (WHERE kind = '%1$s'),
        count(*) FILTER (WHERE kind = '%3$s'),
        count(*) FILTER (WHERE NOT was_claimed),
        count(*) FILTER (WHERE was_claimed),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY wait),
        percentile_cont(0.95) WITHIN GROUP (ORDER BY wait),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY service),
        percentile_cont(0.95) WITHIN GROUP (ORDER BY service),
        avg(CASE WHEN wait <= ?::float8 THEN 1.0 ELSE 0.0 END) FILTER (WHERE wait IS NOT NULL)
      FROM happened
      GROUP BY GROUPING SETS ((), (hour))
      """
          .formatted(
              EventRow.TICKET_OPENED,
              EventRow.TICKET_CLAIMED,
              EventRow.TICKET_COMPLETED,
              EventRow.TICKET_CANCELLED,
              EventRow.TICKET_CALLED_OFF);

  private final Pool reports;

  PostgresFigures(Pool reports) {
    this.reports = reports;
  }

  @Override
  public Report over(Range range) throws StoreException {
    return reports.run(connection -> {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      // All statements see the same moment, so that nobody is both waiting and served.
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      Database.execute(connection, PLANNING);
      Present present = present(connection);
      Map<Integer, Totals> happened = happened(connection, range);
      connection.commit();
      return new Report(present, of(happened, 0), hours(range.hours(), happened));
    });
  }

  private static Present present(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PRESENT);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      StoredRow row = new StoredRow(rows);
      return new Present(row.number(1), row.number(2), row.instantIfAny(3));
    }
  }

  /** By the number of the part, from 1; the whole is 0. */
  private static Map<Integer, Totals> happened(Connection connection, Range range)
      throws SQLException {
    Map<Integer, Totals> happened = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(HAPPENED)) {
      statement.setArray(
          1,
          connection.createArrayOf(
              "timestamptz", range.hours().stream().map(Instant::toString).toArray()));
      statement.setObject(2, range.from().atOffset(ZoneOffset.UTC));
      statement.setObject(3, range.to().atOffset(ZoneOffset.UTC));
      statement.setDouble(4, range.longWait().toNanos() / 1e9);
      try (ResultSet rows = statement.executeQuery()) {
        StoredRow row = new StoredRow(rows);
        while (rows.next()) {
          happened.put((int) row.number(1), totals(row)); // no number is read as 0
        }
      }
    }
    return happened;
  }

  private static Totals totals(StoredRow row) throws SQLException {
    return new Totals(
        row.number(2),
        row.number(3),
        row.number(4),
        row.number(5),
        new Spread(row.decimalIfAny(6), row.decimalIfAny(7)),
        new Spread(row.decimalIfAny(8), row.decimalIfAny(9)),
        row.decimalIfAny(10));
  }

  private static List<Hour> hours(List<Instant> starts, Map<Integer, Totals> happened) {
    List<Hour> hours = new ArrayList<>(starts.size());
    for (int i = 0; i < starts.size(); i++) {
      Totals totals = of(happened, i + 1);
      hours.add(
          new Hour(
              starts.get(i),
              totals.arrived(),
              totals.served(),
              totals.cancelled(),
              totals.waitTime().median()));
    }
    return hours;
  }

  private static Totals of(Map<Integer, Totals> happened, int part) {
    Spread never = new Spread(Optional.empty(), Optional.empty());
    return happened.getOrDefault(part, new Totals(0, 0, 0, 0, never, never, Optional.empty()));
  }
}

package org.nowserving.store.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.Change;

/**
 * Rebuilds every change from its event row and its ticket's row: the proof that the two together
 * hold all of it. Any thread.
 */
public final class KeptChanges {
  private static final String QUERY =
      """
      SELECT e.seq, e.at, e.kind, e.ticket, e.table_number, e.staff, e.detail->>'reason',
             t.email, t.name, e.actor
      FROM event e LEFT JOIN ticket t ON t.site = e.site AND t.id = e.ticket
      WHERE e.site = 0 ORDER BY e.seq
      """;

  private KeptChanges() {}

  /** In the order of their numbers; the visitor of an erased ticket is {@code ERASED}. */
  public static List<Change> in(Connection connection) throws SQLException {
    List<Change> changes = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(QUERY)) {
      while (row.next()) {
        changes.add(change(row));
      }
    }
    return changes;
  }

  private static Change change(ResultSet row) throws SQLException {
    String kind = row.getString(3);
    return kind.startsWith("ticket-") ? ofTicket(kind, row) : ofTable(kind, row);
  }

  private static Change ofTicket(String kind, ResultSet row) throws SQLException {
    long seq = row.getLong(1);
    Instant at = at(row);
    TicketId ticket = new TicketId(row.getLong(4));
    return switch (kind) {
      case EventRow.TICKET_OPENED ->
          new Change.TicketOpened(
              seq, at, ticket, new Email(row.getString(8)), new PersonName(row.getString(9)));
      case EventRow.TICKET_CLAIMED ->
          new Change.TicketClaimed(seq, at, ticket, staff(row), table(row));
      case EventRow.TICKET_COMPLETED ->
          new Change.TicketCompleted(seq, at, ticket, staff(row), table(row));
      case EventRow.TICKET_CANCELLED ->
          new Change.TicketCancelled(seq, at, ticket, staff(row), table(row));
      case EventRow.TICKET_CALLED_OFF ->
          new Change.TicketCalledOff(
              seq,
              at,
              ticket,
              staffIfAny(row, 6),
              row.getObject(5) == null ? Optional.empty() : Optional.of(table(row)),
              occasion(row),
              staffIfAny(row, 10));
      case EventRow.TICKET_ERASED -> new Change.TicketErased(seq, at, ticket);
      default -> throw new AssertionError("an event of the unknown kind " + kind);
    };
  }

  private static Change ofTable(String kind, ResultSet row) throws SQLException {
    long seq = row.getLong(1);
    return switch (kind) {
      case EventRow.TABLE_PICKED -> new Change.TablePicked(seq, at(row), table(row), staff(row));
      case EventRow.TABLE_LEFT ->
          new Change.TableLeft(seq, at(row), table(row), staff(row), reason(row));
      case EventRow.TABLE_FREED ->
          new Change.TableFreed(
              seq, at(row), table(row), staff(row), occasion(row), staffIfAny(row, 10));
      default -> throw new AssertionError("an event of the unknown kind " + kind);
    };
  }

  private static Instant at(ResultSet row) throws SQLException {
    return row.getObject(2, OffsetDateTime.class).toInstant();
  }

  private static TableNumber table(ResultSet row) throws SQLException {
    return new TableNumber(row.getInt(5));
  }

  private static StaffName staff(ResultSet row) throws SQLException {
    return new StaffName(row.getString(6));
  }

  private static Optional<StaffName> staffIfAny(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getString(column)).map(StaffName::new);
  }

  private static Change.Occasion occasion(ResultSet row) throws SQLException {
    return Change.Occasion.valueOf(row.getString(7).toUpperCase(Locale.ROOT));
  }

  private static Change.TableLeft.Reason reason(ResultSet row) throws SQLException {
    return Change.TableLeft.Reason.valueOf(row.getString(7).toUpperCase(Locale.ROOT));
  }
}

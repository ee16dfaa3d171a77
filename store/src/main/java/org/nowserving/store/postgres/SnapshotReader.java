package org.nowserving.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.Change;
import org.nowserving.store.Snapshot;
import org.nowserving.store.Snapshot.Ended;
import org.nowserving.store.postgres.WriterFence.Standing;

/** Reads what stands. AFTER the fence is taken, when nobody writes. The starting thread only. */
final class SnapshotReader {
  private static final String OPEN_TICKETS =
      """
      SELECT id, email, name, open_seq, opened_at, staff, table_number, claim_seq, claimed_at
      FROM ticket WHERE site = 0 AND ended_at IS NULL
      """;

  private static final String TAKEN_SEATS =
      """
      SELECT table_number, staff, pick_seq, since
      FROM seat WHERE site = 0 AND staff IS NOT NULL
      """;

  /** Backwards along the primary key, until enough are found. */
  private static final String LAST_ENDED =
      """
      SELECT ticket, staff FROM event
      WHERE site = 0 AND kind IN ('%s', '%s') ORDER BY seq DESC LIMIT %d
      """
          .formatted(
              EventRow.TICKET_COMPLETED, EventRow.TICKET_CANCELLED, Snapshot.ENDED_REMEMBERED);

  private final Connection connection;

  SnapshotReader(Connection connection) {
    this.connection = connection;
  }

  Snapshot read(Standing standing) throws SQLException {
    List<Change> changes = new ArrayList<>();
    readOpenTickets(changes);
    readTakenSeats(changes);
    changes.sort(Comparator.comparingLong(Change::seq));
    return new Snapshot(standing.lastSeq(), standing.nextTicket(), changes, lastEnded());
  }

  private void readOpenTickets(List<Change> changes) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OPEN_TICKETS);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        TicketId ticket = new TicketId(row.getLong(1));
        changes.add(
            new Change.TicketOpened(
                row.getLong(4),
                instant(row, 5),
                ticket,
                new Email(row.getString(2)),
                new PersonName(row.getString(3))));
        long claimSeq = row.getLong(8);
        if (!row.wasNull()) {
          changes.add(
              new Change.TicketClaimed(
                  claimSeq,
                  instant(row, 9),
                  ticket,
                  new StaffName(row.getString(6)),
                  new TableNumber(row.getInt(7))));
        }
      }
    }
  }

  private void readTakenSeats(List<Change> changes) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TAKEN_SEATS);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        changes.add(
            new Change.TablePicked(
                row.getLong(3),
                instant(row, 4),
                new TableNumber(row.getInt(1)),
                new StaffName(row.getString(2))));
      }
    }
  }

  private List<Ended> lastEnded() throws SQLException {
    List<Ended> ended = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(LAST_ENDED);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        ended.add(
            new Ended(
                new TicketId(row.getLong(1)),
                Optional.ofNullable(row.getString(2)).map(StaffName::new)));
      }
    }
    Collections.reverse(ended);
    return ended;
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}

package org.nowserving.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.Change;
import org.nowserving.store.Change.TablePicked;
import org.nowserving.store.Change.TicketClaimed;
import org.nowserving.store.Change.TicketOpened;
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
      WHERE site = 0 AND kind IN ('%s', '%s', '%s') ORDER BY seq DESC LIMIT %d
      """
          .formatted(
              EventRow.TICKET_COMPLETED,
              EventRow.TICKET_CANCELLED,
              EventRow.TICKET_CALLED_OFF,
              Snapshot.ENDED_REMEMBERED);

  private final Connection connection;

  /**
   * Each name once: the tickets of years have a few owners, and the floor keeps what it is given.
   */
  private final Map<StaffName, StaffName> staff = new HashMap<>();

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
        ResultSet rows = statement.executeQuery()) {
      StoredRow row = new StoredRow(rows);
      while (rows.next()) {
        TicketId ticket = row.ticket(1);
        changes.add(
            new TicketOpened(
                row.number(4), row.instant(5), ticket, row.email(2), row.personName(3)));
        Optional<Instant> claimedAt = row.instantIfAny(9);
        if (claimedAt.isPresent()) {
          changes.add(
              new TicketClaimed(
                  row.number(8), claimedAt.get(), ticket, once(row.staff(6)), row.table(7)));
        }
      }
    }
  }

  private void readTakenSeats(List<Change> changes) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TAKEN_SEATS);
        ResultSet rows = statement.executeQuery()) {
      StoredRow row = new StoredRow(rows);
      while (rows.next()) {
        changes.add(
            new TablePicked(row.number(3), row.instant(4), row.table(1), once(row.staff(2))));
      }
    }
  }

  private List<Ended> lastEnded() throws SQLException {
    List<Ended> ended = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(LAST_ENDED);
        ResultSet rows = statement.executeQuery()) {
      StoredRow row = new StoredRow(rows);
      while (rows.next()) {
        ended.add(new Ended(row.ticket(1), row.staffIfAny(2).map(this::once)));
      }
    }
    Collections.reverse(ended);
    return ended;
  }

  private StaffName once(StaffName name) {
    StaffName known = staff.putIfAbsent(name, name);
    return known == null ? name : known;
  }
}

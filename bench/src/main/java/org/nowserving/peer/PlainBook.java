package org.nowserving.peer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.Rejection;

/**
 * The plain desk's tickets, visitors and events: one transaction a command, and what it returns is
 * committed. Any thread that may block.
 */
final class PlainBook {
  private static final String OPEN =
      """
      INSERT INTO ticket (email, name, opened_at, state, open_seq)
      VALUES (?, ?, ?, 'waiting', nextval('event_seq')) RETURNING id, open_seq\
      """;
  private static final String SEEN =
      """
      INSERT INTO visitor (email, name, last_seen_at) VALUES (?, ?, ?)
      ON CONFLICT (email) DO UPDATE
      SET name = excluded.name, last_seen_at = excluded.last_seen_at\
      """;
  private static final String CLAIM =
      """
      UPDATE ticket
      SET state = 'serving', staff = ?, table_number = ?, claimed_at = ?,
          claim_seq = nextval('event_seq')
      WHERE site = 0 AND id = ? AND state = 'waiting'
      RETURNING email, name, opened_at, claim_seq\
      """;
  private static final String END =
      """
      UPDATE ticket SET state = ?, table_number = ?, ended_at = ?
      WHERE site = 0 AND id = ? AND state = 'serving' AND staff = ?
      RETURNING nextval('event_seq')\
      """;
  private static final String EVENT =
      """
      INSERT INTO event (seq, at, kind, ticket, table_number, staff, actor)
      VALUES (?, ?, ?, ?, ?, ?, ?)\
      """;
  private static final String LOOK = "SELECT state, staff FROM ticket WHERE site = 0 AND id = ?";
  private static final String NAME = "SELECT name FROM visitor WHERE email = ?";
  private static final String OPEN_TICKETS =
      """
      SELECT id, email, name, staff, opened_at FROM ticket
      WHERE site = 0 AND ended_at IS NULL AND (state = 'waiting' OR staff = ?) ORDER BY id\
      """;

  /** What became of a claim. */
  sealed interface Claim {
    record Done(PlainTicket ticket) implements Claim {}

    record Refused(Rejection why) implements Claim {}
  }

  /** How a ticket ends. */
  enum End {
    COMPLETED("completed"),
    CANCELLED("cancelled");

    private final String state;

    End(String state) {
      this.state = state;
    }
  }

  /** Where a member of the staff is. */
  record Seat(String staff, int table) {}

  private final DeskDatabase database;

  PlainBook(DeskDatabase database) {
    this.database = database;
  }

  PlainTicket open(Email email, PersonName name) throws SQLException {
    Instant now = Instant.now();
    return database.inTransaction(connection -> {
      long id;
      long seq;
      try (PreparedStatement statement = connection.prepareStatement(OPEN)) {
        bind(statement, email.address(), name.text(), time(now));
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          id = row.getLong(1);
          seq = row.getLong(2);
        }
      }
      writeEvent(connection, seq, now, "ticket-opened", id, null);
      try (PreparedStatement statement = connection.prepareStatement(SEEN)) {
        bind(statement, email.key(), name.text(), time(now));
        statement.executeUpdate();
      }
      return PlainTicket.open(id, email.address(), name.text(), null, now);
    });
  }

  Optional<String> nameOf(Email email) throws SQLException {
    return database.inTransaction(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(NAME)) {
        bind(statement, email.key());
        try (ResultSet row = statement.executeQuery()) {
          return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
      }
    });
  }

  Claim claim(long id, Seat seat) throws SQLException {
    Instant now = Instant.now();
    return database.inTransaction(connection -> {
      PlainTicket ticket;
      long seq;
      try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
        bind(statement, seat.staff(), seat.table(), time(now), id);
        try (ResultSet row = statement.executeQuery()) {
          if (!row.next()) {
            return new Claim.Refused(whyNotClaimed(connection, id));
          }
          ticket =
              PlainTicket.open(
                  id, row.getString(1), row.getString(2), seat.staff(), instant(row, 3));
          seq = row.getLong(4);
        }
      }
      writeEvent(connection, seq, now, "ticket-claimed", id, seat);
      return new Claim.Done(ticket);
    });
  }

  /** Returns why it cannot be ended; empty when it was. */
  Optional<Rejection> end(long id, End end, Seat seat) throws SQLException {
    Instant now = Instant.now();
    return database.inTransaction(connection -> {
      long seq;
      try (PreparedStatement statement = connection.prepareStatement(END)) {
        bind(statement, end.state, seat.table(), time(now), id, seat.staff());
        try (ResultSet row = statement.executeQuery()) {
          if (!row.next()) {
            return Optional.of(whyNotEnded(connection, id, seat.staff()));
          }
          seq = row.getLong(1);
        }
      }
      writeEvent(connection, seq, now, "ticket-" + end.state, id, seat);
      return Optional.empty();
    });
  }

  /** Every ticket that waits, and every one that this person is serving, oldest first. */
  List<PlainTicket> concerning(String staff) throws SQLException {
    return database.inTransaction(connection -> {
      List<PlainTicket> tickets = new ArrayList<>();
      try (PreparedStatement statement = connection.prepareStatement(OPEN_TICKETS)) {
        bind(statement, staff);
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            tickets.add(
                PlainTicket.open(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    instant(row, 5)));
          }
        }
      }
      return tickets;
    });
  }

  private static Rejection whyNotClaimed(Connection connection, long id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOOK)) {
      bind(statement, id);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Rejection.NO_SUCH_TICKET;
        }
        return row.getString(1).equals("serving")
            ? Rejection.ALREADY_CLAIMED
            : Rejection.ALREADY_ENDED;
      }
    }
  }

  private static Rejection whyNotEnded(Connection connection, long id, String staff)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOOK)) {
      bind(statement, id);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Rejection.NO_SUCH_TICKET;
        }
        return staff.equals(row.getString(2)) ? Rejection.ALREADY_ENDED : Rejection.NOT_YOUR_TICKET;
      }
    }
  }

  private static void writeEvent(
      Connection connection, long seq, Instant at, String kind, long ticket, @Nullable Seat seat)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(EVENT)) {
      statement.setLong(1, seq);
      statement.setObject(2, time(at));
      statement.setString(3, kind);
      statement.setLong(4, ticket);
      statement.setObject(5, seat == null ? null : seat.table(), Types.INTEGER);
      statement.setString(6, seat == null ? null : seat.staff());
      statement.setString(7, seat == null ? null : seat.staff());
      statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}

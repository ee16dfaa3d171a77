package org.nowserving.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.History.State;
import org.nowserving.store.Role;

/**
 * A row of an answer, read as the types of the floor. What does not fit them was written by
 * somebody else or by another version: an error of the database, not of the program. Columns count
 * from 1. The thread that reads only.
 */
record StoredRow(ResultSet row) {
  private static final String DATA_CORRUPTED = "XX001";

  Email email(int column) throws SQLException {
    return read(column, Email::new, "e-mail");
  }

  PersonName personName(int column) throws SQLException {
    return read(column, PersonName::new, "visitor's name");
  }

  StaffName staff(int column) throws SQLException {
    return read(column, StaffName::new, "staff name");
  }

  Optional<StaffName> staffIfAny(int column) throws SQLException {
    return row.getString(column) == null ? Optional.empty() : Optional.of(staff(column));
  }

  TicketId ticket(int column) throws SQLException {
    return read(column, text -> new TicketId(Long.parseLong(text)), "ticket id");
  }

  TableNumber table(int column) throws SQLException {
    return read(column, text -> new TableNumber(Integer.parseInt(text)), "table number");
  }

  Optional<TableNumber> tableIfAny(int column) throws SQLException {
    return row.getString(column) == null ? Optional.empty() : Optional.of(table(column));
  }

  State state(int column) throws SQLException {
    return read(column, text -> State.valueOf(text.toUpperCase(Locale.ROOT)), "state");
  }

  Role role(int column) throws SQLException {
    return read(column, text -> Role.valueOf(text.toUpperCase(Locale.ROOT)), "role");
  }

  Instant instant(int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  Optional<Instant> instantIfAny(int column) throws SQLException {
    return row.getObject(column) == null ? Optional.empty() : Optional.of(instant(column));
  }

  String text(int column) throws SQLException {
    return row.getString(column);
  }

  long number(int column) throws SQLException {
    return row.getLong(column);
  }

  Optional<Double> decimalIfAny(int column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }

  /** The value is not repeated in the message: it may be somebody's name. */
  private <T> T read(int column, Function<String, T> type, String what) throws SQLException {
    try {
      return type.apply(row.getString(column));
    } catch (IllegalArgumentException e) {
      throw new SQLException("a stored " + what + " is not valid", DATA_CORRUPTED);
    }
  }
}

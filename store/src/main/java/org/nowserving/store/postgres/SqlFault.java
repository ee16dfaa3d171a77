package org.nowserving.store.postgres;

import java.sql.SQLException;
import java.util.Set;
import org.nowserving.store.CommitOutcome;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What an error of the database means, by its SQLSTATE, in words without personal data. Pure. */
final class SqlFault {
  /** Cardinality, data, constraint, syntax or access: what was sent is wrong, and stays wrong. */
  private static final Set<String> DEFECTS = Set.of("21", "22", "23", "42");

  /** Raised by our own statement where a ticket that changes is not there; see BatchStatement. */
  private static final String DIVISION_BY_ZERO = "22012";

  private SqlFault() {}

  /** Five characters; {@code 00000} where the driver names none. */
  static String state(SQLException fault) {
    String state = fault.getSQLState();
    return state == null || state.length() != 5 ? "00000" : state;
  }

  /** What became of a batch whose statement ended in this. */
  static CommitOutcome outcome(SQLException fault) {
    String state = state(fault);
    return DEFECTS.contains(state.substring(0, 2))
        ? new CommitOutcome.Defect(
            "The database refused a batch of changes: " + describe(fault) + ".")
        : new CommitOutcome.Unsettled(describe(fault));
  }

  /** The error for a log: PostgreSQL's own message only where it cannot repeat a row's content. */
  static String describe(SQLException fault) {
    String state = state(fault);
    if (state.equals(DIVISION_BY_ZERO)) {
      return "a ticket that changed is not open in the database (SQLSTATE " + state + ")";
    }
    if (!DEFECTS.contains(state.substring(0, 2))) {
      return fault.getMessage() + " (SQLSTATE " + state + ")";
    }
    StringBuilder text = new StringBuilder("SQLSTATE ").append(state);
    ServerErrorMessage message =
        fault instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    if (message != null && message.getTable() != null) {
      text.append(", table ").append(message.getTable());
    }
    if (message != null && message.getConstraint() != null) {
      text.append(", constraint ").append(message.getConstraint());
    }
    return text.toString();
  }
}

package org.nowserving.it;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Replays the event table with a floor of its own, of forty lines, and compares what comes out with
 * the other tables. Reads only; one thread.
 */
final class FloorAudit {
  private record Ticket(String state, @Nullable String staff, @Nullable Integer table) {}

  private final List<String> broken = new ArrayList<>();
  private final Map<Long, Ticket> tickets = new TreeMap<>();
  private final Map<Integer, String> seats = new TreeMap<>();
  private final Map<String, Integer> tableOf = new HashMap<>();
  private long events;

  private FloorAudit() {}

  /** Everything that cannot be, one sentence each; empty when all is well. */
  static List<String> of(Connection database) throws SQLException {
    FloorAudit audit = new FloorAudit();
    audit.replay(database);
    audit.compareTickets(database);
    audit.compareSeats(database);
    audit.compareWriter(database);
    return audit.broken;
  }

  private void replay(Connection database) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT seq, kind, ticket, table_number, staff FROM event ORDER BY seq")) {
      while (row.next()) {
        events++;
        check(row.getLong("seq") == events, "event " + row.getLong("seq") + " is not " + events);
        long ticket = row.getLong("ticket");
        int table = row.getInt("table_number");
        String staff = row.getString("staff");
        switch (row.getString("kind")) {
          case "ticket-opened" -> opened(ticket);
          case "ticket-claimed" -> claimed(ticket, staff, table);
          case "ticket-completed" -> ended(ticket, staff, table, "completed");
          case "ticket-cancelled" -> ended(ticket, staff, table, "cancelled");
          case "table-picked" -> picked(table, staff);
          case "table-left", "table-freed" -> left(table, staff);
          case "ticket-called-off" ->
              calledOff(ticket, staff, (Integer) row.getObject("table_number"));
          case "ticket-erased" -> check(tickets.containsKey(ticket), "erased before it was opened");
          default -> check(false, "an event of the kind " + row.getString("kind"));
        }
      }
    }
  }

  private void opened(long ticket) {
    check(ticket == tickets.size(), "ticket " + ticket + " is not number " + tickets.size());
    check(
        tickets.put(ticket, new Ticket("waiting", null, null)) == null,
        "ticket " + ticket + " was opened twice");
  }

  private void claimed(long ticket, String staff, int table) {
    Ticket before = tickets.put(ticket, new Ticket("serving", staff, table));
    check(
        before != null && before.state().equals("waiting"),
        "ticket " + ticket + " was claimed and was " + before);
    check(staff.equals(seats.get(table)), "ticket " + ticket + " was claimed at a strange table");
  }

  private void ended(long ticket, String staff, int table, String state) {
    Ticket before = tickets.put(ticket, new Ticket(state, staff, table));
    check(
        before != null && before.state().equals("serving") && staff.equals(before.staff()),
        "ticket " + ticket + " was " + state + " and was " + before);
    check(staff.equals(seats.get(table)), "ticket " + ticket + " ended at a strange table");
  }

  /** Whoever served it may have no table by then; the ticket keeps the one where it was claimed. */
  private void calledOff(long ticket, @Nullable String staff, @Nullable Integer table) {
    Ticket before = tickets.get(ticket);
    check(
        before != null
            && before.state().equals(staff == null ? "waiting" : "serving")
            && Objects.equals(staff, before.staff()),
        "ticket " + ticket + " was called off and was " + before);
    check(
        Objects.equals(table, staff == null ? null : tableOf.get(staff)),
        "ticket " + ticket + " was called off at a strange table");
    Integer kept = table != null || before == null ? table : before.table();
    tickets.put(ticket, new Ticket("cancelled", staff, kept));
  }

  private void picked(int table, String staff) {
    check(seats.put(table, staff) == null, "table " + table + " was picked and not free");
    check(tableOf.put(staff, table) == null, staff + " has two tables");
  }

  private void left(int table, String staff) {
    check(staff.equals(seats.remove(table)), "table " + table + " was left by a stranger");
    check(Objects.equals(table, tableOf.remove(staff)), staff + " left a strange table");
  }

  private void compareTickets(Connection database) throws SQLException {
    long rows = 0;
    try (Statement statement = database.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT id, state, staff, table_number,
                       coalesce(claimed_at >= opened_at, true)
                         AND coalesce(ended_at >= coalesce(claimed_at, opened_at), true)
                         AS in_order
                  FROM ticket
                """)) {
      while (row.next()) {
        rows++;
        Ticket kept =
            new Ticket(
                row.getString("state"),
                row.getString("staff"),
                (Integer) row.getObject("table_number"));
        long id = row.getLong("id");
        check(kept.equals(tickets.get(id)), "ticket " + id + " is " + kept + ", its events differ");
        check(
            row.getBoolean("in_order"), "ticket " + id + " ended before it was claimed or opened");
      }
    }
    check(rows == tickets.size(), rows + " tickets, and " + tickets.size() + " in the events");
  }

  private void compareSeats(Connection database) throws SQLException {
    Map<Integer, String> kept = new TreeMap<>();
    try (Statement statement = database.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT table_number, staff FROM seat WHERE staff IS NOT NULL")) {
      while (row.next()) {
        kept.put(row.getInt("table_number"), row.getString("staff"));
      }
    }
    check(kept.equals(seats), "seats " + kept + ", and " + seats + " in the events");
  }

  private void compareWriter(Connection database) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery("SELECT last_seq, next_ticket FROM writer")) {
      check(row.next(), "the writer has no row");
      check(row.getLong("last_seq") == events, "last_seq is not the last event");
      check(row.getLong("next_ticket") == tickets.size(), "next_ticket is not the next ticket");
    }
  }

  private void check(boolean holds, String sentence) {
    if (!holds) {
      broken.add(sentence);
    }
  }
}

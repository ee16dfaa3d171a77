package org.nowserving.protocol;

import java.util.List;

/** What staff devices hear unasked. Pure. */
public sealed interface StaffEvent extends ServerMessage {

  /** {@code new {…}}: a ticket waits. */
  record Waiting(Ticket ticket) implements StaffEvent {}

  /**
   * {@code claimed {…}}: a ticket no longer needs a staff member to claim it. It is being served by
   * somebody, or, where it has an end, the office has cancelled it.
   */
  record Claimed(Ticket ticket) implements StaffEvent {}

  /**
   * {@code taken 0 3 5}: the tables in use; {@code taken} alone when none is.
   *
   * @param tables ascending, each once
   */
  record Taken(List<TableNumber> tables) implements StaffEvent {
    public Taken {
      tables = List.copyOf(tables);
      for (int i = 1; i < tables.size(); i++) {
        if (tables.get(i - 1).compareTo(tables.get(i)) >= 0) {
          throw new IllegalArgumentException("taken tables are told in ascending order");
        }
      }
    }
  }
}

package org.nowserving.store.postgres;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.Change;
import org.nowserving.store.Change.TableFreed;
import org.nowserving.store.Change.TableLeft;
import org.nowserving.store.Change.TablePicked;
import org.nowserving.store.Change.TicketCalledOff;
import org.nowserving.store.Change.TicketCancelled;
import org.nowserving.store.Change.TicketClaimed;
import org.nowserving.store.Change.TicketCompleted;
import org.nowserving.store.Change.TicketErased;
import org.nowserving.store.Change.TicketOpened;

/**
 * A change as a row of {@code event}: everything about it but the visitor's personal data. Pure.
 *
 * @param actor who did it; null: a visitor or the server itself
 * @param detail JSON
 */
record EventRow(
    long seq,
    Instant at,
    String kind,
    @Nullable Long ticket,
    @Nullable Integer table,
    @Nullable String staff,
    @Nullable String actor,
    @Nullable String detail) {
  static final String TICKET_OPENED = "ticket-opened";
  static final String TICKET_CLAIMED = "ticket-claimed";
  static final String TICKET_COMPLETED = "ticket-completed";
  static final String TICKET_CANCELLED = "ticket-cancelled";
  static final String TICKET_CALLED_OFF = "ticket-called-off";
  static final String TICKET_ERASED = "ticket-erased";
  static final String TABLE_PICKED = "table-picked";
  static final String TABLE_LEFT = "table-left";
  static final String TABLE_FREED = "table-freed";

  static EventRow of(Change change) {
    return switch (change) {
      case TicketOpened c -> ofVisitor(c, TICKET_OPENED, c.ticket());
      case TicketClaimed c -> ofService(c, TICKET_CLAIMED, c.ticket(), c.staff(), c.table());
      case TicketCompleted c -> ofService(c, TICKET_COMPLETED, c.ticket(), c.staff(), c.table());
      case TicketCancelled c -> ofService(c, TICKET_CANCELLED, c.ticket(), c.staff(), c.table());
      case TicketCalledOff c ->
          new EventRow(
              c.seq(),
              c.at(),
              TICKET_CALLED_OFF,
              c.ticket().value(),
              c.table().map(TableNumber::value).orElse(null),
              textOf(c.staff()),
              textOf(c.actor()),
              detailOf(c.occasion()));
      case TicketErased c -> ofVisitor(c, TICKET_ERASED, c.ticket());
      case TablePicked c -> ofSeat(c, TABLE_PICKED, c.table(), c.staff(), c.staff().text(), null);
      case TableLeft c ->
          ofSeat(c, TABLE_LEFT, c.table(), c.staff(), actorOf(c), detailOf(c.reason()));
      case TableFreed c ->
          ofSeat(c, TABLE_FREED, c.table(), c.staff(), textOf(c.actor()), detailOf(c.occasion()));
    };
  }

  private static EventRow ofVisitor(Change change, String kind, TicketId ticket) {
    return new EventRow(change.seq(), change.at(), kind, ticket.value(), null, null, null, null);
  }

  private static EventRow ofService(
      Change change, String kind, TicketId ticket, StaffName staff, TableNumber table) {
    String person = staff.text();
    return new EventRow(
        change.seq(), change.at(), kind, ticket.value(), table.value(), person, person, null);
  }

  private static EventRow ofSeat(
      Change change,
      String kind,
      TableNumber table,
      StaffName staff,
      @Nullable String actor,
      @Nullable String detail) {
    return new EventRow(
        change.seq(), change.at(), kind, null, table.value(), staff.text(), actor, detail);
  }

  /** A table that is left is left by its person only when they did something. */
  private static @Nullable String actorOf(TableLeft change) {
    return switch (change.reason()) {
      case UNPICKED, MOVED -> change.staff().text();
      case REPLACED, ABSENT, REMOVED -> null;
    };
  }

  private static @Nullable String textOf(Optional<StaffName> staff) {
    return staff.map(StaffName::text).orElse(null);
  }

  private static String detailOf(Enum<?> reason) {
    return "{\"reason\": \"" + ColumnText.of(reason) + "\"}";
  }
}

package org.nowserving.store;

import java.time.Instant;
import java.util.Optional;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;

/**
 * One fact about the floor that is kept for ever: decided by the floor, numbered without gaps,
 * written as one event row. Replaying the changes in the order of their numbers gives the floor's
 * durable state. Pure.
 */
public sealed interface Change {
  /**
   * The event number; the first change of a site is 1. Order is by this number, never by {@link
   * #at}.
   */
  long seq();

  /**
   * When it was decided, UTC, whole microseconds; per ticket never before the ticket's earlier
   * change.
   */
  Instant at();

  /** A visitor signed in and waits. */
  record TicketOpened(long seq, Instant at, TicketId ticket, Email email, PersonName name)
      implements Change {}

  /** A staff member at a table took a waiting ticket into service. */
  record TicketClaimed(long seq, Instant at, TicketId ticket, StaffName staff, TableNumber table)
      implements Change {}

  /** The one who served it, at the table where they sat at that moment, completed it. */
  record TicketCompleted(long seq, Instant at, TicketId ticket, StaffName staff, TableNumber table)
      implements Change {}

  /** The one who served it, at the table where they sat at that moment, cancelled it. */
  record TicketCancelled(long seq, Instant at, TicketId ticket, StaffName staff, TableNumber table)
      implements Change {}

  /**
   * The office cancelled an open ticket, whoever's it was.
   *
   * @param staff who was serving it; empty where it waited
   * @param table where they sat at that moment; empty where nobody served it, or they had no table
   * @param actor the admin who asked for it; empty where the server did it by itself
   */
  record TicketCalledOff(
      long seq,
      Instant at,
      TicketId ticket,
      Optional<StaffName> staff,
      Optional<TableNumber> table,
      Occasion occasion,
      Optional<StaffName> actor)
      implements Change {}

  /**
   * The visitor of an open ticket was erased: e-mail and name become {@code ERASED}, the ticket
   * goes on.
   */
  record TicketErased(long seq, Instant at, TicketId ticket) implements Change {}

  /** A staff member sat down at a free table. */
  record TablePicked(long seq, Instant at, TableNumber table, StaffName staff) implements Change {}

  /**
   * The office freed a table, whoever sat there.
   *
   * @param staff who sat there
   * @param actor the admin who asked for it; empty where the server did it by itself
   */
  record TableFreed(
      long seq,
      Instant at,
      TableNumber table,
      StaffName staff,
      Occasion occasion,
      Optional<StaffName> actor)
      implements Change {}

  /** On what occasion the office ended something that was not its own. */
  enum Occasion {
    /** Somebody asked for this one. */
    REQUEST,
    /** The day was closed. */
    DAY_CLOSED
  }

  /** The table is free again. */
  record TableLeft(long seq, Instant at, TableNumber table, StaffName staff, Reason reason)
      implements Change {
    /** Why a table became free. */
    public enum Reason {
      /** They said {@code unpick}. */
      UNPICKED,
      /** They picked another table. */
      MOVED,
      /** Another person picked a table on the connection that held this one. */
      REPLACED,
      /** Their connection stayed away for longer than the grace time. */
      ABSENT,
      /** They are no longer staff. */
      REMOVED
    }
  }
}

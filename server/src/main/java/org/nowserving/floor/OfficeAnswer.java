package org.nowserving.floor;

import org.nowserving.protocol.TicketId;

/** What the floor answers to the office. Pure data. */
public sealed interface OfficeAnswer {
  /** Done, and durable. */
  record Done() implements OfficeAnswer {}

  /** Refused: the member is serving a ticket. Nothing was changed. */
  record StillServing() implements OfficeAnswer {}

  /** Refused: there is no such table, or no such ticket. Nothing was changed. */
  record NoSuchThing() implements OfficeAnswer {}

  /** Refused: the table is free already, or the ticket has ended. Nothing was changed. */
  record AlreadySo() implements OfficeAnswer {}

  /**
   * A slice of a closing is done, and durable.
   *
   * @param next the id that the next ticket gets
   * @param more whether the closing means more tickets than these
   */
  record DayClosed(int cancelled, int freed, TicketId next, boolean more) implements OfficeAnswer {}

  /** Refused: the server cannot store at present. Nothing was changed. */
  record Unavailable() implements OfficeAnswer {}
}

package org.nowserving.protocol;

/** What displays hear: numbers only, never a name or an e-mail. Pure. */
public sealed interface DisplayEvent extends ServerMessage {

  /** {@code pick TABLE}: the table is in use. */
  record Picked(TableNumber table) implements DisplayEvent {}

  /** {@code unpick TABLE}: the table is free. */
  record Unpicked(TableNumber table) implements DisplayEvent {}

  /**
   * {@code claimed TICKET TABLE}: the ticket is served at the table; a setting swaps the two
   * numbers.
   */
  record Claimed(TicketId ticket, TableNumber table) implements DisplayEvent {}

  /** {@code complete TABLE}: the ticket on the table is completed. */
  record Completed(TableNumber table) implements DisplayEvent {}

  /** {@code cancel TABLE}: the ticket on the table is cancelled. */
  record Cancelled(TableNumber table) implements DisplayEvent {}
}

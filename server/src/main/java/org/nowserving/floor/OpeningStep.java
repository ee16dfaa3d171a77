package org.nowserving.floor;

import org.nowserving.protocol.TicketId;

/** One change in who may ask for a lost answer again; moves the {@link Openings}. Pure data. */
public sealed interface OpeningStep extends Step {
  /** The answer that names this waiting ticket goes to this connection, as no other did since. */
  record Answered(TicketId ticket, ConnectionId to) implements OpeningStep {}

  /** Every change up to this number is durable, and was found to be so then. */
  record Stored(long upTo, long monotonicNanos) implements OpeningStep {}
}

package org.nowserving.protocol;

import java.util.Optional;

/** What a staff device may say. Pure. */
public sealed interface StaffCommand extends Command {

  /** {@code accept 0}: claims a waiting ticket. */
  record Accept(TicketId ticket) implements StaffCommand {
    @Override
    public Verb verb() {
      return Verb.ACCEPT;
    }
  }

  /** {@code cancel 0}: ends a ticket that is being served without having served it. */
  record Cancel(TicketId ticket) implements StaffCommand {
    @Override
    public Verb verb() {
      return Verb.CANCEL;
    }
  }

  /** {@code complete 0}: ends a ticket that has been served. */
  record Complete(TicketId ticket) implements StaffCommand {
    @Override
    public Verb verb() {
      return Verb.COMPLETE;
    }
  }

  /**
   * {@code pick 0 TOKEN}: sits down at a table.
   *
   * @param token empty where the handshake made the connection known already ({@code pick 0})
   */
  record Pick(TableNumber table, Optional<Token> token) implements StaffCommand {
    @Override
    public Verb verb() {
      return Verb.PICK;
    }
  }

  /** {@code unpick}: leaves the table. */
  record Unpick() implements StaffCommand {
    @Override
    public Verb verb() {
      return Verb.UNPICK;
    }
  }
}

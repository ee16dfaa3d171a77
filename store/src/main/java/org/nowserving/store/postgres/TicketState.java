package org.nowserving.store.postgres;

import java.util.Locale;
import org.nowserving.store.History.State;

/** How {@code ticket.state} spells a state. Pure. */
final class TicketState {
  private TicketState() {}

  static String text(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  static State of(String text) {
    return State.valueOf(text.toUpperCase(Locale.ROOT));
  }
}

package org.nowserving.protocol;

import java.util.Optional;

/** The one answer to a command, heard by the device that spoke it and by nobody else. Pure. */
public sealed interface Reply extends ServerMessage {

  /** {@code success claimed ID}, the answer to {@code accept}. */
  record Claimed(TicketId ticket) implements Reply {}

  /** {@code success cancel ID}. */
  record Cancelled(TicketId ticket) implements Reply {}

  /** {@code success complete ID}. */
  record Completed(TicketId ticket) implements Reply {}

  /** {@code success pick TABLE}. */
  record Picked(TableNumber table) implements Reply {}

  /** {@code success unpick}. */
  record Unpicked() implements Reply {}

  /** {@code success new {…}}. */
  record SignedIn(Ticket ticket) implements Reply {}

  /** {@code success query NAME}. */
  record Found(PersonName name) implements Reply {}

  /**
   * {@code error VERB SENTENCE}, or {@code error SENTENCE} without a verb.
   *
   * @param verb empty where the seed's line has none or where no verb was understood
   */
  record Refused(Optional<Verb> verb, Rejection rejection) implements Reply {
    public Refused {
      if (!rejection.goesWith(verb)) {
        throw new IllegalArgumentException(rejection + " is never said of " + verb);
      }
    }

    /**
     * The refusal of a command; the seed's line for {@code pick}'s unavailable table has no verb.
     */
    public static Refused of(Verb verb, Rejection rejection) {
      Optional<Verb> said = Optional.of(verb);
      return new Refused(rejection.goesWith(said) ? said : Optional.empty(), rejection);
    }
  }
}

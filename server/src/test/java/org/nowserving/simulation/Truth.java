package org.nowserving.simulation;

import java.util.Optional;
import org.nowserving.floor.Credential;
import org.nowserving.floor.Input;
import org.nowserving.protocol.DisplayEvent;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.StaffEvent;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.Ticket;
import org.nowserving.protocol.TicketId;
import org.nowserving.protocol.Verb;
import org.nowserving.simulation.Device.Asked;
import org.nowserving.store.Change;

/**
 * Whether a reply is true: what it says, or what it rests on, must be in the ledger when it is
 * heard.
 */
final class Truth {
  private final Ledger ledger;
  private final Sessions sessions;

  Truth(Ledger ledger, Sessions sessions) {
    this.ledger = ledger;
    this.sessions = sessions;
  }

  void check(Device device, Asked asked, Reply reply) {
    switch (reply) {
      case Reply.SignedIn(var ticket) -> signedIn(asked, ticket);
      case Reply.Claimed(var ticket) -> {
        Broken.unless(asked.input() instanceof Input.Accept, "replies come in order", reply);
        Broken.unless(isOwner(device, ticket), "a claim is durable when it is heard", ticket);
      }
      case Reply.Completed(var ticket) -> ended(device, asked, ticket, Verb.COMPLETE);
      case Reply.Cancelled(var ticket) -> ended(device, asked, ticket, Verb.CANCEL);
      case Reply.Picked(var table) -> picked(device, asked, table);
      case Reply.Unpicked() ->
          Broken.unless(
              asked.input() instanceof Input.Unpick && hasLeft((Device.Staff) device, asked),
              "leaving a table is durable when it is heard",
              device.id);
      case Reply.Found found -> throw new Broken("the floor never answers a query " + found);
      case Reply.Refused refused -> refused(device, asked, refused);
    }
  }

  /** What staff hear of a ticket must be in the ledger, word for word. */
  void check(StaffEvent event) {
    switch (event) {
      case StaffEvent.Waiting(var ticket) -> {
        Broken.unless(isShownAsOpened(ticket), "a ticket is durable when it is heard of", ticket);
        Broken.unless(ticket.staff().isEmpty(), "nobody serves a waiting ticket", ticket);
      }
      case StaffEvent.Claimed(var ticket) ->
          Broken.unless(
              isShownAsOpened(ticket)
                  && ticket.staff().isPresent()
                  && ticket.staff().equals(story(ticket.id()).owner()),
              "a claim is durable when it is heard of",
              ticket);
      case StaffEvent.Taken(var tables) ->
          Broken.unless(
              tables.stream().allMatch(this::wasEverTaken), "a taken table is taken", tables);
    }
  }

  private boolean isShownAsOpened(Ticket ticket) {
    Ledger.Story story = story(ticket.id());
    return ticket.start().equals(story.opened.at())
        && ticket.end().isEmpty()
        && (ticket.email().equals(story.opened.email())
            || (story.erased && ticket.email().equals(Email.ERASED)));
  }

  private boolean wasEverTaken(TableNumber table) {
    return ledger.seatTurns.stream()
        .anyMatch(turn -> turn.table().equals(table) && turn.staff().isPresent());
  }

  /** What a display hears must have happened. */
  void check(DisplayEvent event) {
    boolean happened =
        switch (event) {
          case DisplayEvent.Picked(var table) -> wasEverTaken(table);
          case DisplayEvent.Unpicked(var table) ->
              ledger.seatTurns.stream()
                  .anyMatch(turn -> turn.table().equals(table) && turn.staff().isEmpty());
          case DisplayEvent.Claimed(var ticket, var table) ->
              ledger.seatTurns.stream()
                  .anyMatch(turn ->
                      turn.table().equals(table)
                          && turn.staff().isPresent()
                          && turn.staff().equals(story(ticket).owner()));
          case DisplayEvent.Completed(var table) -> wasEndedAt(table);
          case DisplayEvent.Cancelled(var table) -> wasEndedAt(table);
        };
    Broken.unless(happened, "what a display shows is durable", event);
  }

  private boolean wasEndedAt(TableNumber table) {
    return ledger.changes.stream()
        .anyMatch(change ->
            (change instanceof Change.TicketCompleted done && done.table().equals(table))
                || (change instanceof Change.TicketCancelled gone && gone.table().equals(table)));
  }

  private void signedIn(Asked asked, Ticket ticket) {
    Ledger.Story story = ledger.stories.get(ticket.id());
    Broken.unless(story != null, "a ticket is durable when it is heard of", ticket);
    if (story != null && asked.input() instanceof Input.SignIn visitor) {
      Broken.unless(
          story.opened.email().equals(ticket.email())
              && ticket.email().key().equals(visitor.email().key())
              && ticket.name().equals(visitor.name()),
          "a visitor gets their own ticket",
          ticket);
    } else {
      throw new Broken("replies come in order " + ticket);
    }
  }

  private boolean isOwner(Device device, TicketId ticket) {
    Ledger.Story story = ledger.stories.get(ticket);
    return story != null
        && story.owner().filter(owner -> ((Device.Staff) device).is(owner)).isPresent();
  }

  private void ended(Device device, Asked asked, TicketId ticket, Verb verb) {
    Broken.unless(
        asked.input() instanceof Input.Command command && command.verb() == verb,
        "replies come in order",
        ticket);
    Broken.unless(
        isOwner(device, ticket) && story(ticket).endedAt >= asked.ledgerSize(),
        "an end is durable when it is heard",
        ticket);
  }

  private void picked(Device device, Asked asked, TableNumber table) {
    Broken.unless(
        asked.input() instanceof Input.Pick pick && pick.table().equals(table),
        "replies come in order",
        table);
    StaffName person = claimant((Device.Staff) device, asked).orElseThrow().staff();
    Broken.unless(
        ledger.seatTurns.stream()
            .anyMatch(
                turn -> turn.table().equals(table) && turn.staff().equals(Optional.of(person))),
        "a seat is durable when it is heard of",
        table);
  }

  /** Whose token a pick came with. */
  static Optional<Credential> claimant(Device.Staff device, Asked asked) {
    return asked.input() instanceof Input.Pick pick
            && pick.claim() instanceof Input.Claim.Shown(var credential)
        ? Optional.of(credential)
        : device.credential;
  }

  private boolean hasLeft(Device.Staff device, Asked asked) {
    return ledger.changes.stream()
        .skip(asked.ledgerSize())
        .anyMatch(change -> change instanceof Change.TableLeft left && device.is(left.staff()));
  }

  private void refused(Device device, Asked asked, Reply.Refused refused) {
    if (asked.input() instanceof Input.Misspoken misspoken) {
      Broken.unless(misspoken.refusal().equals(refused), "replies come in order", refused);
      return;
    }
    Input.Command command = (Input.Command) asked.input();
    Broken.unless(
        refused.equals(Reply.Refused.of(command.verb(), refused.rejection())),
        "replies come in order",
        refused);
    Broken.unless(isTrue(device, asked, refused.rejection()), "a refusal is true", refused, asked);
  }

  private boolean isTrue(Device device, Asked asked, Rejection rejection) {
    return switch (rejection) {
      case UNAVAILABLE ->
          true; // that nothing was changed is checked at every turn, and at the end in the ledger
      case TOKEN_INVALID -> sessions.isOver(((Device.Staff) device).credential.orElseThrow());
      case NO_TABLE_CHOSEN, NOT_AT_A_TABLE, NO_TABLE_ASSIGNED -> !((Device.Staff) device).seated;
      case NO_SUCH_TICKET -> {
        Ledger.Story story = ledger.stories.get(ticket(asked));
        yield story == null || story.openedAt >= asked.ledgerSize();
      }
      case ALREADY_CLAIMED -> isOpened(asked) && story(ticket(asked)).claimedAt >= 0;
      case ALREADY_ENDED -> isOpened(asked) && story(ticket(asked)).endedAt >= 0;
      case NOT_YOUR_TICKET ->
          isOpened(asked)
              && !(isOwner(device, ticket(asked))
                  && story(ticket(asked)).claimedAt < asked.ledgerSize());
      case TOKEN_UNKNOWN ->
          isUnrecognised(asked)
              || claimant((Device.Staff) device, asked).filter(this::isNoGood).isPresent();
      case TABLE_NOT_AVAILABLE -> {
        TableNumber table = ((Input.Pick) asked.input()).table();
        StaffName person = claimant((Device.Staff) device, asked).orElseThrow().staff();
        yield table.value() < 0
            || table.value() >= Life.TABLES
            || ledger.wasTakenByAnother(table, person, asked.ledgerSize());
      }
      case MALFORMED ->
          ((Device.Staff) device).handshake.filter(shown -> !isNoGood(shown)).isEmpty();
      case VISITOR_UNKNOWN,
          TOO_MANY,
          NAME_MISSING,
          NAME_INVALID,
          EMAIL_INVALID,
          NOT_FOR_THIS_DEVICE,
          EMPTY,
          UNKNOWN_COMMAND ->
          false; // never said by the floor of its own accord
    };
  }

  private static boolean isUnrecognised(Asked asked) {
    return asked.input() instanceof Input.Pick pick
        && pick.claim() instanceof Input.Claim.Unrecognised;
  }

  private boolean isNoGood(Credential credential) {
    return sessions.isOver(credential) || sessions.wasDismissed(credential.staff());
  }

  private boolean isOpened(Asked asked) {
    return ledger.stories.containsKey(ticket(asked));
  }

  private static TicketId ticket(Asked asked) {
    return switch (asked.input()) {
      case Input.Accept accept -> accept.ticket();
      case Input.Complete complete -> complete.ticket();
      case Input.Cancel cancel -> cancel.ticket();
      case Input.Pick _, Input.Unpick _, Input.SignIn _, Input.Misspoken _ ->
          throw new Broken("replies come in order " + asked.input().getClass());
    };
  }

  private Ledger.Story story(TicketId ticket) {
    Ledger.Story story = ledger.stories.get(ticket);
    if (story == null) {
      throw new Broken("a ticket is durable when it is heard of " + ticket);
    }
    return story;
  }
}

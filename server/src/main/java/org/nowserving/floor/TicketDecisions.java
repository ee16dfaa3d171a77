package org.nowserving.floor;

import java.util.Optional;
import org.nowserving.floor.Roster.StaffDevice;
import org.nowserving.floor.TicketBook.Serving;
import org.nowserving.floor.TicketBook.Standing;
import org.nowserving.protocol.DisplayEvent;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.StaffEvent;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.Ticket;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.Change;

/**
 * What is decided about tickets: opened, claimed, completed, cancelled, erased. Reads, never
 * writes; pure but for what it reads.
 */
final class TicketDecisions {
  private final TicketBook book;
  private final SeatPlan seats;
  private final Roster roster;
  private final Openings openings;

  TicketDecisions(TicketBook book, SeatPlan seats, Roster roster, Openings openings) {
    this.book = book;
    this.seats = seats;
    this.roster = roster;
    this.openings = openings;
  }

  /**
   * A visitor whose answer was lost, because the connection that it was for is gone, gets the
   * ticket that they have; the staff know of it already.
   */
  void signIn(Input.SignIn visitor, Moment now, Draft draft) {
    Optional<TicketBook.Waiting> lost =
        openings
            .lost(visitor.email(), visitor.name(), to -> isGone(to, visitor.connection()), now)
            .flatMap(book::waiting);
    if (lost.isPresent()) {
      draft
          .reply(visitor.connection(), new Reply.SignedIn(lost.get().asTicket()))
          .step(new OpeningStep.Answered(lost.get().id(), visitor.connection()));
    } else {
      open(visitor, draft);
    }
  }

  /** Who speaks is not gone, whatever the roster knows of them. */
  private boolean isGone(ConnectionId connection, ConnectionId speaker) {
    return !connection.equals(speaker) && !roster.isConnectedKiosk(connection);
  }

  private void open(Input.SignIn visitor, Draft draft) {
    TicketId id = book.nextTicket();
    Ticket ticket =
        new Ticket(
            id, visitor.email(), visitor.name(), Optional.empty(), draft.at(), Optional.empty());
    draft
        .keep(
            new Change.TicketOpened(
                draft.nextSeq(), draft.at(), id, visitor.email(), visitor.name()))
        .step(new OpeningStep.Answered(id, visitor.connection()))
        .reply(visitor.connection(), new Reply.SignedIn(ticket))
        .tell(roster.listeners(), new StaffEvent.Waiting(ticket));
  }

  /** The checks come in the order in which the seed lists the errors of {@code accept}. */
  void accept(Input.Accept accept, Moment now, Draft draft) {
    Optional<StaffDevice> device = roster.staffDevice(accept.connection());
    if (device.isEmpty()) {
      return; // gone, and hears no answer
    }
    if (device.get().credential().isPresent() && !device.get().isKnown(now.wall())) {
      draft.refuse(accept, Rejection.TOKEN_INVALID);
      return;
    }
    Optional<StaffName> staff = roster.seated(device.get());
    if (staff.isEmpty()) {
      draft.refuse(accept, Rejection.NO_TABLE_CHOSEN);
      return;
    }
    switch (book.standing(accept.ticket())) {
      case Standing.NoSuchTicket() -> draft.refuse(accept, Rejection.NO_SUCH_TICKET);
      case Standing.IsServed(var other) -> draft.refuse(accept, Rejection.ALREADY_CLAIMED);
      case Standing.HasEnded(var owner) -> draft.refuse(accept, Rejection.ALREADY_ENDED);
      case Standing.HasEndedLongAgo() -> draft.refuse(accept, Rejection.ALREADY_ENDED);
      case Standing.IsWaiting(var ticket) -> claim(accept, ticket, staff.get(), draft);
    }
  }

  private void claim(Input.Accept accept, TicketBook.Waiting ticket, StaffName staff, Draft draft) {
    TableNumber table = seats.tableOf(staff).orElseThrow();
    Change.TicketClaimed change =
        new Change.TicketClaimed(
            draft.nextSeq(), draft.atOrAfter(ticket.openedAt()), ticket.id(), staff, table);
    Serving claimed = new Serving(ticket, staff, change.at(), change.seq());
    draft
        .keep(change)
        .reply(accept.connection(), new Reply.Claimed(ticket.id()))
        .tellOthers(
            roster.listeners(), accept.connection(), new StaffEvent.Claimed(claimed.asTicket()))
        .tell(roster.displays(), new DisplayEvent.Claimed(ticket.id(), table));
  }

  void complete(Input.Complete complete, Draft draft) {
    endable(complete, complete.ticket(), draft)
        .ifPresent(served -> {
          TableNumber table = seats.tableOf(served.staff()).orElseThrow();
          draft
              .keep(
                  new Change.TicketCompleted(
                      draft.nextSeq(),
                      draft.atOrAfter(served.claimedAt()),
                      served.id(),
                      served.staff(),
                      table))
              .reply(complete.connection(), new Reply.Completed(served.id()))
              .tell(roster.displays(), new DisplayEvent.Completed(table));
          showNewestLeft(served, table, draft);
        });
  }

  void cancel(Input.Cancel cancel, Draft draft) {
    endable(cancel, cancel.ticket(), draft)
        .ifPresent(served -> {
          TableNumber table = seats.tableOf(served.staff()).orElseThrow();
          draft
              .keep(
                  new Change.TicketCancelled(
                      draft.nextSeq(),
                      draft.atOrAfter(served.claimedAt()),
                      served.id(),
                      served.staff(),
                      table))
              .reply(cancel.connection(), new Reply.Cancelled(served.id()))
              .tell(roster.displays(), new DisplayEvent.Cancelled(table));
          showNewestLeft(served, table, draft);
        });
  }

  /**
   * The ticket, if this connection may end it now; otherwise refused, in the order in which the
   * seed lists the errors.
   */
  private Optional<Serving> endable(Input.Command command, TicketId id, Draft draft) {
    Optional<StaffDevice> device = roster.staffDevice(command.connection());
    if (device.isEmpty()) {
      return Optional.empty(); // gone, and hears no answer
    }
    Optional<StaffName> staff = roster.seated(device.get());
    if (staff.isEmpty()) {
      draft.refuse(command, Rejection.NOT_AT_A_TABLE);
      return Optional.empty();
    }
    switch (book.standing(id)) {
      case Standing.NoSuchTicket() -> draft.refuse(command, Rejection.NO_SUCH_TICKET);
      case Standing.IsWaiting(var nobodys) -> draft.refuse(command, Rejection.NOT_YOUR_TICKET);
      case Standing.HasEnded(var owner) ->
          draft.refuse(
              command, owner.equals(staff) ? Rejection.ALREADY_ENDED : Rejection.NOT_YOUR_TICKET);
      case Standing.HasEndedLongAgo() -> draft.refuse(command, Rejection.ALREADY_ENDED);
      case Standing.IsServed(var served) -> {
        if (served.staff().equals(staff.get())) {
          return Optional.of(served);
        }
        draft.refuse(command, Rejection.NOT_YOUR_TICKET);
      }
    }
    return Optional.empty();
  }

  /** A table that serves several tickets shows the newest of those that are left. */
  void showNewestLeft(Serving ended, TableNumber table, Draft draft) {
    Optional<TicketId> newest = Optional.empty();
    for (Serving served : book.servedBy(ended.staff())) {
      if (!served.id().equals(ended.id())) {
        newest = Optional.of(served.id());
      }
    }
    newest.ifPresent(left -> draft.tell(roster.displays(), new DisplayEvent.Claimed(left, table)));
  }

  void erase(Input.EraseVisitor erase, Draft draft) {
    String key = erase.email().key();
    for (TicketBook.Waiting ticket : book.waiting()) {
      eraseIfTheirs(ticket, key, draft);
    }
    for (Serving served : book.serving()) {
      eraseIfTheirs(served.opened(), key, draft);
    }
    draft.answer(erase, new OfficeAnswer.Done());
  }

  private static void eraseIfTheirs(TicketBook.Waiting ticket, String key, Draft draft) {
    if (ticket.email().key().equals(key)) {
      draft.keep(new Change.TicketErased(draft.nextSeq(), draft.at(), ticket.id()));
    }
  }
}

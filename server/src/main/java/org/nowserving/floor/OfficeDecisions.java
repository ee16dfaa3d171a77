package org.nowserving.floor;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nowserving.floor.Input.Closing;
import org.nowserving.floor.TicketBook.Serving;
import org.nowserving.floor.TicketBook.Standing;
import org.nowserving.floor.TicketBook.Waiting;
import org.nowserving.protocol.DisplayEvent;
import org.nowserving.protocol.StaffEvent;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.Ticket;
import org.nowserving.store.Change;
import org.nowserving.store.Change.Occasion;

/**
 * What is decided for the office, over the heads of those at the desk: a table freed, a ticket
 * cancelled, the day closed. Reads, never writes; pure but for what it reads.
 */
final class OfficeDecisions {
  private final FloorSettings settings;
  private final TicketBook book;
  private final SeatPlan seats;
  private final Roster roster;
  private final TicketDecisions tickets;
  private final SeatDecisions tables;

  OfficeDecisions(
      FloorSettings settings,
      TicketBook book,
      SeatPlan seats,
      Roster roster,
      TicketDecisions tickets,
      SeatDecisions tables) {
    this.settings = settings;
    this.book = book;
    this.seats = seats;
    this.roster = roster;
    this.tickets = tickets;
    this.tables = tables;
  }

  /** Asked for by number: one that is in use may be beyond the tables that there are by now. */
  void freeTable(Input.FreeTable free, Draft draft) {
    TableNumber table = free.table();
    if (seats.occupant(table).isPresent()) {
      tables.free(List.of(table), Occasion.REQUEST, Optional.of(free.actor()), draft);
      draft.answer(free, new OfficeAnswer.Done());
    } else {
      boolean exists = table.value() >= 0 && table.value() < settings.tables();
      draft.answer(free, exists ? new OfficeAnswer.AlreadySo() : new OfficeAnswer.NoSuchThing());
    }
  }

  void callOff(Input.CallOff callOff, Draft draft) {
    Optional<StaffName> actor = Optional.of(callOff.actor());
    OfficeAnswer answer =
        switch (book.standing(callOff.ticket())) {
          case Standing.NoSuchTicket() -> new OfficeAnswer.NoSuchThing();
          case Standing.HasEnded(var owner) -> new OfficeAnswer.AlreadySo();
          case Standing.HasEndedLongAgo() -> new OfficeAnswer.AlreadySo();
          case Standing.IsWaiting(var ticket) -> {
            callOff(ticket, Occasion.REQUEST, actor, draft);
            yield new OfficeAnswer.Done();
          }
          case Standing.IsServed(var ticket) -> {
            callOff(ticket, actor, draft);
            yield new OfficeAnswer.Done();
          }
        };
    draft.answer(callOff, answer);
  }

  private void callOff(Waiting ticket, Occasion occasion, Optional<StaffName> actor, Draft draft) {
    Instant at = draft.atOrAfter(ticket.openedAt());
    draft
        .keep(
            new Change.TicketCalledOff(
                draft.nextSeq(),
                at,
                ticket.id(),
                Optional.empty(),
                Optional.empty(),
                occasion,
                actor))
        .tell(roster.listeners(), noLongerNeeded(ticket.asTicket(), at));
  }

  private void callOff(Serving ticket, Optional<StaffName> actor, Draft draft) {
    Optional<TableNumber> table = seats.tableOf(ticket.staff());
    Instant at = draft.atOrAfter(ticket.claimedAt());
    draft
        .keep(
            new Change.TicketCalledOff(
                draft.nextSeq(),
                at,
                ticket.id(),
                Optional.of(ticket.staff()),
                table,
                Occasion.REQUEST,
                actor))
        .tell(roster.listeners(), noLongerNeeded(ticket.asTicket(), at));
    // Whoever has no table is shown on no display.
    table.ifPresent(where -> {
      draft.tell(roster.displays(), new DisplayEvent.Cancelled(where));
      tickets.showNewestLeft(ticket, where, draft);
    });
  }

  /** The seed has one word for a ticket that need not be claimed any more; its end says why. */
  private static StaffEvent noLongerNeeded(Ticket ticket, Instant end) {
    return new StaffEvent.Claimed(
        new Ticket(
            ticket.id(),
            ticket.email(),
            ticket.name(),
            ticket.staff(),
            ticket.start(),
            Optional.of(end)));
  }

  /** The tables come first: who accepts a ticket between two slices has sat down again for it. */
  void closeDay(Input.CloseDay close, Draft draft) {
    List<TableNumber> taken =
        seats.taken().stream().filter(table -> isMeant(table, close.closing())).toList();
    if (!taken.isEmpty()) {
      tables.free(taken, Occasion.DAY_CLOSED, close.actor(), draft);
    }
    List<Waiting> waiting =
        book.waiting().stream().filter(ticket -> isMeant(ticket, close.closing())).toList();
    List<Waiting> slice = waiting.subList(0, Math.min(close.atMost(), waiting.size()));
    slice.forEach(ticket -> callOff(ticket, Occasion.DAY_CLOSED, close.actor(), draft));
    draft.answer(
        close,
        new OfficeAnswer.DayClosed(
            slice.size(), taken.size(), book.nextTicket(), slice.size() < waiting.size()));
  }

  private boolean isMeant(TableNumber table, Closing closing) {
    return switch (closing) {
      case Closing.Everything() -> true;
      case Closing.TicketsBelow(var next) -> false;
      case Closing.Before(var moment) -> seats.since(table).orElseThrow().isBefore(moment);
    };
  }

  private static boolean isMeant(Waiting ticket, Closing closing) {
    return switch (closing) {
      case Closing.Everything() -> true;
      case Closing.TicketsBelow(var next) -> ticket.id().compareTo(next) < 0;
      case Closing.Before(var moment) -> ticket.openedAt().isBefore(moment);
    };
  }
}

package org.nowserving.floor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.nowserving.floor.TicketBook.Serving;
import org.nowserving.protocol.DisplayEvent;
import org.nowserving.protocol.ServerMessage;
import org.nowserving.protocol.StaffEvent;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;

/**
 * How things stand, in the words of the seed protocol, for one who was not there. Reads, never
 * writes; pure but for what it reads.
 */
final class Welcomes {
  private final TicketBook book;
  private final SeatPlan seats;

  Welcomes(TicketBook book, SeatPlan seats) {
    this.book = book;
    this.seats = seats;
  }

  /**
   * Every waiting ticket, oldest first, then every ticket that this person is serving, oldest claim
   * first.
   */
  List<ServerMessage> forStaff(StaffName staff) {
    List<ServerMessage> messages = new ArrayList<>();
    book.waiting().forEach(ticket -> messages.add(new StaffEvent.Waiting(ticket.asTicket())));
    book.servedBy(staff).forEach(served -> messages.add(new StaffEvent.Claimed(served.asTicket())));
    return messages;
  }

  /**
   * Each table in use, then each ticket whose owner sits at a table, oldest claim first: the newest
   * is what a table shows.
   */
  List<ServerMessage> forDisplay() {
    List<ServerMessage> messages = new ArrayList<>();
    List<Serving> called = new ArrayList<>();
    for (TableNumber table : seats.taken()) {
      messages.add(new DisplayEvent.Picked(table));
      seats.occupant(table).ifPresent(staff -> called.addAll(book.servedBy(staff)));
    }
    called.sort(Comparator.comparingLong(Serving::claimSeq));
    for (Serving served : called) {
      seats
          .tableOf(served.staff())
          .ifPresent(table -> messages.add(new DisplayEvent.Claimed(served.id(), table)));
    }
    return messages;
  }

  StaffEvent taken() {
    return new StaffEvent.Taken(seats.taken());
  }
}

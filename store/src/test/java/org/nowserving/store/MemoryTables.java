package org.nowserving.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.Change.TableFreed;
import org.nowserving.store.Change.TableLeft;
import org.nowserving.store.Change.TablePicked;
import org.nowserving.store.Change.TicketCalledOff;
import org.nowserving.store.Change.TicketCancelled;
import org.nowserving.store.Change.TicketClaimed;
import org.nowserving.store.Change.TicketCompleted;
import org.nowserving.store.Change.TicketErased;
import org.nowserving.store.Change.TicketOpened;
import org.nowserving.store.Snapshot.Ended;

/** What stands after some changes, as {@link MemoryJournal} keeps it. One thread at a time. */
final class MemoryTables {
  /** A batch that the real database would refuse, in words. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String why) {
      super(why);
    }
  }

  private record OpenTicket(TicketOpened opened, Optional<TicketClaimed> claim) {}

  private final Map<TicketId, OpenTicket> open = new HashMap<>();
  private final Map<TableNumber, TablePicked> seats = new HashMap<>();
  private final List<Ended> ended = new ArrayList<>();
  private long lastSeq;
  private long nextTicket;

  /** All changes of the batch happen, or none. */
  void apply(Batch batch) throws Refused {
    Map<TicketId, OpenTicket> openBefore = new HashMap<>(open);
    Map<TableNumber, TablePicked> seatsBefore = new HashMap<>(seats);
    int endedBefore = ended.size();
    long nextTicketBefore = nextTicket;
    try {
      for (Change change : batch.changes()) {
        apply(change);
      }
      refuseTwoSeatsForOne();
      lastSeq = batch.last();
    } catch (Refused e) {
      open.clear();
      open.putAll(openBefore);
      seats.clear();
      seats.putAll(seatsBefore);
      ended.subList(endedBefore, ended.size()).clear();
      nextTicket = nextTicketBefore;
      throw e;
    }
  }

  private void apply(Change change) throws Refused {
    switch (change) {
      case TicketOpened c -> open(c);
      case TicketClaimed c ->
          open.put(c.ticket(), new OpenTicket(openTicket(c.ticket()).opened(), Optional.of(c)));
      case TicketCompleted c -> end(c.ticket(), Optional.of(c.staff()));
      case TicketCancelled c -> end(c.ticket(), Optional.of(c.staff()));
      case TicketCalledOff c -> end(c.ticket(), c.staff());
      case TicketErased c -> {
        OpenTicket ticket = openTicket(c.ticket());
        open.put(c.ticket(), new OpenTicket(anonymous(ticket.opened()), ticket.claim()));
      }
      case TablePicked c -> seats.put(c.table(), c);
      case TableLeft c -> seats.remove(c.table());
      case TableFreed c -> seats.remove(c.table());
    }
  }

  static TicketOpened anonymous(TicketOpened c) {
    return new TicketOpened(c.seq(), c.at(), c.ticket(), Email.ERASED, PersonName.ERASED);
  }

  private void open(TicketOpened c) throws Refused {
    if (c.ticket().value() < nextTicket) {
      throw new Refused("ticket " + c.ticket() + " is there already");
    }
    nextTicket = c.ticket().value() + 1;
    open.put(c.ticket(), new OpenTicket(c, Optional.empty()));
  }

  private OpenTicket openTicket(TicketId id) throws Refused {
    OpenTicket ticket = open.get(id);
    if (ticket == null) {
      throw new Refused("ticket " + id + " is not open");
    }
    return ticket;
  }

  private void end(TicketId id, Optional<StaffName> owner) throws Refused {
    openTicket(id);
    open.remove(id);
    ended.add(new Ended(id, owner));
  }

  private void refuseTwoSeatsForOne() throws Refused {
    Set<StaffName> seated = new HashSet<>();
    for (TablePicked seat : seats.values()) {
      if (!seated.add(seat.staff())) {
        throw new Refused("one person has two seats");
      }
    }
  }

  long lastSeq() {
    return lastSeq;
  }

  Snapshot snapshot() {
    List<Change> standing = new ArrayList<>(seats.values());
    for (OpenTicket ticket : open.values()) {
      standing.add(ticket.opened());
      ticket.claim().ifPresent(standing::add);
    }
    standing.sort(Comparator.comparingLong(Change::seq));
    int known = Math.max(0, ended.size() - Snapshot.ENDED_REMEMBERED);
    return new Snapshot(lastSeq, nextTicket, standing, ended.subList(known, ended.size()));
  }
}

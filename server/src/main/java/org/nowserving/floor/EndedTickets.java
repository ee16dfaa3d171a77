package org.nowserving.floor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.Snapshot.Ended;

/**
 * The owners of the tickets that ended last, in the order in which they ended. Arrays that go round
 * instead of a map, which would take six times as much for as long as the server runs, while only
 * the wish to do something with a ticket that is over looks here, mostly for one of the newest.
 * Belongs to one {@link TicketBook}; no thread of its own.
 */
final class EndedTickets {
  private final long[] tickets;

  /** Each at the place of its ticket; none where nobody served it. */
  private final @Nullable StaffName[] owners;

  private int size;

  /** Where the next one goes, in the place of the oldest where all places are taken. */
  private int next;

  EndedTickets(int remembered) {
    this.tickets = new long[remembered];
    this.owners = new @Nullable StaffName[remembered];
  }

  void add(Ended last) {
    if (tickets.length == 0) {
      return;
    }
    tickets[next] = last.ticket().value();
    owners[next] = last.owner().orElse(null);
    next = next + 1 == tickets.length ? 0 : next + 1;
    size = Math.min(size + 1, tickets.length);
  }

  /** That ticket, unless it has not ended, or so long ago that it is forgotten. */
  Optional<Ended> find(TicketId ticket) {
    long id = ticket.value();
    int place = next;
    for (int i = 0; i < size; i++) {
      place = before(place);
      if (tickets[place] == id) {
        return Optional.of(at(place));
      }
    }
    return Optional.empty();
  }

  /** All of them, oldest end first. */
  List<Ended> list() {
    List<Ended> newestFirst = new ArrayList<>(size);
    int place = next;
    for (int i = 0; i < size; i++) {
      place = before(place);
      newestFirst.add(at(place));
    }
    return newestFirst.reversed();
  }

  private int before(int place) {
    return place == 0 ? tickets.length - 1 : place - 1;
  }

  private Ended at(int place) {
    return new Ended(new TicketId(tickets[place]), Optional.ofNullable(owners[place]));
  }
}

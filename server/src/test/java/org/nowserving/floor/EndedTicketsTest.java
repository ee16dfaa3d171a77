package org.nowserving.floor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.Snapshot.Ended;

/** What the floor remembers of tickets that are over. */
class EndedTicketsTest {
  private static Ended ended(long ticket) {
    Optional<StaffName> owner =
        ticket % 3 == 0 ? Optional.empty() : Optional.of(new StaffName("Member " + ticket % 3));
    return new Ended(new TicketId(ticket), owner);
  }

  @Test
  void theLastOnesAreRememberedInTheOrderOfTheirEnds() {
    for (int remembered : new int[] {0, 1, 2, 5, 100}) {
      EndedTickets book = new EndedTickets(remembered);
      List<Ended> all = new ArrayList<>();
      for (long next = 0; next < 23; next++) {
        Ended last = ended(next * 7 % 23); // not in the order of their numbers
        book.add(last);
        all.add(last);
        int kept = Math.min(remembered, all.size());
        List<Ended> newest = all.subList(all.size() - kept, all.size());
        assertEquals(newest, book.list());
        for (long id = 0; id < 23; id++) {
          Ended wanted = ended(id);
          assertEquals(
              newest.contains(wanted) ? Optional.of(wanted) : Optional.empty(),
              book.find(wanted.ticket()));
        }
      }
    }
  }
}

package org.nowserving.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.Change.Occasion;
import org.nowserving.store.Change.TableLeft.Reason;
import org.nowserving.store.Snapshot.Ended;

/** What every journal keeps, and gives back. */
public abstract class JournalContractTest extends JournalContract {
  private final Desk desk = new Desk();

  @Test
  void anEmptyStoreHoldsNothing() throws Exception {
    assertEquals(Snapshot.EMPTY, open().recover());
    assertEquals(List.of(), store.kept());
  }

  @Test
  void everyKindOfChangeCanBeRebuilt() throws Exception {
    Journal journal = open();
    journal.recover();
    List<Change> everyKind =
        List.of(
            desk.opens(0),
            desk.opens(1),
            desk.picks("Ada", 3),
            desk.claims("Ada", 0, 3),
            desk.completes("Ada", 0, 3),
            desk.claims("Ada", 1, 3),
            desk.cancels("Ada", 1, 3),
            desk.opens(2),
            desk.erases(2),
            desk.leaves("Ada", 3, Reason.UNPICKED),
            desk.picks("Ada", 4),
            desk.leaves("Ada", 4, Reason.MOVED),
            desk.picks("Ada", 5),
            desk.leaves("Ada", 5, Reason.REPLACED),
            desk.picks("Ada", 6),
            desk.leaves("Ada", 6, Reason.ABSENT),
            desk.picks("Ada", 7),
            desk.leaves("Ada", 7, Reason.REMOVED),
            desk.picks("Ada", 8),
            desk.opens(3),
            desk.claims("Ada", 3, 8),
            desk.callsOff("Root", 3, "Ada", Optional.of(8)),
            desk.opens(4),
            desk.claims("Ada", 4, 8),
            desk.frees("Ada", 8, Occasion.REQUEST, Optional.of("Root")),
            desk.callsOff("Root", 4, "Ada", Optional.empty()),
            desk.opens(5),
            desk.callsOff(5, Occasion.DAY_CLOSED, Optional.of("Root")),
            desk.opens(6),
            desk.callsOff(6, Occasion.DAY_CLOSED, Optional.empty()),
            desk.picks("Ada", 9),
            desk.frees("Ada", 9, Occasion.DAY_CLOSED, Optional.empty()));
    for (Change change : everyKind) {
      store(journal, new Batch(change.seq() - 1, List.of(change)));
    }

    List<Change> expected = new ArrayList<>(everyKind);
    expected.set(7, MemoryTables.anonymous((Change.TicketOpened) everyKind.get(7)));
    assertEquals(expected, store.kept());
    assertEquals(
        new Snapshot(
            everyKind.size(),
            7,
            List.of(expected.get(7)),
            List.of(
                Desk.ended(0, "Ada"),
                Desk.ended(1, "Ada"),
                Desk.ended(3, "Ada"),
                Desk.ended(4, "Ada"),
                Desk.endedUnserved(5),
                Desk.endedUnserved(6))),
        afterRestart(journal));
  }

  @Test
  void oneBatchOfEverythingLeavesWhatManyBatchesLeave() throws Exception {
    Journal journal = open();
    journal.recover();
    Change opened = desk.opens(0);
    Change served = desk.opens(1);
    Change picked = desk.picks("Ada", 3);
    Change claimed = desk.claims("Ada", 1, 3);
    List<Change> changes =
        List.of(
            opened,
            served,
            picked,
            claimed,
            desk.opens(2),
            desk.claims("Ada", 2, 3),
            desk.completes("Ada", 2, 3),
            desk.opens(3),
            desk.claims("Ada", 3, 3),
            desk.cancels("Ada", 3, 3),
            desk.opens(4),
            desk.callsOff(4, Occasion.REQUEST, Optional.of("Root")),
            desk.opens(5),
            desk.claims("Ada", 5, 3),
            desk.callsOff("Root", 5, "Ada", Optional.of(3)),
            desk.picks("Bob", 4),
            desk.frees("Bob", 4, Occasion.REQUEST, Optional.of("Root")));
    store(journal, new Batch(0, changes));

    assertEquals(changes, store.kept());
    assertEquals(
        new Snapshot(
            changes.size(),
            6,
            List.of(opened, served, picked, claimed),
            List.of(
                Desk.ended(2, "Ada"),
                Desk.ended(3, "Ada"),
                Desk.endedUnserved(4),
                Desk.ended(5, "Ada"))),
        afterRestart(journal));
  }

  @Test
  void whatStandsIsOrderedByNumberThoughTheClockWentBack() throws Exception {
    Journal journal = open();
    journal.recover();
    List<Change> changes = new ArrayList<>();
    changes.add(desk.opens(0));
    changes.add(desk.opens(1));
    changes.add(desk.picks("Ada", 2));
    desk.clockGoesBack();
    changes.add(desk.opens(2));
    changes.add(desk.picks("Bob", 0));
    changes.add(desk.claims("Bob", 2, 0));
    changes.add(desk.claims("Ada", 1, 2));
    store(journal, new Batch(0, changes));

    assertEquals(changes, afterRestart(journal).standing());
  }

  @Test
  void oneVisitorMayComeTwiceInABatch() throws Exception {
    Journal journal = open();
    journal.recover();
    Change first = desk.opens(0, "ada@example.com", "Ada");
    Change second = desk.opens(1, "ADA@example.com", "Ada L.");
    store(journal, new Batch(0, List.of(first, second)));

    assertEquals(List.of(first, second), afterRestart(journal).standing());
  }

  @Test
  void namesComeBackToTheLetter() throws Exception {
    Journal journal = open();
    journal.recover();
    List<Change> changes =
        List.of(
            desk.opens(0, "o'brien\\{},\"NULL\"@example.com", "O'Brien \\ \"{NULL}\", null"),
            desk.opens(1, "zoë@exämple.com", "Zoë 🙂 שלום 李"),
            desk.picks("NULL", 0),
            desk.picks("{a,\"b\"}", 1),
            desk.picks("O'Neil \\ 🙂", 2));
    store(journal, new Batch(0, changes));

    assertEquals(changes, store.kept());
    assertEquals(changes, afterRestart(journal).standing());
  }

  @Test
  void aTableMayBePickedLeftAndPickedInABatch() throws Exception {
    Journal journal = open();
    journal.recover();
    List<Change> changes =
        List.of(
            desk.picks("Ada", 0),
            desk.leaves("Ada", 0, Reason.UNPICKED),
            desk.picks("Bob", 0),
            desk.picks("Ada", 1),
            desk.leaves("Ada", 1, Reason.ABSENT));
    store(journal, new Batch(0, changes));

    assertEquals(List.of(changes.get(2)), afterRestart(journal).standing());
  }

  @Test
  void twoPeopleMaySwapTheirTablesInABatch() throws Exception {
    Journal journal = open();
    journal.recover();
    store(journal, new Batch(0, List.of(desk.picks("Ada", 0), desk.picks("Bob", 1))));
    List<Change> swap =
        List.of(
            desk.leaves("Ada", 0, Reason.UNPICKED),
            desk.leaves("Bob", 1, Reason.MOVED),
            desk.picks("Bob", 0),
            desk.picks("Ada", 1));
    store(journal, new Batch(2, swap));

    assertEquals(List.of(swap.get(2), swap.get(3)), afterRestart(journal).standing());
  }

  @Test
  void anErasedVisitorIsNowhere() throws Exception {
    Journal journal = open();
    journal.recover();
    Change.TicketOpened waiting = desk.opens(0);
    Change.TicketOpened served = desk.opens(1);
    Change picked = desk.picks("Ada", 0);
    Change claimed = desk.claims("Ada", 1, 0);
    store(journal, new Batch(0, List.of(waiting, served, picked, claimed)));
    Change.TicketOpened sudden = desk.opens(2);
    store(journal, new Batch(4, List.of(sudden, desk.erases(0), desk.erases(1), desk.erases(2))));

    List<Change> standing =
        List.of(
            MemoryTables.anonymous(waiting),
            MemoryTables.anonymous(served),
            picked,
            claimed,
            MemoryTables.anonymous(sudden));
    assertEquals(standing, afterRestart(journal).standing());
    for (Change change : store.kept()) {
      if (change instanceof Change.TicketOpened opened) {
        assertEquals(Email.ERASED, opened.email());
        assertEquals(PersonName.ERASED, opened.name());
      }
    }
  }

  @Test
  void theOwnersOfTheLastEndedTicketsAreKnownAndNoMore() throws Exception {
    Journal journal = open();
    journal.recover();
    List<Change> changes = new ArrayList<>();
    List<Ended> ended = new ArrayList<>();
    changes.add(desk.picks("Ada", 0));
    int tickets = Snapshot.ENDED_REMEMBERED + 3;
    for (int id = 0; id < tickets; id++) {
      changes.add(desk.opens(id));
      changes.add(desk.claims("Ada", id, 0));
    }
    for (int id = tickets - 1; id >= 0; id--) { // they end in another order than they came
      changes.add(id % 2 == 0 ? desk.completes("Ada", id, 0) : desk.cancels("Ada", id, 0));
      ended.add(Desk.ended(id, "Ada"));
    }
    for (int done = 0; done < changes.size(); done += 1_000) {
      int end = Math.min(done + 1_000, changes.size());
      store(journal, new Batch(done, changes.subList(done, end)));
    }

    assertEquals(
        new Snapshot(changes.size(), tickets, changes.subList(0, 1), ended.subList(3, tickets)),
        afterRestart(journal));
  }

  @Test
  void idsGoOnWhereTheyWereThoughEveryTicketHasEnded() throws Exception {
    Journal journal = open();
    journal.recover();
    store(
        journal,
        new Batch(
            0, List.of(desk.opens(0), desk.claims("Ada", 0, 0), desk.completes("Ada", 0, 0))));
    store(journal, new Batch(3, List.of(desk.picks("Ada", 0))));

    Snapshot snapshot = afterRestart(journal);
    assertEquals(1, snapshot.nextTicket());
    assertEquals(4, snapshot.lastSeq());
    assertEquals(
        List.of(new Ended(new TicketId(0), Optional.of(Desk.staff("Ada")))), snapshot.ended());
  }

  @Test
  void aRandomDayStandsAsItHappened() throws Exception {
    List<Change> changes = RandomDay.of(2, 600);
    MemoryTables expected = new MemoryTables();
    Journal journal = open();
    journal.recover();
    int batches = 0;
    for (Batch batch : RandomDay.batches(2, changes, 40)) {
      store(journal, batch);
      expected.apply(batch);
      if (++batches % 8 == 0) {
        journal.close();
        journal = open();
        assertEquals(expected.snapshot(), journal.recover());
      }
    }
    assertEquals(expected.snapshot(), afterRestart(journal));
    assertEquals(withoutErased(changes), store.kept());
  }
}

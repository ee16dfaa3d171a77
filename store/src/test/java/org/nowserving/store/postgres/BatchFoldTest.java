package org.nowserving.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.store.Batch;
import org.nowserving.store.Change;
import org.nowserving.store.Change.Occasion;
import org.nowserving.store.Change.TableLeft.Reason;
import org.nowserving.store.Desk;
import org.nowserving.store.History.State;
import org.nowserving.store.postgres.BatchFold.ChangedSeat;
import org.nowserving.store.postgres.BatchFold.ChangedTicket;
import org.nowserving.store.postgres.BatchFold.OpenedTicket;
import org.nowserving.store.postgres.BatchFold.SeenVisitor;

final class BatchFoldTest {
  private final Desk desk = new Desk();

  private static BatchFold fold(Change... changes) {
    return BatchFold.of(new Batch(changes[0].seq() - 1, List.of(changes)));
  }

  @Test
  void aTicketThatOnlyWaitsIsOneRow() {
    Change.TicketOpened opened = desk.opens(7);
    BatchFold fold = fold(opened);

    assertEquals(1, fold.size());
    assertEquals(List.of(opened), fold.fresh());
    assertEquals(List.of(), fold.events());
    assertEquals(List.of(), fold.opened());
    assertEquals(
        List.of(new SeenVisitor(opened.email(), opened.name(), opened.at())), fold.visitors());
    assertEquals(List.of(), fold.changed());
    assertEquals(List.of(), fold.seats());
    assertEquals(8, fold.nextTicket());
  }

  @Test
  void aWholeTicketInOneBatchIsOneRow() {
    Change.TicketOpened opened = desk.opens(0);
    Change.TicketClaimed claimed = desk.claims("Ada", 0, 3);
    Change.TicketCompleted completed = desk.completes("Ada", 0, 4);
    BatchFold fold = fold(opened, claimed, completed);

    assertEquals(
        List.of(
            new ChangedTicket(
                0, State.COMPLETED, "Ada", 4, claimed.at(), 2L, completed.at(), false)),
        fold.opened().stream().map(OpenedTicket::rest).toList());
    assertEquals(List.of(), fold.changed());
  }

  @Test
  void aTicketOfAnEarlierBatchIsChangedOnce() {
    Change.TicketClaimed claimed = desk.claims("Ada", 5, 3);
    Change.TicketCancelled cancelled = desk.cancels("Ada", 5, 3);
    BatchFold fold = fold(claimed, cancelled);

    assertEquals(
        List.of(
            new ChangedTicket(
                5, State.CANCELLED, "Ada", 3, claimed.at(), 1L, cancelled.at(), false)),
        fold.changed());
    assertEquals(List.of(), fold.opened());
    assertEquals(0, fold.nextTicket());
  }

  @Test
  void whatABatchDoesNotTouchStaysAsItIs() {
    Change.TicketCompleted completed = desk.completes("Ada", 5, 3);

    assertEquals(
        List.of(new ChangedTicket(5, State.COMPLETED, "Ada", 3, null, null, completed.at(), false)),
        fold(completed).changed());
    assertEquals(
        List.of(new ChangedTicket(5, null, null, null, null, null, null, true)),
        fold(desk.erases(5)).changed());
  }

  @Test
  void ofTwoNamesForOneEmailTheLastStays() {
    Change.TicketOpened first = desk.opens(0, "ada@example.com", "Ada");
    Change.TicketOpened last = desk.opens(1, "ADA@example.com", "Ada L.");
    BatchFold fold = fold(first, last);

    assertEquals(
        List.of(new SeenVisitor(last.email(), new PersonName("Ada L."), last.at())),
        fold.visitors());
    assertEquals(List.of(first, last), fold.fresh());
  }

  @Test
  void whoIsErasedInTheirOwnBatchIsNeverWritten() {
    BatchFold fold = fold(desk.opens(0), desk.claims("Ada", 0, 1), desk.erases(0));

    assertEquals(List.of(), fold.visitors());
    OpenedTicket row = fold.opened().get(0);
    assertEquals(Email.ERASED, row.email());
    assertEquals(PersonName.ERASED, row.name());
    assertEquals(State.SERVING, row.rest().state());
  }

  @Test
  void whoComesBackAfterAnErasureIsWritten() {
    Change.TicketOpened first = desk.opens(0, "ada@example.com", "Ada");
    Change.TicketErased erased = desk.erases(0);
    Change.TicketOpened again = desk.opens(1, "ada@example.com", "Ada");

    assertEquals(
        List.of(new SeenVisitor(again.email(), again.name(), again.at())),
        fold(first, erased, again).visitors());
  }

  @Test
  void aTableIsOneRowHoweverOftenItChangesHands() {
    Change.TablePicked first = desk.picks("Ada", 2);
    Change.TableLeft left = desk.leaves("Ada", 2, Reason.UNPICKED);
    Change.TablePicked second = desk.picks("Bob", 2);
    assertEquals(
        List.of(new ChangedSeat(2, "Bob", second.at(), 3L)), fold(first, left, second).seats());
  }

  @Test
  void aTicketThatTheOfficeCallsOffKeepsWhoServedIt() {
    Change.TicketCalledOff waiting = desk.callsOff(5, Occasion.DAY_CLOSED, Optional.empty());
    assertEquals(
        List.of(new ChangedTicket(5, State.CANCELLED, null, null, null, null, waiting.at(), false)),
        fold(waiting).changed());

    Change.TicketClaimed claimed = desk.claims("Ada", 6, 3);
    Change.TicketCalledOff served = desk.callsOff("Root", 6, "Ada", Optional.empty());
    assertEquals(
        List.of(
            new ChangedTicket(
                6, State.CANCELLED, "Ada", 3, claimed.at(), claimed.seq(), served.at(), false)),
        fold(claimed, served).changed());
  }

  @Test
  void aTableThatIsFreedIsFree() {
    BatchFold fold =
        fold(desk.picks("Ada", 2), desk.frees("Ada", 2, Occasion.REQUEST, Optional.of("Root")));

    assertEquals(List.of(new ChangedSeat(2, null, null, null)), fold.seats());
    assertEquals("Root", fold.events().getLast().actor());
  }

  @Test
  void aTableThatIsLeftIsFree() {
    BatchFold fold = fold(desk.picks("Ada", 2), desk.leaves("Ada", 2, Reason.ABSENT));

    assertEquals(List.of(new ChangedSeat(2, null, null, null)), fold.seats());
  }

  @Test
  void everyChangeIsAnEventAndNoneHoldsTheVisitor() {
    BatchFold fold =
        fold(
            desk.opens(0, "secret@example.com", "Secret Person"),
            desk.erases(0),
            desk.picks("Ada", 1),
            desk.leaves("Ada", 1, Reason.REMOVED));

    assertEquals(
        List.of("ticket-opened", "ticket-erased", "table-picked", "table-left"),
        fold.events().stream().map(EventRow::kind).toList());
    assertFalse(fold.events().toString().toLowerCase(Locale.ROOT).contains("secret"));
  }
}

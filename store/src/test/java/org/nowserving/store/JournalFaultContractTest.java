package org.nowserving.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nowserving.store.CommitOutcome.Defect;
import org.nowserving.store.CommitOutcome.Fenced;
import org.nowserving.store.CommitOutcome.Stored;
import org.nowserving.store.CommitOutcome.Unsettled;
import org.nowserving.store.MemoryJournal.Fault;

/**
 * What every journal refuses, and what it does about lost batches, lost answers and lost stores.
 */
public abstract class JournalFaultContractTest extends JournalContract {
  private final Desk desk = new Desk();

  @Test
  void aGapIsRefused() throws Exception {
    Journal journal = open();
    journal.recover();
    Change first = desk.opens(0);
    store(journal, new Batch(0, List.of(first)));
    desk.opens(1);
    Batch afterGap = new Batch(2, List.of(desk.opens(2)));

    assertInstanceOf(Defect.class, journal.commit(afterGap));
    assertEquals(List.of(first), store.kept());
  }

  @Test
  void aBatchThatIsNotInDoubtIsNotTakenTwice() throws Exception {
    Journal journal = open();
    journal.recover();
    Batch batch = new Batch(0, List.of(desk.opens(0)));
    store(journal, batch);

    assertInstanceOf(Defect.class, journal.commit(batch));
    assertEquals(batch.changes(), store.kept());
  }

  @Test
  void aChangeOfATicketThatIsNotOpenTakesItsWholeBatchWithIt() throws Exception {
    Journal journal = open();
    journal.recover();
    List<Change> before =
        List.of(desk.opens(0), desk.claims("Ada", 0, 0), desk.completes("Ada", 0, 0));
    store(journal, new Batch(0, before));
    Batch ended = new Batch(3, List.of(desk.opens(1), desk.cancels("Ada", 0, 0)));

    assertInstanceOf(Defect.class, journal.commit(ended));
    assertEquals(before, store.kept());
    assertEquals(
        new Snapshot(3, 1, List.of(), List.of(Desk.ended(0, "Ada"))), afterRestart(journal));
  }

  @Test
  void onePersonCannotHaveTwoSeats() throws Exception {
    Journal journal = open();
    journal.recover();
    Batch batch = new Batch(0, List.of(desk.picks("Ada", 0), desk.picks("Ada", 1)));

    assertInstanceOf(Defect.class, journal.commit(batch));
    assertEquals(Snapshot.EMPTY, afterRestart(journal));
  }

  @Test
  void aBatchWhoseAnswerWasLostIsKeptOnce() throws Exception {
    Journal journal = open();
    journal.recover();
    Batch first = new Batch(0, List.of(desk.opens(0)));
    Batch second = new Batch(1, List.of(desk.opens(1)));

    store.failNext(journal, Fault.ANSWER_LOST);
    assertInstanceOf(Unsettled.class, journal.commit(first));
    assertEquals(new Stored(), settle(journal, first));
    store(journal, second);
    assertEquals(List.of(first.changes().get(0), second.changes().get(0)), store.kept());
  }

  @Test
  void aBatchThatNeverArrivedIsKeptWhenItIsOfferedAgain() throws Exception {
    Journal journal = open();
    journal.recover();
    Batch first = new Batch(0, List.of(desk.opens(0)));

    store.failNext(journal, Fault.BATCH_LOST);
    assertInstanceOf(Unsettled.class, journal.commit(first));
    assertEquals(List.of(), store.kept());
    assertEquals(new Stored(), settle(journal, first));
    assertEquals(first.changes(), store.kept());
  }

  @Test
  void aWriterThatLostTheStoreWritesNothingMore() throws Exception {
    Journal first = open();
    first.recover();
    Change before = desk.opens(0);
    store(first, new Batch(0, List.of(before)));
    Batch late = new Batch(1, List.of(desk.opens(1)));

    store.cutOff(first);
    Journal second = open();
    assertEquals(List.of(before), second.recover().standing());
    CommitOutcome outcome = first.commit(late);
    if (outcome instanceof Unsettled) {
      outcome = first.commit(late); // it had to find out that its connection is gone
    }
    assertInstanceOf(Fenced.class, outcome);
    assertEquals(List.of(before), store.kept());
    store(second, late);
  }

  @Test
  void whatAWriterLeftInDoubtIsDecidedByItsSuccessor() throws Exception {
    Journal first = open();
    first.recover();
    Batch batch = new Batch(0, List.of(desk.opens(0)));
    store.failNext(first, Fault.ANSWER_LOST);
    assertInstanceOf(Unsettled.class, first.commit(batch));

    store.cutOff(first);
    assertEquals(new Snapshot(1, 1, batch.changes(), List.of()), open().recover());
    assertInstanceOf(Fenced.class, first.commit(batch));
  }

  @Test
  void aClosedJournalKeepsNothing() throws Exception {
    Journal journal = open();
    journal.recover();
    journal.close();
    journal.close();

    assertInstanceOf(Unsettled.class, journal.commit(new Batch(0, List.of(desk.opens(0)))));
    assertEquals(List.of(), store.kept());
  }

  @Test
  void aBatchBeforeRecoveryIsABug() throws Exception {
    Journal journal = open();
    Batch batch = new Batch(0, List.of(desk.opens(0)));

    assertThrows(IllegalStateException.class, () -> journal.commit(batch));
  }
}

package org.nowserving.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.Change.TicketErased;
import org.nowserving.store.Change.TicketOpened;
import org.nowserving.store.CommitOutcome.Stored;
import org.nowserving.store.CommitOutcome.Unsettled;

/** What the tests of the contract have in common: a store, and the journals opened on it. */
public abstract class JournalContract {
  private final List<Journal> journals = new ArrayList<>();
  protected JournalHarness store;

  /** A store that nobody else uses. */
  protected abstract JournalHarness emptyStore() throws Exception;

  @BeforeEach
  final void makeStore() throws Exception {
    store = emptyStore();
  }

  @AfterEach
  final void removeStore() throws Exception {
    journals.forEach(Journal::close);
    store.close();
  }

  /** A journal that is not recovered yet. */
  final Journal open() throws Exception {
    Journal journal = store.another();
    journals.add(journal);
    return journal;
  }

  /** What a restarted server would find. */
  final Snapshot afterRestart(Journal journal) throws Exception {
    journal.close();
    return open().recover();
  }

  static void store(Journal journal, Batch batch) {
    assertEquals(new Stored(), journal.commit(batch));
  }

  /**
   * Offers a batch that met a fault again, as the committer does, until the journal knows what
   * became of it: the store may hold on to a lost connection for a while.
   */
  static CommitOutcome settle(Journal journal, Batch batch) {
    CommitOutcome outcome = journal.commit(batch);
    while (outcome instanceof Unsettled) {
      outcome = journal.commit(batch);
    }
    return outcome;
  }

  /** The changes as a store may give them back: the visitors of erased tickets are nobody. */
  static List<Change> withoutErased(List<Change> changes) {
    Set<TicketId> erased = new HashSet<>();
    for (Change change : changes) {
      if (change instanceof TicketErased e) {
        erased.add(e.ticket());
      }
    }
    return changes.stream()
        .map(change ->
            change instanceof TicketOpened opened && erased.contains(opened.ticket())
                ? MemoryTables.anonymous(opened)
                : change)
        .toList();
  }
}

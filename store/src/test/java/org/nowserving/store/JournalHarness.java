package org.nowserving.store;

import java.util.List;

/** A store of its own for one test of the contract, and what can happen to its journals. */
public interface JournalHarness {
  /** One more journal on the store; not recovered yet. */
  Journal another() throws Exception;

  /**
   * Every change as it can be rebuilt from what the store holds, in order; the visitor of an erased
   * ticket is {@code ERASED}.
   */
  List<Change> kept() throws Exception;

  /** The next batch of the journal meets this. */
  void failNext(Journal journal, MemoryJournal.Fault fault);

  /** The journal's process is dead, or cannot be reached, as far as the store can tell. */
  void cutOff(Journal journal);

  /** Removes the store. */
  void close() throws Exception;
}

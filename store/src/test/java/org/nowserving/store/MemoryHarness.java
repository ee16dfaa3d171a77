package org.nowserving.store;

import java.util.List;

/** The contract's store in memory. */
final class MemoryHarness implements JournalHarness {
  private final MemoryJournal first = new MemoryJournal();

  @Override
  public Journal another() {
    return first.successor();
  }

  @Override
  public List<Change> kept() {
    return JournalContract.withoutErased(first.changes());
  }

  @Override
  public void failNext(Journal journal, MemoryJournal.Fault fault) {
    ((MemoryJournal) journal).failNext(fault);
  }

  @Override
  public void cutOff(Journal journal) {
    // a successor's recovery is all it takes here
  }

  @Override
  public void close() {
    // memory goes by itself
  }
}

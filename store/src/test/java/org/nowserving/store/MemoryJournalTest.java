package org.nowserving.store;

final class MemoryJournalTest extends JournalContractTest {
  @Override
  protected JournalHarness emptyStore() {
    return new MemoryHarness();
  }
}

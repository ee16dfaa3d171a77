package org.nowserving.store;

final class MemoryJournalFaultTest extends JournalFaultContractTest {
  @Override
  protected JournalHarness emptyStore() {
    return new MemoryHarness();
  }
}

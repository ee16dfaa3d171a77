package org.nowserving.store;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.Change.TicketErased;
import org.nowserving.store.Change.TicketOpened;

final class MemoryJournalTest extends JournalContractTest {
  private final MemoryJournal first = new MemoryJournal();

  @Override
  protected Journal another() {
    return first.successor();
  }

  @Override
  protected List<Change> kept() {
    Set<TicketId> erased = new HashSet<>();
    for (Change change : first.changes()) {
      if (change instanceof TicketErased e) {
        erased.add(e.ticket());
      }
    }
    return first.changes().stream().map(change -> without(erased, change)).toList();
  }

  private static Change without(Set<TicketId> erased, Change change) {
    return change instanceof TicketOpened opened && erased.contains(opened.ticket())
        ? MemoryTables.anonymous(opened)
        : change;
  }

  @Override
  protected void failNext(Journal journal, MemoryJournal.Fault fault) {
    ((MemoryJournal) journal).failNext(fault);
  }

  @Override
  protected void cutOff(Journal journal) {
    // A successor's recovery is all it takes here.
  }
}

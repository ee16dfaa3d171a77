package org.nowserving.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A journal in memory that keeps the promises of the real one, and fails when told to. What it
 * keeps outlives it: {@link #successor} is the same store after a restart, or another server on it.
 * Any thread.
 */
public final class MemoryJournal implements Journal {
  /** What happens to a batch instead of a plain answer. */
  public enum Fault {
    /** It is dealt with, and the answer is lost. */
    ANSWER_LOST,
    /** It never arrives. */
    BATCH_LOST
  }

  /** What is kept, and who may write. */
  private static final class Kept {
    final List<Change> changes = new ArrayList<>();
    final MemoryTables tables = new MemoryTables();
    int journals;
    int owner;
  }

  private final Kept kept;
  private final int me;
  private final Deque<Fault> faults = new ArrayDeque<>();
  private boolean recovered;
  private boolean inDoubt;
  private boolean closed;

  /** On an empty store of its own. */
  public MemoryJournal() {
    this(new Kept());
  }

  private MemoryJournal(Kept kept) {
    this.kept = kept;
    synchronized (kept) {
      this.me = ++kept.journals;
    }
  }

  /** Another journal on the same store; this one is fenced once that one has recovered. */
  public MemoryJournal successor() {
    return new MemoryJournal(kept);
  }

  /** The next batches meet these, in this order. */
  public void failNext(Fault... next) {
    synchronized (kept) {
      faults.addAll(List.of(next));
    }
  }

  /** Every change that was kept, as it was given, in order. */
  public List<Change> changes() {
    synchronized (kept) {
      return List.copyOf(kept.changes);
    }
  }

  @Override
  public Snapshot recover() {
    synchronized (kept) {
      kept.owner = me;
      recovered = true;
      return kept.tables.snapshot();
    }
  }

  @Override
  public CommitOutcome commit(Batch batch) {
    synchronized (kept) {
      if (!recovered) {
        throw new IllegalStateException("a batch came BEFORE the journal was recovered");
      }
      Fault fault = faults.poll();
      if (closed || fault == Fault.BATCH_LOST) {
        inDoubt = true;
        return new CommitOutcome.Unsettled("the batch did not arrive");
      }
      CommitOutcome outcome = store(batch);
      inDoubt = fault == Fault.ANSWER_LOST;
      return inDoubt ? new CommitOutcome.Unsettled("the answer was lost") : outcome;
    }
  }

  private CommitOutcome store(Batch batch) {
    if (kept.owner != me) {
      return new CommitOutcome.Fenced("another journal has taken over");
    }
    if (inDoubt && kept.tables.lastSeq() == batch.last()) {
      return new CommitOutcome.Stored();
    }
    if (kept.tables.lastSeq() != batch.before()) {
      return new CommitOutcome.Defect("changes are missing before this batch, or it came twice");
    }
    try {
      kept.tables.apply(batch);
    } catch (MemoryTables.Refused e) {
      return new CommitOutcome.Defect(String.valueOf(e.getMessage()));
    }
    kept.changes.addAll(batch.changes());
    return new CommitOutcome.Stored();
  }

  @Override
  public void close() {
    synchronized (kept) {
      closed = true;
    }
  }
}

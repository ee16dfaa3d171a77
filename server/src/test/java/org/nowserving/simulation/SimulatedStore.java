package org.nowserving.simulation;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.nowserving.loop.CommitNews;
import org.nowserving.loop.Committer;
import org.nowserving.loop.Inbox;
import org.nowserving.store.Batch;

/** A committer over the ledger that delays, fails, loses answers and dies, as the dice say. */
final class SimulatedStore implements Committer {
  private final Ledger ledger;
  private final RandomGenerator dice;
  private final Inbox inbox;
  private @Nullable Batch inFlight;
  private boolean alreadyStored;

  SimulatedStore(Ledger ledger, RandomGenerator dice, Inbox inbox) {
    this.ledger = ledger;
    this.dice = dice;
    this.inbox = inbox;
  }

  @Override
  public void submit(Batch batch) {
    Broken.unless(inFlight == null, "one batch at a time");
    inFlight = batch;
    alreadyStored = false;
  }

  /** Whether the loop was told of everything that it submitted. */
  boolean isIdle() {
    return inFlight == null;
  }

  /** Something happens to the batch in flight, if there is one. */
  void step() {
    if (inFlight == null) {
      return;
    }
    switch (dice.nextInt(8)) {
      case 0 -> inbox.put(new CommitNews.Failing()); // refused, or never arrived
      case 1 -> { // arrived, but its answer was lost
        storeOnce();
        inbox.put(new CommitNews.Failing());
      }
      case 2 -> {} // slow
      default -> succeed();
    }
  }

  /** The batch in flight is stored, and the loop hears of it. */
  void succeed() {
    if (inFlight != null) {
      storeOnce();
      inFlight = null;
      inbox.put(new CommitNews.Stored());
    }
  }

  /**
   * The server dies; a statement that was under way may still arrive, unless another server has
   * moved the fence.
   */
  void die(boolean fenced) {
    if (!fenced && dice.nextBoolean()) {
      storeOnce();
    }
    inFlight = null;
  }

  private void storeOnce() {
    Batch batch = inFlight;
    if (batch != null && !alreadyStored) {
      ledger.append(batch);
      alreadyStored = true;
    }
  }
}

package org.nowserving.store;

import java.util.List;

/**
 * The changes that one transaction keeps: all of them or none. Pure.
 *
 * @param before the number of the last change that was kept before these
 * @param changes at least one, numbered {@code before + 1} and on without a gap
 */
public record Batch(long before, List<Change> changes) {
  public Batch {
    changes = List.copyOf(changes);
    if (changes.isEmpty()) {
      throw new IllegalArgumentException("an empty batch keeps nothing");
    }
    long expected = before;
    for (Change change : changes) {
      expected++;
      if (change.seq() != expected) {
        throw new IllegalArgumentException(
            "change " + change.seq() + " where " + expected + " was due");
      }
    }
  }

  /** The number of the last change in the batch. */
  public long last() {
    return before + changes.size();
  }
}

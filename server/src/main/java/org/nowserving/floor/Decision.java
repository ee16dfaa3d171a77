package org.nowserving.floor;

import java.util.List;
import org.nowserving.store.Change;

/**
 * What the floor made of one input: facts to keep and words to say. Nothing has happened yet;
 * {@link Floor#apply} makes it happen, and no word may be said BEFORE every fact is durable. Pure
 * data.
 *
 * @param changes durable facts, numbered
 * @param steps what changes in what is not durable: who is connected, who may ask again
 * @param sends words in the order in which they are to be heard
 */
public record Decision(List<Change> changes, List<Step> steps, List<Send> sends) {
  static final Decision NOTHING = new Decision(List.of(), List.of(), List.of());

  public Decision {
    changes = List.copyOf(changes);
    steps = List.copyOf(steps);
    sends = List.copyOf(sends);
  }
}

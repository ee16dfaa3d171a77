package org.nowserving.load;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Queue;

/** The tickets that kiosks were given: none of them twice. On the event loop only. */
final class Tickets {
  private static final Text OPENING = Text.of("{\"id\":");
  private static final int MOST_DIGITS = 9;

  private final boolean kept;
  private final BitSet given = new BitSet();
  private final Queue<Long> waiting = new ArrayDeque<>();

  /**
   * @param kept whether somebody will serve them
   */
  Tickets(boolean kept) {
    this.kept = kept;
  }

  /**
   * Reads the id of the ticket whose JSON begins there.
   *
   * @return where its id ends
   */
  static int endOfId(Text text, int position) throws WrongAnswer {
    int end = text.endOfDigits(position + OPENING.length());
    int digits = end - position - OPENING.length();
    if (!text.isAt(position, OPENING) || digits < 1 || digits > MOST_DIGITS) {
      throw WrongAnswer.of("a ticket", text);
    }
    return end;
  }

  static int id(Text text, int position) throws WrongAnswer {
    int end = endOfId(text, position);
    return (int) text.number(position + OPENING.length(), end);
  }

  void give(int id) throws WrongAnswer {
    if (given.get(id)) {
      throw new WrongAnswer("ticket " + id + " was given to two visitors");
    }
    given.set(id);
    if (kept) {
      waiting.add((long) id);
    }
  }

  /** Takes a ticket to serve; -1 when none is left. */
  long take() {
    Long next = waiting.poll();
    return next == null ? -1 : next;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  int count() {
    return given.cardinality();
  }

  /** Whether all of them are in that set. */
  boolean areAllIn(BitSet others) {
    BitSet missing = (BitSet) given.clone();
    missing.andNot(others);
    return missing.isEmpty();
  }
}

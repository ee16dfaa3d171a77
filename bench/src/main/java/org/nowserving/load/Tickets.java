package org.nowserving.load;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.nowserving.protocol.StaffName;

/**
 * The tickets that kiosks were given, none of them twice; and, where they are to be served, what
 * all staff have to hear of each. On the event loop only.
 */
final class Tickets {
  private static final Text OPENING = Text.of("{\"id\":");
  private static final int MOST_DIGITS = 9;

  /** How many may be waiting, ours or not, each of which is kept as it was told. */
  private static final int MOST_WAITING = 500_000;

  private static final String NOBODY = "\"staff\":\"{}\"";

  private final boolean served;
  private final BitSet given = new BitSet();

  /** Those that our staff have not taken yet. */
  private final Queue<Long> waiting = new ArrayDeque<>();

  /** What was told of each, by its id; also of those that waited before us. */
  private final Map<Integer, Told> told = new HashMap<>();

  /** The numbers of ours. */
  private final BitSet ours = new BitSet();

  /** A ticket in the words that everybody has to hear. */
  private static final class Told {
    private final int number;
    private final Text waiting;
    private @Nullable Text claimed;

    Told(int number, Text waiting) {
      this.number = number;
      this.waiting = waiting;
    }
  }

  /**
   * @param served whether somebody will serve them
   */
  Tickets(boolean served) {
    this.served = served;
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

  private static int id(Text text, int position) throws WrongAnswer {
    int end = endOfId(text, position);
    return (int) text.number(position + OPENING.length(), end);
  }

  /** A kiosk was given the ticket whose JSON begins there. */
  void give(Text text, int position) throws WrongAnswer {
    int id = id(text, position);
    if (given.get(id)) {
      throw new WrongAnswer("ticket " + id + " was given to two visitors");
    }
    given.set(id);
    if (served) {
      ours.set(told(text, position).number);
      waiting.add((long) id);
    }
  }

  /**
   * Somebody was told that the ticket waits whose JSON begins there.
   *
   * @return its number: how many others were told of before it
   */
  int hearWaiting(Text text, int position) throws WrongAnswer {
    return told(text, position).number;
  }

  private Told told(Text text, int position) throws WrongAnswer {
    int id = id(text, position);
    Told before = told.get(id);
    if (before == null) {
      if (told.size() == MOST_WAITING) {
        throw new WrongAnswer("more than " + MOST_WAITING + " tickets wait: close the day before");
      }
      Told first = new Told(told.size(), Text.of(text.from(position)));
      told.put(id, first);
      return first;
    }
    if (!text.isFrom(position, before.waiting)) {
      throw WrongAnswer.of("… " + before.waiting, text);
    }
    return before;
  }

  /**
   * Somebody was told that the ticket was claimed whose JSON begins there.
   *
   * @return its number
   */
  int hearClaimed(Text text, int position) throws WrongAnswer {
    Told ticket = told.get(id(text, position));
    Text claimed = ticket == null ? null : ticket.claimed;
    if (ticket == null || claimed == null) {
      throw WrongAnswer.unexpected("nobody here claimed this ticket", text);
    }
    if (!text.isFrom(position, claimed)) {
      throw WrongAnswer.of("claimed " + claimed, text);
    }
    return ticket.number;
  }

  /**
   * Takes a ticket for somebody who is about to claim it; -1 when none is left.
   *
   * @param staff a name that JSON has nothing to escape in
   */
  long take(StaffName staff) {
    Long next = waiting.poll();
    if (next == null) {
      return -1;
    }
    Told ticket = told.get(next.intValue());
    if (ticket == null) {
      throw new IllegalStateException("a ticket is told of BEFORE it waits");
    }
    String claimed =
        ticket.waiting.toString().replace(NOBODY, "\"staff\":\"" + staff.text() + "\"");
    ticket.claimed = Text.of(claimed);
    return next;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** The number of a ticket that was told of. */
  int number(long id) {
    Told ticket = told.get((int) id);
    if (ticket == null) {
      throw new IllegalStateException("nobody was told of ticket " + id);
    }
    return ticket.number;
  }

  /** Whether all of ours are in that set of numbers. */
  boolean areAllIn(BitSet numbers) {
    BitSet missing = (BitSet) ours.clone();
    missing.andNot(numbers);
    return missing.isEmpty();
  }
}

package org.nowserving.load;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Queue;
import org.nowserving.desk.Badge;

/**
 * A staff member at a table: picks it, then accepts and completes one ticket after the other, and
 * keeps account of what it hears of everybody else's.
 */
final class Member extends Caller {
  private static final Text NEW = Text.of("new ");
  private static final Text CLAIMED = Text.of("claimed ");

  private final int table;
  private final Badge badge;
  private final Tickets tickets;

  /** What answers are due, the oldest first. */
  private final Queue<Due> due = new ArrayDeque<>();

  private final Queue<Long> serving = new ArrayDeque<>();

  /** By the tickets' numbers. */
  private final BitSet heardNew = new BitSet();

  private final BitSet heardClaimed = new BitSet();
  private final BitSet own = new BitSet();
  private final Text expected = new Text();
  private boolean picked;
  private int completed;

  private enum Step {
    PICK,
    ACCEPT,
    COMPLETE
  }

  private record Due(Step step, long ticket) {}

  Member(Recorder recorder, int depth, int table, Badge badge, Tickets tickets) {
    super(recorder, depth);
    this.table = table;
    this.badge = badge;
    this.tickets = tickets;
  }

  int completed() {
    return completed;
  }

  boolean hasHeardOfAll() {
    return tickets.areAllIn(heardNew);
  }

  /** Whether it has heard of every ticket that somebody claimed, but not of its own. */
  boolean hasHeardOfAllClaims() {
    BitSet all = (BitSet) heardClaimed.clone();
    all.or(own);
    return tickets.areAllIn(all);
  }

  @Override
  boolean next(Text into) {
    if (!picked) {
      picked = true;
      due.add(new Due(Step.PICK, 0));
      into.put("pick ").put(table).put(" ").put(badge.token().secret());
      return true;
    }
    Long served = serving.poll();
    if (served != null) {
      due.add(new Due(Step.COMPLETE, served));
      into.put("complete ").put(served);
      return true;
    }
    long ticket = tickets.take(badge.name());
    if (ticket < 0) {
      return false;
    }
    due.add(new Due(Step.ACCEPT, ticket));
    into.put("accept ").put(ticket);
    return true;
  }

  @Override
  boolean hasMore() {
    return !picked || hasBegun() || !tickets.isEmpty();
  }

  @Override
  boolean hasBegun() {
    return !serving.isEmpty();
  }

  @Override
  boolean isAnswer(Text text, long nowNanos) throws WrongAnswer {
    if (text.startsWith(NEW)) {
      hear(text, tickets.hearWaiting(text, NEW.length()), heardNew);
      return false;
    }
    if (text.startsWith(CLAIMED)) {
      int number = tickets.hearClaimed(text, CLAIMED.length());
      if (own.get(number)) {
        throw WrongAnswer.unexpected("a staff member heard of its own claim", text);
      }
      hear(text, number, heardClaimed);
      return false;
    }
    if (Taken.isIt(text)) {
      return false;
    }
    Due answered = due.poll();
    if (answered == null) {
      throw WrongAnswer.unexpected("an answer that nobody waits for", text);
    }
    switch (answered.step()) {
      case PICK -> expect(text, "success pick ", table);
      case ACCEPT -> {
        expect(text, "success claimed ", answered.ticket());
        own.set(tickets.number(answered.ticket()));
        serving.add(answered.ticket());
      }
      case COMPLETE -> {
        expect(text, "success complete ", answered.ticket());
        completed++;
      }
    }
    return true;
  }

  private void expect(Text text, String words, long number) throws WrongAnswer {
    if (!text.is(expected.clear().put(words).put(number))) {
      throw WrongAnswer.of(expected.toString(), text);
    }
  }

  private static void hear(Text text, int number, BitSet heard) throws WrongAnswer {
    if (heard.get(number)) {
      throw WrongAnswer.unexpected("a staff member heard twice", text);
    }
    heard.set(number);
  }
}

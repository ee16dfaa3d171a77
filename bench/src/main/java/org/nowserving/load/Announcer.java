package org.nowserving.load;

import java.util.BitSet;
import org.nowserving.desk.Badge;

/**
 * The one whose commands every display hears of. At a desk it accepts and completes one ticket
 * after the other; to a bare server it says what the displays are to hear. It says no more than the
 * wall has room for.
 */
abstract class Announcer extends Caller {
  private final Wall wall;

  private Announcer(Recorder recorder, int depth, Wall wall) {
    super(recorder, depth);
    this.wall = wall;
  }

  /** One who sits at table 0. */
  static Announcer atDesk(Recorder recorder, int depth, Wall wall, Badge badge, Tickets tickets) {
    return new AtDesk(recorder, depth, wall, badge, tickets);
  }

  static Announcer toBareServer(Recorder recorder, int depth, Wall wall, Quota quota) {
    return new ToBareServer(recorder, depth, wall, quota);
  }

  /** Whether there is nothing left to announce. */
  abstract boolean isDone();

  final Wall wall() {
    return wall;
  }

  private static void expect(Text text, Text expected) throws WrongAnswer {
    if (!text.is(expected)) {
      throw WrongAnswer.of(expected.toString(), text);
    }
  }

  private static final class AtDesk extends Announcer {
    private static final Text NEW = Text.of("new ");
    private static final Text PICKED = Text.of("success pick 0");
    private static final int NOT_SEATED = -2;
    private static final int FREE = -1;

    private final Badge badge;
    private final Tickets tickets;

    /** What it said and was not answered yet, in the order of the commands. */
    private final Step[] said;

    private final BitSet heard = new BitSet();
    private final Text expected = new Text();
    private long serving = NOT_SEATED;
    private boolean completing;
    private long asked;
    private long answered;

    private record Step(boolean completes, long ticket) {}

    AtDesk(Recorder recorder, int depth, Wall wall, Badge badge, Tickets tickets) {
      super(recorder, depth, wall);
      this.badge = badge;
      this.tickets = tickets;
      this.said = new Step[depth];
    }

    @Override
    boolean isDone() {
      return serving == FREE && tickets.isEmpty();
    }

    @Override
    boolean next(Text into) {
      if (serving == NOT_SEATED) {
        serving = FREE;
        into.put("pick 0 ").put(badge.token().secret());
        return true;
      }
      if (!wall().hasRoom()) {
        return false;
      }
      completing = serving != FREE;
      long ticket = completing ? serving : tickets.take(badge.name());
      if (ticket < 0) {
        return false;
      }
      into.put(completing ? "complete " : "accept ").put(ticket);
      said[(int) (asked++ % said.length)] = new Step(completing, ticket);
      serving = completing ? FREE : ticket;
      return true;
    }

    @Override
    boolean hasMore() {
      return !isDone();
    }

    @Override
    boolean hasBegun() {
      return serving >= 0;
    }

    @Override
    void said(long dueNanos) {
      if (asked == 0) {
        return; // the pick
      }
      Text word = wall().announce(dueNanos, !completing);
      if (completing) {
        word.put("complete 0");
      } else {
        word.put("claimed ").put(serving).put(" 0");
      }
    }

    @Override
    boolean isAnswer(Text text, long nowNanos) throws WrongAnswer {
      if (text.startsWith(NEW)) {
        int number = tickets.hearWaiting(text, NEW.length());
        if (heard.get(number)) {
          throw WrongAnswer.unexpected("a staff member heard twice", text);
        }
        heard.set(number);
        return false;
      }
      if (Taken.isIt(text)) {
        return false;
      }
      if (answered == asked) {
        expect(text, PICKED);
        return true;
      }
      Step due = said[(int) (answered++ % said.length)];
      expected.clear().put(due.completes() ? "success complete " : "success claimed ");
      expect(text, expected.put(due.ticket()));
      return true;
    }
  }

  private static final class ToBareServer extends Announcer {
    private final Quota quota;
    private final Text expected = new Text();
    private long asked;
    private long answered;

    ToBareServer(Recorder recorder, int depth, Wall wall, Quota quota) {
      super(recorder, depth, wall);
      this.quota = quota;
    }

    @Override
    boolean isDone() {
      return quota.isUsedUp();
    }

    @Override
    boolean hasMore() {
      return !quota.isUsedUp();
    }

    @Override
    boolean next(Text into) {
      if (!wall().hasRoom() || !quota.take()) {
        return false;
      }
      words(into, asked);
      return true;
    }

    @Override
    void said(long dueNanos) {
      words(wall().announce(dueNanos, true), asked++);
    }

    @Override
    boolean isAnswer(Text text, long nowNanos) throws WrongAnswer {
      words(expected.clear(), answered++);
      expect(text, expected);
      return true;
    }

    private static void words(Text into, long number) {
      into.put("claimed ").put(number).put(" 0");
    }
  }
}

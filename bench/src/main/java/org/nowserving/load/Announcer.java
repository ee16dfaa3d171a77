package org.nowserving.load;

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
    private static final Text TAKEN = Text.of("taken");
    private static final Text NEW = Text.of("new ");
    private static final int NOT_SEATED = -2;
    private static final int FREE = -1;

    private final Badge badge;
    private final Tickets tickets;
    private final long[] answersDue;
    private final Text expected = new Text();
    private long serving = NOT_SEATED;
    private boolean completing;
    private long asked;
    private long answered;

    AtDesk(Recorder recorder, int depth, Wall wall, Badge badge, Tickets tickets) {
      super(recorder, depth, wall);
      this.badge = badge;
      this.tickets = tickets;
      this.answersDue = new long[depth];
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
      long ticket = completing ? serving : tickets.take();
      if (ticket < 0) {
        return false;
      }
      into.put(completing ? "complete " : "accept ").put(ticket);
      answersDue[(int) (asked++ % answersDue.length)] = completing ? -ticket - 1 : ticket;
      serving = completing ? FREE : ticket;
      return true;
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
      if (text.startsWith(TAKEN) || text.startsWith(NEW)) {
        return false;
      }
      expected.clear();
      if (answered == asked) {
        expect(text, expected.put("success pick 0"));
        return true;
      }
      long due = answersDue[(int) (answered++ % answersDue.length)];
      expect(
          text,
          due < 0
              ? expected.put("success complete ").put(-due - 1)
              : expected.put("success claimed ").put(due));
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

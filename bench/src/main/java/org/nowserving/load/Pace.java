package org.nowserving.load;

import java.io.IOException;
import java.util.List;

/**
 * Says when commands are due: so many a second, evenly, whether or not the server keeps up. On the
 * event loop only.
 */
final class Pace {
  /** How many commands a server may be behind before it makes no sense to go on. */
  static final long MOST_BEHIND = 1_000_000;

  /** How many commands may become due before others have their turn on the event loop. */
  private static final int AT_ONCE = 1_000;

  private final Stage stage;
  private final List<? extends Caller> callers;
  private final double nanosBetween;
  private long startNanos;
  private long answeredBefore;
  private long due;
  private boolean going;

  Pace(Stage stage, List<? extends Caller> callers, double perSecond) {
    this.stage = stage;
    this.callers = callers;
    this.nanosBetween = 1e9 / perSecond;
  }

  void start() {
    going = true;
    answeredBefore = stage.recorder().allAnswers();
    startNanos = System.nanoTime();
    tick();
  }

  void stop() {
    going = false;
  }

  private void tick() {
    if (!going) {
      return;
    }
    long nowNanos = System.nanoTime();
    for (int i = 0; i < AT_ONCE && dueNanos() - nowNanos <= 0; i++) {
      callers.get((int) (due % callers.size())).owe(dueNanos());
      due++;
    }
    long behind = due - (stage.recorder().allAnswers() - answeredBefore);
    if (behind > MOST_BEHIND) {
      going = false;
      stage.fail(new IOException(behind + " commands wait that were due: ask for less a second"));
      return;
    }
    stage.later(this::tick, dueNanos() - System.nanoTime());
  }

  private long dueNanos() {
    return startNanos + (long) (due * nanosBetween);
  }
}

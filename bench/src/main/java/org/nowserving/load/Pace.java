package org.nowserving.load;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Says when commands are due: so many a second, evenly, whether or not the server keeps up. On the
 * event loop only.
 */
final class Pace {
  private final EventLoop eventLoop;
  private final List<? extends Caller> callers;
  private final double nanosBetween;
  private long startNanos;
  private long due;
  private boolean going;

  Pace(EventLoop eventLoop, List<? extends Caller> callers, double perSecond) {
    this.eventLoop = eventLoop;
    this.callers = callers;
    this.nanosBetween = 1e9 / perSecond;
  }

  void start() {
    going = true;
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
    long wait;
    while ((wait = dueNanos() - System.nanoTime()) <= 0) {
      callers.get((int) (due % callers.size())).owe(dueNanos());
      due++;
    }
    eventLoop.schedule(this::tick, wait, TimeUnit.NANOSECONDS);
  }

  private long dueNanos() {
    return startNanos + (long) (due * nanosBetween);
  }
}

package org.nowserving.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets every event loop read what has come to its sockets by now. Each is a thread of its own, so
 * without this a word on one connection may be heard BEFORE the end of an earlier one. Any thread.
 */
final class EventLoopRound {
  /**
   * How often each reads: a socket's end may come up a turn AFTER its last bytes, and many bytes
   * take more than one turn.
   */
  private static final int TURNS = 4;

  private EventLoopRound() {}

  /**
   * Does something on this event loop, AFTER it and all the others of its group have read what had
   * come; never, where they stop meanwhile.
   */
  static void finish(EventLoop eventLoop, Runnable afterwards) {
    List<EventExecutor> all = new ArrayList<>();
    eventLoop.parent().forEach(all::add);
    AtomicInteger left = new AtomicInteger(all.size());
    Runnable done =
        () -> {
          if (left.decrementAndGet() == 0) {
            execute(eventLoop, afterwards);
          }
        };
    for (EventExecutor one : all) {
      execute(one, () -> afterTurns(one, TURNS, done));
    }
  }

  private static void execute(EventExecutor eventLoop, Runnable task) {
    try {
      eventLoop.execute(task);
    } catch (RejectedExecutionException stopped) {
      // All its connections are closed, and nobody waits any more.
    }
  }

  private static void afterTurns(EventExecutor eventLoop, int turns, Runnable done) {
    if (turns == 0) {
      done.run();
    } else {
      // What is scheduled from within a turn of an event loop comes up in its next turn, AFTER the
      // sockets were read again.
      eventLoop.schedule(() -> afterTurns(eventLoop, turns - 1, done), 0, TimeUnit.NANOSECONDS);
    }
  }
}

package org.nowserving.net;

import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.nowserving.limits.Limit;

/**
 * Takes leave of a staff connection on which nobody shows a valid token for too long: it hears
 * almost nothing, and its place is for somebody else. Event loop only, one for each connection.
 */
final class StrangerDeadline {
  private final Future<?> timer;

  private StrangerDeadline(Future<?> timer) {
    this.timer = timer;
  }

  /** Begins to count. */
  static StrangerDeadline of(Device device, Duration limit) {
    StrangerDeadline deadline =
        new StrangerDeadline(
            device
                .channel()
                .eventLoop()
                .schedule(
                    () -> device.end(Ending.UNKNOWN_TOO_LONG, Limit.UNKNOWN_STAFF_TIMEOUT),
                    limit.toMillis(),
                    TimeUnit.MILLISECONDS));
    // Else those who come and go at once would be remembered for that long.
    device.channel().closeFuture().addListener(closed -> deadline.met());
    return deadline;
  }

  /** Somebody was recognised, or is gone: it counts no more. */
  void met() {
    timer.cancel(false);
  }
}

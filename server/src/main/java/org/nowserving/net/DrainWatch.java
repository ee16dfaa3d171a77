package org.nowserving.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notices that the other side has taken not one byte for too long while there was something to
 * take. Event loop only.
 */
final class DrainWatch {
  /** How often it looks within the limit. */
  private static final int LOOKS = 4;

  private final Channel channel;
  private final Duration limit;
  private final Runnable onStall;
  private @Nullable ScheduledFuture<?> timer;
  private long lastMove;
  private long lastPending;
  private long lastProgress;
  private int lastHead;

  DrainWatch(Channel channel, Duration limit, Runnable onStall) {
    this.channel = channel;
    this.limit = limit;
    this.onStall = onStall;
  }

  /** Begins to watch, unless it does already. */
  void start() {
    if (timer == null) {
      lastMove = System.nanoTime();
      lastPending = Long.MAX_VALUE;
      schedule();
    }
  }

  void stop() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void schedule() {
    long pause = Math.max(1, limit.toMillis() / LOOKS);
    timer = channel.eventLoop().schedule(this::look, pause, TimeUnit.MILLISECONDS);
  }

  private void look() {
    ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
    if (outbound == null) {
      timer = null;
      return;
    }
    long now = System.nanoTime();
    long pending = outbound.totalPendingWriteBytes();
    long progress = outbound.currentProgress();
    int head = System.identityHashCode(outbound.current());
    // A buffer leaves the sum only when it is out as a whole, until then its progress moves; and
    // what was taken may have been made up for by what was added.
    if (pending == 0 || pending < lastPending || progress != lastProgress || head != lastHead) {
      lastMove = now;
    }
    lastPending = pending;
    lastProgress = progress;
    lastHead = head;
    if (now - lastMove >= limit.toNanos()) {
      timer = null;
      onStall.run();
    } else {
      schedule();
    }
  }
}

package org.nowserving.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.nowserving.limits.Limit;

/**
 * Drops a connection that has not got to the point in time: a complete request, or a finished
 * handshake. It counts from the moment of accepting and never looks at the bytes, so that a byte a
 * second gains nothing. Event loop only.
 */
final class HandshakeDeadline extends ChannelInboundHandlerAdapter {
  private final Duration limit;
  private final NetMeter meter;
  private @Nullable ScheduledFuture<?> timer;
  private boolean everMet;

  HandshakeDeadline(Duration limit, NetMeter meter) {
    this.limit = limit;
    this.meter = meter;
  }

  /** A complete request is here; its answer may take its time. */
  void met() {
    everMet = true;
    stop();
  }

  /** The answer is out; from now on the next request is waited for. */
  void again(ChannelHandlerContext context) {
    stop();
    start(context);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    start(context);
    context.fireChannelActive();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    stop();
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    stop();
  }

  private void start(ChannelHandlerContext context) {
    timer =
        context.executor().schedule(() -> drop(context), limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void stop() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void drop(ChannelHandlerContext context) {
    if (!everMet) {
      meter.handshakeRefused(Refusal.TOO_LATE);
      meter.hit(Limit.HANDSHAKE_TIMEOUT);
    }
    context.close();
  }
}

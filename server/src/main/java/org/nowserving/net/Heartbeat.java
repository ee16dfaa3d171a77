package org.nowserving.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.nowserving.limits.Limit;

/**
 * Asks the device now and then whether it is still there, and drops it when it sends no frame for
 * too long. Any frame counts as life, single bytes do not. Event loop only.
 */
final class Heartbeat extends ChannelInboundHandlerAdapter {
  private final Device device;
  private final long pingNanos;
  private final long silenceNanos;
  private long lastFrame;
  private long lastPing;
  private @Nullable ScheduledFuture<?> timer;

  Heartbeat(Device device, Duration ping, Duration silence) {
    this.device = device;
    this.pingNanos = ping.toNanos();
    this.silenceNanos = silence.toNanos();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    long now = System.nanoTime();
    lastFrame = now;
    lastPing = now;
    schedule(context, now);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object frame) {
    lastFrame = System.nanoTime();
    context.fireChannelRead(frame);
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

  private void stop() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void schedule(ChannelHandlerContext context, long now) {
    long untilPing = lastPing + pingNanos - now;
    long untilSilent = lastFrame + silenceNanos - now;
    timer =
        context
            .executor()
            .schedule(() -> beat(context), Math.min(untilPing, untilSilent), TimeUnit.NANOSECONDS);
  }

  private void beat(ChannelHandlerContext context) {
    if (device.isOver()) {
      return;
    }
    long now = System.nanoTime();
    if (!device.isListenedTo()) {
      lastFrame = now; // who is not listened to cannot be called silent
    }
    if (now - lastFrame >= silenceNanos) {
      device.end(Ending.SILENT, Limit.SILENCE_LIMIT);
      return;
    }
    if (now - lastPing >= pingNanos) {
      lastPing = now;
      device.ping();
    }
    schedule(context, now);
  }
}

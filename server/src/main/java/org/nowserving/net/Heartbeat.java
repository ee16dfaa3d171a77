package org.nowserving.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.nowserving.limits.Limit;

/**
 * Asks the device now and then whether it is still there, and drops it when it sends no frame for
 * too long. Who was told something is asked soon, and has less time: an answer that comes after the
 * words shows that they were read, wherever between here and there they might have been waiting.
 * Any frame counts as life, single bytes do not. Event loop only.
 */
final class Heartbeat extends ChannelInboundHandlerAdapter implements Runnable {
  /** How often it looks within the time that a device may lag. */
  private static final int LOOKS = 4;

  private final Device device;
  private final NetSettings.Times times;
  private long lastFrame;
  private long lastPing;
  private long nextBeat;

  /** Whether a ping went out behind words, and no frame came since. */
  private boolean isAwaited;

  private long awaitedSince;

  /** How much the device had been told at the last ping. */
  private long toldAtPing;

  private @Nullable ScheduledFuture<?> timer;

  Heartbeat(Device device, NetSettings.Times times) {
    this.device = device;
    this.times = times;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    long now = System.nanoTime();
    lastFrame = now;
    lastPing = now;
    schedule(now);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object frame) {
    lastFrame = System.nanoTime();
    isAwaited = false;
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

  private long lookNanos() {
    return Math.max(1, times.lag().toNanos() / LOOKS);
  }

  private void schedule(long now) {
    long untilPing = lastPing + times.ping().toNanos() - now;
    long untilSilent = lastFrame + times.silence().toNanos() - now;
    long pause = Math.min(lookNanos(), Math.min(untilPing, untilSilent));
    nextBeat = now + pause;
    timer = device.channel().eventLoop().schedule(this, pause, TimeUnit.NANOSECONDS);
  }

  /** One beat. For the timer: a connection needs no other object for it. */
  @Override
  public void run() {
    if (device.isOver()) {
      return;
    }
    long now = System.nanoTime();
    if (!device.isListenedTo() || now - nextBeat >= lookNanos()) {
      // Who is not listened to cannot be called silent; nor can anybody by a server that was held
      // up itself, because what they sent may not have been read. Their time begins anew.
      lastFrame = now;
      awaitedSince = now;
    }
    if (device.isBeingWelcomed()) {
      awaitedSince = now; // a welcome takes as long as it takes: Outflow watches that it goes on
    }
    if (now - lastFrame >= times.silence().toNanos()) {
      device.end(Ending.SILENT, Limit.SILENCE_LIMIT);
    } else if (isAwaited && now - awaitedSince >= times.lag().toNanos()) {
      device.end(Ending.TOO_SLOW, Limit.LAG_LIMIT);
    } else {
      ask(now);
      schedule(now);
    }
  }

  private void ask(long now) {
    boolean wasTold = device.told() != toldAtPing;
    if (now - lastPing < times.ping().toNanos() && (isAwaited || !wasTold)) {
      return;
    }
    lastPing = now;
    toldAtPing = device.told();
    if (wasTold && !isAwaited) {
      isAwaited = true;
      awaitedSince = now;
    }
    device.ping();
  }
}

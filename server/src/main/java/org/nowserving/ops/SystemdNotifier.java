package org.nowserving.ops;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.nowserving.loop.Pulse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the server does, by the protocol of sd_notify(3): that it is ready, that it
 * stops, and that the floor's loop turns. The watchdog's sign is sent by {@link #turned} and by
 * nothing else, so a loop that is stuck falls silent and systemd restarts the process. Where nobody
 * asks ({@code NOTIFY_SOCKET}), it does nothing. Any thread, but for {@link #turned}; never blocks
 * but in {@link #of} and {@link #close}.
 */
public final class SystemdNotifier implements Pulse, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SystemdNotifier.class);

  /** Signs in the time in which systemd expects one: a late one must not cost a restart. */
  private static final int SIGNS_IN_TIME = 4;

  private static final Duration READINESS_PAUSE = Duration.ofMillis(100);

  private final @Nullable EventLoopGroup eventLoop;
  private final @Nullable Channel channel;

  /** The time between two signs; 0 where nobody waits for them. */
  private final long signNanos;

  private volatile boolean stopping;

  /** Loop thread only. */
  private boolean signed;

  /** When the last sign was sent; loop thread only. */
  private long signedNanos;

  private SystemdNotifier(
      @Nullable EventLoopGroup eventLoop, @Nullable Channel channel, long signNanos) {
    this.eventLoop = eventLoop;
    this.channel = channel;
    this.signNanos = signNanos;
  }

  /**
   * The one that this environment asks for. A socket that cannot be reached costs a warning: the
   * server serves, and systemd says itself that it heard nothing.
   *
   * @param pid of this process
   */
  public static SystemdNotifier of(Map<String, String> environment, long pid) {
    String socket = environment.getOrDefault("NOTIFY_SOCKET", "");
    if (socket.isEmpty()) {
      return new SystemdNotifier(null, null, 0);
    }
    if (!Epoll.isAvailable()) {
      log.warn("NOTIFY_SOCKET is set, but only Linux has such sockets; nobody is told anything");
      return new SystemdNotifier(null, null, 0);
    }
    EventLoopGroup eventLoop =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("systemd", true), EpollIoHandler.newFactory());
    var connected =
        new Bootstrap()
            .group(eventLoop)
            .channel(EpollDomainDatagramChannel.class)
            .handler(new ChannelInboundHandlerAdapter())
            .connect(address(socket))
            .awaitUninterruptibly();
    if (!connected.isSuccess()) {
      log.warn(
          "NOTIFY_SOCKET cannot be reached, so nobody is told anything: {}",
          connected.cause().getMessage());
      eventLoop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
      return new SystemdNotifier(null, null, 0);
    }
    return new SystemdNotifier(eventLoop, connected.channel(), signNanos(environment, pid));
  }

  /** A name that begins with {@code @} is one of Linux' abstract ones, which no file system has. */
  private static DomainSocketAddress address(String socket) {
    return new DomainSocketAddress(socket.startsWith("@") ? "\0" + socket.substring(1) : socket);
  }

  private static long signNanos(Map<String, String> environment, long pid) {
    String whom = environment.getOrDefault("WATCHDOG_PID", "");
    if (!whom.isEmpty() && !whom.equals(String.valueOf(pid))) {
      return 0; // meant for a process that started this one
    }
    try {
      long micros = Long.parseLong(environment.getOrDefault("WATCHDOG_USEC", "0"));
      return Math.max(0, TimeUnit.MICROSECONDS.toNanos(micros) / SIGNS_IN_TIME);
    } catch (NumberFormatException e) {
      log.warn("WATCHDOG_USEC is no number, so no sign of life is sent");
      return 0;
    }
  }

  /**
   * Says that the server is ready as soon as it is, once.
   *
   * @param isReady may block for a moment; asked on a thread of its own
   */
  public void readyWhen(BooleanSupplier isReady) {
    if (channel != null) {
      Thread.ofVirtual().name("systemd-ready").start(() -> awaitReady(isReady));
    }
  }

  private void awaitReady(BooleanSupplier isReady) {
    try {
      while (!stopping) {
        if (isReady.getAsBoolean()) {
          say("READY=1\nSTATUS=Serving.");
          return;
        }
        Thread.sleep(READINESS_PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says that the server has begun to stop. */
  public void stopping() {
    stopping = true;
    say("STOPPING=1\nSTATUS=Finishing what was begun.");
  }

  /** Sends a sign of life where one is due. Loop thread only. */
  @Override
  public void turned(long nanos) {
    if (signNanos > 0 && (!signed || nanos - signedNanos >= signNanos)) {
      signed = true;
      signedNanos = nanos;
      say("WATCHDOG=1");
    }
  }

  private void say(String words) {
    if (channel != null) {
      channel
          .writeAndFlush(Unpooled.copiedBuffer(words, StandardCharsets.UTF_8))
          .addListener(said -> {
            if (!said.isSuccess()) {
              log.debug("systemd was not told {}: {}", words, said.cause().getMessage());
            }
          });
    }
  }

  @Override
  public void close() {
    if (channel != null && eventLoop != null) {
      channel.close().awaitUninterruptibly(); // AFTER the last words, which wait in its event loop
      eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }
}

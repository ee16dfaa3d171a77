package org.nowserving.ops;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Hears what a service tells systemd, where systemd would. Linux only. One thread. */
public final class NotifySocket implements AutoCloseable {
  private final EventLoopGroup eventLoop =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final String name;

  /**
   * @param name as it stands in {@code NOTIFY_SOCKET}: a path, or {@code @} and an abstract name
   */
  public NotifySocket(String name) {
    this.name = name;
    new Bootstrap()
        .group(eventLoop)
        .channel(EpollDomainDatagramChannel.class)
        .handler(
            new SimpleChannelInboundHandler<DomainDatagramPacket>() {
              @Override
              protected void channelRead0(
                  ChannelHandlerContext context, DomainDatagramPacket said) {
                heard.add(said.content().toString(StandardCharsets.UTF_8));
              }
            })
        .bind(new DomainSocketAddress(name.startsWith("@") ? "\0" + name.substring(1) : name))
        .syncUninterruptibly();
  }

  public String name() {
    return name;
  }

  /** What was said next; "nothing" when nothing comes in that time. */
  public String next(Duration patience) throws InterruptedException {
    String words = heard.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    return words == null ? "nothing" : words;
  }

  /** The next that is no sign of life. */
  public String nextWord(Duration patience) throws InterruptedException {
    String words = next(patience);
    while (words.equals("WATCHDOG=1")) {
      words = next(patience);
    }
    return words;
  }

  /** Forgets what was said so far. */
  public void forget() {
    heard.clear();
  }

  @Override
  public void close() {
    eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}

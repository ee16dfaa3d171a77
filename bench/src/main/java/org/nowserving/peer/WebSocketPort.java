package org.nowserving.peer;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A port of this machine alone on which WebSockets are spoken, each path with a meaning of its own.
 * Any thread but an event loop, because every method waits.
 */
final class WebSocketPort implements AutoCloseable {
  /** As many as the product's: ten thousand connections are opened at once. */
  private static final int BACKLOG = 1_024;

  private static final int REQUEST_BODY_BYTES = 8_192;
  private static final int GOODBYE_SECONDS = 2;

  private final EventLoopGroup eventLoops;
  private final Channel listening;

  private WebSocketPort(EventLoopGroup eventLoops, Channel listening) {
    this.eventLoops = eventLoops;
    this.listening = listening;
  }

  /**
   * The threads for a port.
   *
   * @param threads how many; 0 for Netty's default
   */
  static EventLoopGroup eventLoops(int threads) {
    return new MultiThreadIoEventLoopGroup(
        threads, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  }

  /**
   * Begins to listen.
   *
   * @param port 0 for any
   * @param eventLoops from {@link #eventLoops}; this ends them
   * @param paths what a path stands for, made anew for each connection; empty where it is nothing
   */
  static WebSocketPort listen(
      int port, EventLoopGroup eventLoops, Function<String, Optional<PathHandler>> paths) {
    Channel listening =
        new ServerBootstrap()
            .group(eventLoops)
            .channel(
                Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpObjectAggregator(REQUEST_BODY_BYTES))
                        .addLast(new PathChoice(paths));
                  }
                })
            .bind("127.0.0.1", port)
            .syncUninterruptibly()
            .channel();
    return new WebSocketPort(eventLoops, listening);
  }

  int number() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** Prints the one line that whoever started this waits for, and waits until it is closed. */
  void serve() {
    System.out.println("listening on 127.0.0.1:" + number());
    listening.closeFuture().syncUninterruptibly();
  }

  /** Drops every connection. */
  @Override
  public void close() {
    listening.close().awaitUninterruptibly();
    eventLoops
        .shutdownGracefully(0, GOODBYE_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(GOODBYE_SECONDS, TimeUnit.SECONDS);
  }
}

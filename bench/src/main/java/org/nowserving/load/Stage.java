package org.nowserving.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where all clients live: one event loop, on which everything about them happens, so that nothing
 * is shared. The methods that wait belong to the thread that runs the load.
 */
final class Stage implements AutoCloseable {
  /** How many handshakes are under way at once. */
  private static final int OPENING_AT_ONCE = 128;

  private static final int HTTP_PORT = 80;
  private static final Duration LOOK_EVERY = Duration.ofMillis(2);

  private final URI server;
  private final MultiThreadIoEventLoopGroup group;
  private final EventLoop eventLoop;
  private final Bootstrap bootstrap;
  private final Recorder recorder;
  private final Text heard = new Text();
  private final List<Line> lines = new ArrayList<>();
  private final Deque<Runnable> unopened = new ArrayDeque<>();
  private int opening;
  private volatile @Nullable Throwable failure;

  Stage(Plan plan) {
    this.server = plan.server();
    this.recorder = new Recorder(plan.speakers().perSecond().isPresent());
    boolean epoll = Epoll.isAvailable();
    this.group =
        new MultiThreadIoEventLoopGroup(
            1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    this.eventLoop = group.next();
    this.bootstrap =
        new Bootstrap()
            .group(eventLoop)
            .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .remoteAddress(
                new InetSocketAddress(
                    server.getHost(), server.getPort() < 0 ? HTTP_PORT : server.getPort()));
  }

  Recorder recorder() {
    return recorder;
  }

  /** Does something on the event loop, after a while; what goes wrong there ends the load. */
  void later(Runnable action, long nanos) {
    Runnable guarded =
        () -> {
          try {
            action.run();
          } catch (RuntimeException | Error e) {
            fail(e);
          }
        };
    if (nanos <= 0) {
      eventLoop.execute(guarded);
    } else {
      eventLoop.schedule(guarded, nanos, TimeUnit.NANOSECONDS);
    }
  }

  /** What went wrong ends the load. Any thread. */
  void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  /** Opens a connection, some time soon. On the event loop. */
  void open(String path, Ear ear) {
    unopened.add(() -> connect(path, ear));
    openMore();
  }

  private void openMore() {
    while (opening < OPENING_AT_ONCE && !unopened.isEmpty()) {
      opening++;
      unopened.remove().run();
    }
  }

  private void connect(String path, Ear ear) {
    Ear counting =
        new Ear() {
          @Override
          public void opened(Line line) {
            opening--;
            openMore();
            ear.opened(line);
          }

          @Override
          public void heard(Text text, long nowNanos) throws WrongAnswer {
            ear.heard(text, nowNanos);
          }
        };
    Line line = new Line(server, path, counting, heard, this::fail);
    lines.add(line);
    bootstrap
        .clone()
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(line);
              }
            })
        .connect()
        .addListener(done -> {
          if (!done.isSuccess()) {
            fail(
                new IOException(
                    "no connection to " + server + ": " + done.cause().getMessage(), done.cause()));
          }
        });
  }

  /** Does something on the event loop and waits for it. */
  <T> T ask(Supplier<T> question) throws LoadException, InterruptedException {
    check();
    try {
      return eventLoop.submit(question::get).get();
    } catch (ExecutionException e) {
      throw new LoadException("a bug in the load program: " + e.getCause(), e.getCause());
    }
  }

  void tell(Runnable action) throws LoadException, InterruptedException {
    ask(() -> {
      action.run();
      return true;
    });
  }

  /**
   * Waits until that is so.
   *
   * @param what for the sentence when it does not come to that
   */
  void await(String what, Duration patience, BooleanSupplier condition)
      throws LoadException, InterruptedException {
    await(() -> what, patience, condition);
  }

  /** The same, where the sentence says how far it came. */
  void await(Supplier<String> what, Duration patience, BooleanSupplier condition)
      throws LoadException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!ask(condition::getAsBoolean)) {
      if (System.nanoTime() - deadline > 0) {
        throw new LoadException(
            "waited " + patience.toMillis() / 1e3 + " s in vain: " + ask(what), null);
      }
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
    }
  }

  /** Stops the load when something went wrong. Any thread. */
  void check() throws LoadException {
    Throwable cause = failure;
    if (cause instanceof IOException || cause instanceof WrongAnswer) {
      throw new LoadException(String.valueOf(cause.getMessage()), cause);
    }
    if (cause != null) {
      throw new LoadException("a bug in the load program: " + cause, cause);
    }
  }

  @Override
  public void close() {
    eventLoop.execute(() -> lines.forEach(Line::close));
    group.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
  }
}

package org.nowserving.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nowserving.keys.DeviceKeys;
import org.nowserving.keys.KeyMark;
import org.nowserving.limits.Limits;
import org.nowserving.loop.Inbox;
import org.nowserving.store.Visitors;

/**
 * The service port: devices and plain HTTP. Any thread but an event loop, because every method
 * waits.
 *
 * <p>It stops in three steps, so that the loop can finish in between what was begun: {@link
 * #stopAccepting}, {@link #goodbye}, {@link #close}.
 */
public final class WebSocketServer implements AutoCloseable {
  /** How many connections may wait to be accepted: when a network comes back, all devices do. */
  private static final int BACKLOG = 1_024;

  private final NetSettings settings;
  private final Transport transport;
  private final Devices devices;
  private final EventLoopGroup eventLoops;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final ServerPipeline pipeline;
  private @Nullable Channel listening;

  /**
   * @param plainHttp makes, for each connection, what answers requests that are no handshake; it is
   *     given one {@code FullHttpRequest} after the other, the next AFTER the last answer is out
   */
  public WebSocketServer(
      NetSettings settings,
      Inbox inbox,
      Devices devices,
      CredentialLookup credentials,
      DeviceKeys keys,
      Visitors visitors,
      Supplier<ChannelHandler> plainHttp,
      Limits limits,
      NetMeter meter) {
    this(
        settings,
        Transport.best(),
        inbox,
        devices,
        credentials,
        keys,
        visitors,
        plainHttp,
        limits,
        meter);
  }

  WebSocketServer(
      NetSettings settings,
      Transport transport,
      Inbox inbox,
      Devices devices,
      CredentialLookup credentials,
      DeviceKeys keys,
      Visitors visitors,
      Supplier<ChannelHandler> plainHttp,
      Limits limits,
      NetMeter meter) {
    this.settings = settings;
    this.transport = transport;
    this.devices = devices;
    this.eventLoops =
        new MultiThreadIoEventLoopGroup(
            settings.ioThreads(), new DefaultThreadFactory("net"), transport.handlers());
    this.pipeline =
        new ServerPipeline(
            settings,
            HostNames.withThisMachines(settings.place().allowedHosts()),
            inbox,
            devices,
            credentials,
            keys,
            visitors,
            plainHttp,
            limits,
            meter,
            connections);
  }

  /**
   * Begins to listen and to accept.
   *
   * @return where, with the port that was chosen where the settings leave that open
   */
  public InetSocketAddress start() throws ListenException {
    InetSocketAddress address =
        new InetSocketAddress(settings.place().bind(), settings.place().port());
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(eventLoops)
            .channel(transport.serverChannel())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childHandler(pipeline);
    transport.tune(bootstrap);
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    Throwable cause = bound.cause();
    if (cause != null) {
      throw new ListenException(sentence(cause), cause);
    }
    listening = bound.channel();
    return (InetSocketAddress) bound.channel().localAddress();
  }

  private String sentence(Throwable cause) {
    String where = settings.place().bind() + ":" + settings.place().port();
    String why = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    if (cause instanceof UnresolvedAddressException) {
      return "cannot listen on " + where + ": that host name is not known (setting bind)";
    }
    if (why.contains("address already in use")) {
      return "cannot listen on " + where + ": the port is taken by another program (setting port)";
    }
    if (why.contains("cannot assign requested address")) {
      return "cannot listen on " + where + ": this machine has no such address (setting bind)";
    }
    if (why.contains("permission denied")) {
      return "cannot listen on " + where + ": ports below 1024 are not for everyone (setting port)";
    }
    return "cannot listen on " + where + " (settings bind and port): " + cause.getMessage();
  }

  /**
   * Lets nobody in and hears nobody any more. What was heard already is still answered: devices
   * hear the floor, requests get their answers.
   */
  public void stopAccepting() {
    Channel channel = listening;
    if (channel != null) {
      channel.close().awaitUninterruptibly();
    }
    pipeline.stop();
    devices.forEach(Device::deafen);
    leaveHttp();
    awaitEventLoops();
  }

  /**
   * Whether nothing is being looked up for a device any more, and everything that came of it so far
   * has reached the inbox or the device. AFTER {@link #stopAccepting}.
   */
  public boolean isQuiet() {
    awaitEventLoops();
    return devices.lookUps().get() == 0;
  }

  /** Takes leave of every device that came in with one of these keys, which let nobody in now. */
  public void sendAway(Set<KeyMark> gone) {
    awaitEventLoops(); // whoever was let in a moment before the keys changed has joined by then
    devices.forEach(device -> {
      if (device.key().filter(gone::contains).isPresent()) {
        device.end(Ending.KEY_GONE);
      }
    });
  }

  /** Tells every device that the server stops, and waits, not for long, until all are gone. */
  public void goodbye() {
    devices.forEach(device -> device.end(Ending.SERVER_STOPPING));
    leaveHttp();
    connections.newCloseFuture().awaitUninterruptibly(settings.times().goodbye().toMillis());
  }

  /** How many connections are open, devices and others. */
  int connections() {
    return connections.size();
  }

  /** Drops whoever is left. */
  @Override
  public void close() {
    if (eventLoops.isShuttingDown()) {
      return;
    }
    stopAccepting();
    connections.close().awaitUninterruptibly(settings.times().goodbye().toMillis());
    eventLoops
        .shutdownGracefully(0, settings.times().goodbye().toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly();
  }

  private void leaveHttp() {
    for (Channel channel : connections) {
      channel
          .eventLoop()
          .execute(() -> {
            ChannelHandlerContext context = channel.pipeline().context(RequestTurns.class);
            if (context != null && context.handler() instanceof RequestTurns turns) {
              turns.leave(context);
            }
          });
    }
  }

  /** Waits until every event loop has done what it was told up to now. */
  private void awaitEventLoops() {
    List<Future<?>> done = new ArrayList<>();
    for (EventExecutor eventLoop : eventLoops) {
      done.add(eventLoop.submit(() -> {}));
    }
    for (Future<?> future : done) {
      future.awaitUninterruptibly(settings.times().goodbye().toMillis());
    }
  }
}

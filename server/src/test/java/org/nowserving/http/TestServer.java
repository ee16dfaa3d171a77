package org.nowserving.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.nowserving.keys.DeviceKeys;
import org.nowserving.limits.Limits;
import org.nowserving.limits.OutOfReach;
import org.nowserving.loop.Inbox;
import org.nowserving.net.Devices;
import org.nowserving.net.ListenException;
import org.nowserving.net.NetMeter;
import org.nowserving.net.NetSettings;
import org.nowserving.net.WebSocketServer;
import org.nowserving.protocol.text.ClaimedOrder;
import org.nowserving.protocol.text.MessageWriter;

/** The real service port on a free port of the loopback, without a floor: for plain HTTP only. */
final class TestServer implements AutoCloseable {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final WebSocketServer server;
  private final int port;

  /**
   * @param drain for how long an answer may wait for the client
   * @param api makes the API's handler
   * @param watch sees every answer before the network side does
   */
  TestServer(Duration drain, Supplier<ChannelHandler> api, ChannelHandler watch) {
    this(Set.of(), drain, DeviceKeys.none(), () -> both(watch, api.get()));
  }

  /** A server that also goes by this name. */
  static TestServer named(String host, Supplier<ChannelHandler> api) {
    return new TestServer(Set.of(host), LONG, DeviceKeys.none(), api);
  }

  /** A server that asks devices for these keys. */
  static TestServer locked(DeviceKeys keys, Supplier<ChannelHandler> api) {
    return new TestServer(Set.of(), LONG, keys, api);
  }

  private TestServer(
      Set<String> hosts, Duration drain, DeviceKeys keys, Supplier<ChannelHandler> http) {
    NetSettings settings =
        new NetSettings(
            new NetSettings.Place("127.0.0.1", 0, hosts),
            NetSettings.Sizes.USUAL,
            new NetSettings.Times(LONG, LONG, LONG, LONG, drain, LONG, Duration.ofSeconds(2)),
            1);
    Inbox inbox = new Inbox(1);
    server =
        new WebSocketServer(
            settings,
            inbox,
            new Devices(new MessageWriter(ClaimedOrder.TICKET_TABLE), inbox, NetMeter.NONE),
            token -> CompletableFuture.completedFuture(Optional.empty()),
            keys,
            new Bureau.ErasedVisitors(),
            http,
            new Limits(OutOfReach.LIMITS, NetMeter.NONE),
            NetMeter.NONE);
    try {
      port = server.start().getPort();
    } catch (ListenException e) {
      throw new AssertionError(e);
    }
  }

  private static ChannelHandler both(ChannelHandler watch, ChannelHandler api) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(watch, api);
      }
    };
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    server.close();
  }
}

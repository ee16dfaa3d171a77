package org.nowserving.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.nowserving.floor.Input;
import org.nowserving.keys.DeviceKeys;
import org.nowserving.keys.KeyMark;
import org.nowserving.limits.OutOfReach;
import org.nowserving.limits.StoppedTime;
import org.nowserving.loop.Inbox;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.text.ClaimedOrder;
import org.nowserving.protocol.text.MessageWriter;

/**
 * The product's own pipeline, which says back what a display says. Three things differ from a
 * display of the product: an echo stands where {@link DisplayDialogue} does; in front of {@link
 * FrameHandler}, which refuses binary messages, a {@link BinaryEcho} takes them; and the limits
 * leave room for the conformance suite's longest messages and for a slow machine, so that the
 * heartbeat never asks.
 */
final class EchoServer implements AutoCloseable {
  /** The suite's longest message, and a little more than it says at once. */
  private static final int LONGEST_MESSAGE = 16 * 1024 * 1024;

  private static final int OUTBOUND = 4 * LONGEST_MESSAGE;

  private static final NetSettings SETTINGS =
      new NetSettings(
          new NetSettings.Place("127.0.0.1", 0, Set.of()),
          new NetSettings.Sizes(
              LONGEST_MESSAGE,
              NetSettings.Sizes.USUAL.headBytes(),
              NetSettings.Sizes.USUAL.bodyBytes(),
              OUTBOUND,
              NetSettings.Sizes.USUAL.commandsInFlight()),
          TestServer.TIMES,
          2);

  private final EventLoopGroup eventLoops =
      new MultiThreadIoEventLoopGroup(SETTINGS.ioThreads(), Transport.best().handlers());
  private final InetSocketAddress address;

  EchoServer() {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(eventLoops)
            .channel(Transport.best().serverChannel())
            .childHandler(new EchoPipeline());
    Transport.best().tune(bootstrap);
    address =
        (InetSocketAddress)
            bootstrap
                .bind(SETTINGS.place().bind(), SETTINGS.place().port())
                .syncUninterruptibly()
                .channel()
                .localAddress();
  }

  URI uri() {
    return URI.create(
        "ws://" + address.getHostString() + ":" + address.getPort() + Endpoint.DISPLAY.path());
  }

  @Override
  public void close() {
    eventLoops.shutdownGracefully().syncUninterruptibly();
  }

  private static final class EchoPipeline extends ServerPipeline {
    EchoPipeline() {
      this(new Inbox(0), new FakeStore());
    }

    private EchoPipeline(Inbox inbox, FakeStore store) {
      super(
          SETTINGS,
          HostNames.withThisMachines(Set.of()),
          inbox,
          new Devices(new MessageWriter(ClaimedOrder.TICKET_TABLE), inbox, NetMeter.NONE),
          store,
          DeviceKeys.none(),
          store,
          EchoHttp::new,
          new StoppedTime().limits(OutOfReach.LIMITS, NetMeter.NONE),
          NetMeter.NONE,
          new DefaultChannelGroup(GlobalEventExecutor.INSTANCE));
    }

    @Override
    void becomeDisplay(
        ChannelHandlerContext context, FullHttpRequest request, Optional<KeyMark> key) {
      Device device = device(context, Endpoint.DISPLAY, key);
      becomeDevice(context, request, device, Echo::new, new Input.DisplayConnected(device.id()));
      context.channel().pipeline().addBefore("frames", "binary-echo", new BinaryEcho(device));
    }
  }

  private record Echo(Device device) implements Listener {
    @Override
    public boolean allows() {
      return true;
    }

    @Override
    public void heardAll() {}

    @Override
    public void hear(String text) {
      Bulletin echo = new Bulletin(device.channel().alloc());
      FrameBytes.write(echo.end(), text);
      echo.endMessage();
      device.hear(echo, 0, 1);
      echo.release();
      device.flush();
    }
  }
}

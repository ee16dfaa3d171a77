package org.nowserving.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Input;
import org.nowserving.protocol.Endpoint;

/** A device without a network, and what gets through to its socket. Test thread only. */
final class EmbeddedDevice extends ChannelDuplexHandler {
  /** No time passes in these tests, however long a busy machine takes for them. */
  private static final NetSettings.Times PATIENT =
      new NetSettings.Times(
          Duration.ofHours(1),
          Duration.ofHours(1),
          Duration.ofHours(1),
          Duration.ofHours(1),
          Duration.ofHours(1),
          Duration.ofHours(1),
          Duration.ofHours(1));

  final EmbeddedChannel channel = new EmbeddedChannel(this, new WebSocket13FrameEncoder(false));
  final ConnectionId id;
  final Device device;

  /** What was written, with words in it. */
  final List<String> writes = new ArrayList<>();

  int marks;
  int flushes;

  /** Whether its socket takes nothing. */
  boolean blocked;

  EmbeddedDevice(Devices devices, Endpoint endpoint, int outboundBytes) {
    id = devices.nextId();
    NetSettings.Sizes usual = NetSettings.Sizes.USUAL;
    NetSettings.Sizes sizes =
        new NetSettings.Sizes(
            usual.messageBytes(),
            usual.headBytes(),
            usual.bodyBytes(),
            outboundBytes,
            usual.commandsInFlight());
    NetSettings base = TestServer.with(sizes);
    NetSettings settings = new NetSettings(base.place(), sizes, PATIENT, base.ioThreads());
    device = new Device(id, endpoint, Optional.empty(), channel, devices, settings);
    devices.join(device, new Input.StaffConnected(id, Optional.empty()));
  }

  @Override
  public void write(ChannelHandlerContext context, Object bytes, ChannelPromise promise) {
    if (((ByteBuf) bytes).isReadable()) {
      writes.add(text((ByteBuf) bytes));
    } else {
      marks++;
    }
    context.write(bytes, promise);
  }

  @Override
  public void flush(ChannelHandlerContext context) {
    flushes++;
    if (!blocked) {
      context.flush();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    device.pour();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof ClosedChannelException)) { // which is what a test meant to happen
      context.fireExceptionCaught(cause);
    }
  }

  /** Its socket takes everything from now on, and what it is owed at once. */
  void drain() {
    blocked = false;
    channel.flush();
    channel.runPendingTasks();
  }

  void release() {
    drain();
    channel.finishAndReleaseAll();
  }

  /** The messages of a write, each with a bar behind it. */
  private static String text(ByteBuf bytes) {
    ByteBuf rest = bytes.slice();
    StringBuilder text = new StringBuilder();
    while (rest.isReadable()) {
      int first = rest.readUnsignedByte();
      int length = rest.readUnsignedByte();
      length = length == 126 ? rest.readUnsignedShort() : length;
      text.append(first == 0x81 ? "" : "?")
          .append(rest.readCharSequence(length, StandardCharsets.UTF_8))
          .append('|');
    }
    return text.toString();
  }
}

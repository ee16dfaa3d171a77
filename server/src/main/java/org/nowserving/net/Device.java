package org.nowserving.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.nowserving.floor.ConnectionId;
import org.nowserving.keys.KeyMark;
import org.nowserving.limits.Limit;
import org.nowserving.limits.Source;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.ServerMessage;

/**
 * One connected device, as the one to speak to: what it is told, whether it keeps up, and how it is
 * taken leave of. On its event loop only, but for what is final.
 *
 * <p>What it is told goes straight into the socket's buffer, up to the outbound limit. A welcome
 * may be longer than that: it is written in slices as the socket drains, and what is said meanwhile
 * queues behind it, so that the order stays.
 */
final class Device {
  /** How much of a welcome is written at once, and after how much unflushed a flush comes early. */
  static final int SLICE_BYTES = 16_384;

  /** How many slices are written in a row BEFORE other connections of the event loop get a turn. */
  private static final int SLICES_IN_A_ROW = 8;

  private final ConnectionId id;
  private final Endpoint endpoint;
  private final Optional<KeyMark> key;
  private final Channel channel;
  private final Devices devices;
  private final NetSettings settings;
  private final DrainWatch drainWatch;
  private final Source source;

  /** What waits behind a welcome, the welcome first; empty when nothing does. */
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  private long waitingBytes;
  private long writtenSinceWelcome;
  private long told;
  private int unflushedBytes;
  private int unflushedMessages;
  private @Nullable ChannelHandlerContext out;

  /** Whether the welcome is being written, or will be in a moment. */
  private boolean pouring;

  private boolean over;
  private boolean deaf;
  private Runnable onReply = () -> {};

  private sealed interface Waiting {
    record Frame(ByteBuf bytes) implements Waiting {}

    record Welcome(Iterator<ServerMessage> rest) implements Waiting {}
  }

  /**
   * @param key that it was let in with, where the desk has keys and this is no staff member's
   */
  Device(
      ConnectionId id,
      Endpoint endpoint,
      Optional<KeyMark> key,
      Channel channel,
      Devices devices,
      NetSettings settings) {
    this.id = id;
    this.endpoint = endpoint;
    this.key = key;
    this.channel = channel;
    this.devices = devices;
    this.settings = settings;
    this.source = Source.of(channel.remoteAddress());
    this.drainWatch = new DrainWatch(channel, settings.times().drain(), () -> end(Ending.TOO_SLOW));
  }

  ConnectionId id() {
    return id;
  }

  /** Where it is, as the limits on an address count it. */
  Source source() {
    return source;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  Optional<KeyMark> key() {
    return key;
  }

  Channel channel() {
    return channel;
  }

  /** How many look-ups are under way, of all devices. */
  AtomicInteger lookUps() {
    return devices.lookUps();
  }

  /** It ran into a limit. */
  void hit(Limit limit) {
    devices.hit(limit);
  }

  /** Whether leave was taken: nothing more is heard from it, nothing more is said to it. */
  boolean isOver() {
    return over;
  }

  /** How many messages were written for it up to now. */
  long told() {
    return told;
  }

  /** Whether a welcome is on its way, which may take long. */
  boolean isBeingWelcomed() {
    return !waiting.isEmpty();
  }

  /** Who is to know that a reply from the floor was handed over. */
  void onReply(Runnable listener) {
    onReply = listener;
  }

  /** Whether its frames are read at present. */
  boolean isListenedTo() {
    return channel.config().isAutoRead();
  }

  void listen(boolean yes) {
    if (!over && !deaf && yes != isListenedTo()) {
      channel.config().setAutoRead(yes);
    }
  }

  /** Listens to it no more, and understands nothing that has not been understood yet. */
  void deafen() {
    listen(false);
    deaf = true;
  }

  boolean isDeaf() {
    return deaf;
  }

  /** One message for this device alone; call {@link #flush} afterwards. */
  void hear(ServerMessage message) {
    if (over) {
      return;
    }
    hear(devices.frame(message));
    if (message instanceof Reply) {
      onReply.run();
    }
  }

  /** A message ready as bytes, which are released by this; call {@link #flush} afterwards. */
  void hear(ByteBuf frame) {
    if (over) {
      frame.release();
      return;
    }
    int size = frame.readableBytes();
    if (!hasRoomFor(size)) {
      frame.release();
      end(Ending.TOO_SLOW, Limit.OUTBOUND_LIMIT_BYTES);
    } else if (waiting.isEmpty()) {
      write(frame, size);
    } else {
      waiting.add(new Waiting.Frame(frame));
      waitingBytes += size;
    }
  }

  /** How things stand, as long as it may be. */
  void welcome(List<ServerMessage> messages) {
    if (!over && !messages.isEmpty()) {
      waiting.add(new Waiting.Welcome(messages.iterator()));
      pour();
    }
  }

  void flush() {
    if (unflushedBytes > 0) {
      devices.said(unflushedMessages, unflushedBytes);
      unflushedMessages = 0;
      unflushedBytes = 0;
      channel.flush();
    }
  }

  /** One message for this device alone, at once. */
  void tell(ServerMessage message) {
    if (!over) {
      hear(devices.frame(message));
      flush();
    }
  }

  void ping() {
    channel.writeAndFlush(new PingWebSocketFrame());
  }

  /** Answers a ping; its content is released by this. */
  void pong(ByteBuf content) {
    int size = content.readableBytes() + FrameBytes.SHORT_HEADER;
    if (over) {
      content.release();
    } else if (!hasRoomFor(size)) {
      content.release();
      end(Ending.TOO_SLOW, Limit.OUTBOUND_LIMIT_BYTES);
    } else {
      writtenSinceWelcome += size;
      channel.writeAndFlush(new PongWebSocketFrame(content), channel.voidPromise());
    }
  }

  /** Writes what waits, as far as the socket takes it. */
  void pour() {
    if (over || pouring) {
      return;
    }
    pouring = true; // a flush that makes the socket writable again comes back here
    for (int slices = 0; !waiting.isEmpty() && channel.isWritable(); slices++) {
      if (slices == SLICES_IN_A_ROW) {
        pourLater();
        return;
      }
      pourOne();
      flush();
    }
    pouring = false;
    if (waiting.isEmpty()) {
      drainWatch.stop();
    } else {
      drainWatch.start();
    }
  }

  private void pourLater() {
    channel
        .eventLoop()
        .execute(() -> {
          pouring = false;
          pour();
        });
  }

  private void pourOne() {
    switch (waiting.element()) {
      case Waiting.Frame(ByteBuf bytes) -> {
        waiting.remove();
        int size = bytes.readableBytes();
        waitingBytes -= size;
        write(bytes, size);
      }
      case Waiting.Welcome(Iterator<ServerMessage> rest) -> {
        writeSlice(rest);
        if (!rest.hasNext()) {
          waiting.remove();
        }
      }
    }
  }

  private void writeSlice(Iterator<ServerMessage> rest) {
    ByteBuf slice = channel.alloc().buffer(SLICE_BYTES);
    while (rest.hasNext() && slice.readableBytes() < SLICE_BYTES) {
      devices.writeFrame(slice, rest.next());
      told++;
      unflushedMessages++;
    }
    unflushedBytes += slice.readableBytes();
    writtenSinceWelcome = 0;
    out().write(slice, channel.voidPromise());
  }

  private void write(ByteBuf frame, int size) {
    told++;
    unflushedBytes += size;
    unflushedMessages++;
    writtenSinceWelcome += size;
    out().write(frame, channel.voidPromise());
    if (unflushedBytes >= SLICE_BYTES) {
      // A device that is quick must not look slow only because much is said in one turn.
      flush();
    }
  }

  /** Where bytes go that are frames already: below the encoder. */
  private ChannelHandlerContext out() {
    ChannelHandlerContext encoder = out;
    if (encoder == null) {
      encoder = channel.pipeline().context(WebSocketFrameEncoder.class);
      out = encoder;
    }
    return encoder;
  }

  private boolean hasRoomFor(int size) {
    return owed() + size <= settings.sizes().outboundBytes();
  }

  /**
   * What was said and has not left yet, a welcome not counted: no more than what the socket still
   * holds, and no more than what was written after the welcome.
   */
  private long owed() {
    ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
    long pending = outbound == null ? 0 : outbound.totalPendingWriteBytes();
    return Math.min(pending, writtenSinceWelcome) + waitingBytes;
  }

  /**
   * The device said that it goes: it hears its own close frame again, and the connection closes.
   */
  void endByDevice(CloseWebSocketFrame goodbye) {
    if (over) {
      goodbye.release();
      channel.close(); // the answer to our own close frame
      return;
    }
    leave(Ending.BY_DEVICE);
    channel.writeAndFlush(goodbye).addListener(written -> channel.close());
    closeSoon();
  }

  /** Takes leave, once; whoever is told has a moment to take it in BEFORE the connection closes. */
  void end(Ending ending) {
    end(ending, ignored -> {});
  }

  /** The same because of a limit, which is counted. */
  void end(Ending ending, Limit hit) {
    if (!over) {
      hit(hit);
      end(ending);
    }
  }

  /**
   * Takes leave where nothing intelligible comes any more, an answer to the close frame included:
   * one half is closed, and the device is to close the other.
   */
  void endOfSense(Ending ending) {
    end(
        ending,
        written -> {
          if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
          }
        });
  }

  private void end(Ending ending, ChannelFutureListener afterwards) {
    if (over) {
      return;
    }
    leave(ending);
    if (!ending.isTold() || !channel.isActive()) {
      channel.close();
      return;
    }
    channel
        .writeAndFlush(new CloseWebSocketFrame(ending.code(), ending.reason()))
        .addListener(afterwards);
    // What still comes in is read and thrown away, because to close while there is something unread
    // would reset the connection, and the close frame might be lost on its way.
    channel.config().setAutoRead(true);
    closeSoon();
  }

  private void leave(Ending ending) {
    over = true;
    drainWatch.stop();
    for (Waiting item = waiting.poll(); item != null; item = waiting.poll()) {
      if (item instanceof Waiting.Frame(ByteBuf bytes)) {
        bytes.release();
      }
    }
    devices.leave(this, ending);
  }

  private void closeSoon() {
    long millis = settings.times().close().toMillis();
    var timer = channel.eventLoop().schedule(() -> channel.close(), millis, TimeUnit.MILLISECONDS);
    channel.closeFuture().addListener(closed -> timer.cancel(false));
  }
}

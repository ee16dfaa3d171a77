package org.nowserving.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nowserving.limits.Limit;
import org.nowserving.protocol.ServerMessage;

/**
 * What one {@link Device} is told, on the way into its socket, in order. It goes straight into the
 * socket's buffer, up to the outbound limit. A welcome may be longer than that: it is written in
 * slices as the socket drains, and what is said meanwhile queues behind it. Event loop only.
 */
final class Outflow {
  /** How much of a welcome is written at once, and after how much unflushed a flush comes early. */
  static final int SLICE_BYTES = 16_384;

  /** How many slices are written in a row BEFORE other connections of the event loop get a turn. */
  private static final int SLICES_IN_A_ROW = 8;

  private static final int USUAL_BYTES = 256;

  private final Device device;
  private final Channel channel;
  private final Devices devices;
  private final NetSettings settings;

  /** What waits behind a welcome, the welcome first; there only while something does. */
  private @Nullable Backlog backlog;

  private long writtenSinceWelcome;
  private long told;

  /** What was said to this device alone and goes out in one piece BEFORE anything else does. */
  private @Nullable ByteBuf own;

  private int ownMessages;
  private int unflushedBytes;
  private int unflushedMessages;
  private @Nullable ChannelHandlerContext out;

  /** There from the first time that somebody waits for it, being behind. */
  private @Nullable Arrears arrears;

  /** Whether the welcome is being written, or will be in a moment. */
  private boolean pouring;

  private sealed interface Waiting {
    record Words(ByteBuf bytes, int messages) implements Waiting {}

    record Welcome(Iterator<ServerMessage> rest) implements Waiting {}
  }

  /** Lives as long as a welcome is on its way, and watches that it goes on. */
  private final class Backlog {
    final Deque<Waiting> items = new ArrayDeque<>();
    final DrainWatch drainWatch =
        new DrainWatch(channel, settings.times().drain(), () -> device.end(Ending.TOO_SLOW));

    /** Of the words among the items. */
    long bytes;

    void drop() {
      drainWatch.stop();
      for (Waiting item : items) {
        if (item instanceof Waiting.Words(ByteBuf words, int messages)) {
          words.release();
        }
      }
    }
  }

  Outflow(Device device, Devices devices, NetSettings settings) {
    this.device = device;
    this.channel = device.channel();
    this.devices = devices;
    this.settings = settings;
  }

  /** How many messages were written up to now. */
  long told() {
    return told;
  }

  /** Whether a welcome is on its way, which may take long. */
  boolean isBehindWelcome() {
    return backlog != null;
  }

  /** One message for this device alone. */
  void add(ServerMessage message) {
    ByteBuf words = own;
    if (words == null) {
      words = channel.alloc().buffer(USUAL_BYTES);
      own = words;
    }
    int before = words.writerIndex();
    devices.writeFrame(words, message);
    if (!hasRoomFor(0)) { // it is owed already
      words.writerIndex(before);
      endTooSlow();
      return;
    }
    ownMessages++;
    if (unflushedBytes + words.readableBytes() >= SLICE_BYTES) {
      putOwn();
    }
  }

  /** Several messages in a row that others hear, too. */
  void add(Bulletin bulletin, int from, int to) {
    putOwn();
    int next = from;
    while (next < to && !device.isOver()) {
      int stop = bulletin.stop(next, to, SLICE_BYTES - unflushedBytes);
      int size = bulletin.length(next, stop);
      if (!hasRoomFor(size)) {
        endTooSlow(); // as one of them would have, said by itself
        return;
      }
      put(bulletin.slice(next, stop), stop - next);
      next = stop;
    }
  }

  /** How things stand, as long as it may be. */
  void welcome(List<ServerMessage> messages) {
    putOwn();
    Backlog behind = backlog;
    if (behind == null) {
      behind = new Backlog();
      backlog = behind;
    }
    behind.items.add(new Waiting.Welcome(messages.iterator()));
    pour();
  }

  /** An answer to a ping; its content is released by this. */
  void pong(ByteBuf content) {
    int size = content.readableBytes() + FrameBytes.SHORT_HEADER;
    if (!hasRoomFor(size)) {
      content.release();
      endTooSlow();
    } else {
      writtenSinceWelcome += size;
      channel.writeAndFlush(new PongWebSocketFrame(content), channel.voidPromise());
    }
  }

  void flush() {
    putOwn();
    if (unflushedBytes > 0) {
      devices.said(unflushedMessages, unflushedBytes);
      unflushedMessages = 0;
      unflushedBytes = 0;
      channel.flush();
    }
  }

  /** Whether all that was said has left for the system to be sent; AFTER a flush. */
  boolean isOut() {
    ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
    return backlog == null && outbound != null && outbound.totalPendingWriteBytes() == 0;
  }

  /** It is behind, and this one waits for all that was said up to now. */
  void awaitedBy(LastDisplay waiting) {
    Arrears behind = arrears;
    if (behind == null) {
      behind = new Arrears(out());
      arrears = behind;
    }
    behind.add(waiting);
    if (backlog == null) {
      behind.mark();
      channel.flush();
    }
  }

  /** Nothing more is said; what waits is dropped, and what was said goes BEFORE any goodbye. */
  void end() {
    putOwn();
    Backlog behind = backlog;
    if (behind != null) {
      backlog = null;
      behind.drop();
    }
    if (arrears != null) {
      arrears.end();
    }
  }

  private void endTooSlow() {
    device.end(Ending.TOO_SLOW, Limit.OUTBOUND_LIMIT_BYTES);
  }

  private void putOwn() {
    ByteBuf words = own;
    if (words != null) {
      own = null;
      int messages = ownMessages;
      ownMessages = 0;
      if (messages == 0) {
        words.release();
      } else {
        put(words, messages);
      }
    }
  }

  private void put(ByteBuf words, int messages) {
    Backlog behind = backlog;
    if (behind == null) {
      write(words, messages);
    } else {
      behind.bytes += words.readableBytes();
      behind.items.add(new Waiting.Words(words, messages));
    }
  }

  /** Writes what waits, as far as the socket takes it. */
  void pour() {
    if (device.isOver() || pouring) {
      return;
    }
    pouring = true; // a flush that makes the socket writable again comes back here
    for (int slices = 0; backlog != null && channel.isWritable(); slices++) {
      if (slices == SLICES_IN_A_ROW) {
        pourLater();
        return;
      }
      pourOne(backlog);
      flush();
    }
    pouring = false;
    Backlog left = backlog;
    if (left != null) {
      left.drainWatch.start();
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

  private void pourOne(Backlog behind) {
    switch (behind.items.element()) {
      case Waiting.Words(ByteBuf bytes, int messages) -> {
        behind.items.remove();
        behind.bytes -= bytes.readableBytes();
        write(bytes, messages);
      }
      case Waiting.Welcome(Iterator<ServerMessage> rest) -> {
        writeSlice(rest);
        if (!rest.hasNext()) {
          behind.items.remove();
        }
      }
    }
    if (behind.items.isEmpty()) {
      behind.drainWatch.stop();
      backlog = null;
      if (arrears != null) {
        arrears.mark();
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

  private void write(ByteBuf words, int messages) {
    int size = words.readableBytes();
    told += messages;
    unflushedBytes += size;
    unflushedMessages += messages;
    writtenSinceWelcome += size;
    out().write(words, channel.voidPromise());
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
    ByteBuf words = own;
    int notWritten = words == null ? 0 : words.readableBytes();
    Backlog behind = backlog;
    long waiting = behind == null ? 0 : behind.bytes;
    return Math.min(pending, writtenSinceWelcome) + waiting + notWritten;
  }
}

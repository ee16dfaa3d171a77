package org.nowserving.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket connection, as little as a client can be: it shares its cores with what it
 * measures. What is said during one reading leaves in one piece afterwards. On the event loop only.
 */
final class Line extends ChannelInboundHandlerAdapter {
  private static final int TEXT = 0x81;
  private static final int CLOSE = 0x88;
  private static final int PING = 0x89;
  private static final int PONG = 0x8A;
  private static final int MASKED = 0x80;
  private static final int LENGTH_IN_2_BYTES = 126;
  private static final int LENGTH_IN_8_BYTES = 127;

  /** Any number will do; a client's frames have to be masked, with 0 a server could cheat. */
  private static final int MASK = 0x5A17C3E9;

  /** The longest message and the longest head that are heard out: no real one comes near. */
  private static final int MESSAGE_BYTES = 64 * 1024;

  private static final int HEAD_BYTES = 8 * 1024;

  private static final int CODE_BYTES = 2;
  private static final int POLICY_VIOLATION = 1008;

  private static final String END_OF_HEAD = "\r\n\r\n";
  private static final String ACCEPTED = "HTTP/1.1 101";

  private final URI server;
  private final String path;
  private final Ear ear;
  private final Consumer<Throwable> onFailure;

  /** What is heard, one message after the other. */
  private final Text heard;

  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf unread;
  private @Nullable ByteBuf unsaid;
  private boolean open;
  private boolean leaving;

  /**
   * @param heard a text of the event loop, for all its lines
   * @param onFailure hears why the connection ended, unless we closed it
   */
  Line(URI server, String path, Ear ear, Text heard, Consumer<Throwable> onFailure) {
    this.server = server;
    this.path = path;
    this.ear = ear;
    this.heard = heard;
    this.onFailure = onFailure;
  }

  /** Says this; it leaves with {@link #flush}, or when what is being read is read. */
  void say(Text text) {
    writeFrame(TEXT, text);
  }

  void flush() {
    ByteBuf ready = unsaid;
    if (ready != null && context != null) {
      unsaid = null;
      context.writeAndFlush(ready, context.voidPromise());
    }
  }

  void close() {
    leaving = true;
    if (context != null) {
      context.close();
    }
  }

  private void writeFrame(int kind, Text text) {
    ChannelHandlerContext there = context;
    if (there == null) {
      throw new IllegalStateException("nothing can be said BEFORE the connection is there");
    }
    ByteBuf out = unsaid;
    if (out == null) {
      out = there.alloc().buffer();
      unsaid = out;
    }
    int length = text.length();
    if (length < LENGTH_IN_2_BYTES) {
      out.writeByte(kind).writeByte(MASKED | length);
    } else {
      out.writeByte(kind).writeByte(MASKED | LENGTH_IN_2_BYTES).writeShort(length);
    }
    out.writeInt(MASK);
    text.maskInto(out, MASK);
  }

  @Override
  public void channelActive(ChannelHandlerContext there) {
    context = there;
    String request =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: "
            + server.getAuthority()
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
            + END_OF_HEAD;
    ByteBuf bytes = there.alloc().buffer(request.length());
    bytes.writeCharSequence(request, StandardCharsets.US_ASCII);
    there.writeAndFlush(bytes);
  }

  @Override
  public void channelRead(ChannelHandlerContext there, Object message) throws Exception {
    ByteBuf bytes = (ByteBuf) message;
    ByteBuf before = unread;
    if (before != null) {
      unread = null;
      before.writeBytes(bytes);
      bytes.release();
      bytes = before;
    }
    try {
      long nowNanos = System.nanoTime();
      if (open || openedBy(bytes)) {
        read(bytes, nowNanos);
      }
      if (bytes.isReadable()) {
        unread = there.alloc().buffer(bytes.readableBytes()).writeBytes(bytes);
      }
    } finally {
      bytes.release();
    }
  }

  /** Whether the answer to the handshake is there in full, and is a yes. */
  private boolean openedBy(ByteBuf bytes) throws IOException {
    String head = bytes.toString(StandardCharsets.US_ASCII);
    int end = head.indexOf(END_OF_HEAD);
    if (end < 0) {
      if (bytes.readableBytes() > HEAD_BYTES) {
        throw new IOException(path + " was answered with more than a handshake");
      }
      return false;
    }
    if (!head.startsWith(ACCEPTED)) {
      throw new IOException(
          path + " was refused: " + head.substring(0, Math.max(0, head.indexOf('\r'))));
    }
    bytes.skipBytes(end + END_OF_HEAD.length());
    open = true;
    ear.opened(this);
    return true;
  }

  private void read(ByteBuf bytes, long nowNanos) throws IOException, WrongAnswer {
    while (bytes.readableBytes() >= 2) {
      int start = bytes.readerIndex();
      int kind = bytes.readUnsignedByte();
      long length = bytes.readUnsignedByte();
      if (length > LENGTH_IN_8_BYTES) {
        throw new IOException("a masked frame on " + path + ", which a server may not send");
      }
      int more = length == LENGTH_IN_8_BYTES ? 8 : length == LENGTH_IN_2_BYTES ? 2 : 0;
      if (bytes.readableBytes() >= more && more > 0) {
        length = more == 2 ? bytes.readUnsignedShort() : bytes.readLong();
        more = 0;
      }
      if (length < 0 || length > MESSAGE_BYTES) {
        throw new IOException("a message of more than " + MESSAGE_BYTES + " bytes on " + path);
      }
      if (more > 0 || bytes.readableBytes() < length) {
        bytes.readerIndex(start);
        return;
      }
      heard.take(bytes, (int) length);
      switch (kind) {
        case TEXT -> ear.heard(heard, nowNanos);
        case PING -> writeFrame(PONG, heard);
        case CLOSE -> throw new IOException("the server closed " + path + ": " + closing());
        default -> throw new IOException("a frame of an unexpected kind on " + path + ": " + kind);
      }
    }
  }

  /** The code and the reason, and what to do about a server that has limits meant for people. */
  private String closing() {
    if (heard.length() < CODE_BYTES) {
      return "without a word";
    }
    int code = heard.unsignedShort(0);
    String reason = heard.from(CODE_BYTES);
    return "code "
        + code
        + (reason.isEmpty() ? "" : ", `" + reason + "`")
        + (code == POLICY_VIOLATION ? "; raise its limits, as `bench/table` does" : "");
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext there) {
    flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext there) {
    for (ByteBuf rest : new @Nullable ByteBuf[] {unread, unsaid}) {
      if (rest != null) {
        rest.release();
      }
    }
    unread = null;
    unsaid = null;
    if (!leaving) {
      onFailure.accept(new IOException("the server ended the connection to " + path));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext there, Throwable cause) {
    if (!leaving) {
      onFailure.accept(cause);
      close();
    }
  }
}

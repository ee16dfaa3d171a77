package org.nowserving.peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Tells the wall every text that comes in one frame, and gives it back. What was read at once goes
 * to the wall as one buffer, with the frames' headers in it.
 */
final class FanoutPath extends PathHandler {
  private static final int TEXT_WHOLE = 0x81;
  private static final int LENGTH_IN_2_BYTES = 126;

  /** The longest header of a frame that may come in here. */
  private static final int HEADER_ROOM = 4;

  private final Wall wall;
  private @Nullable ByteBuf turn;

  FanoutPath(Wall wall) {
    this.wall = wall;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof TextWebSocketFrame frame && frame.isFinalFragment()) {
      gather(context, frame.content());
      context.write(frame, context.voidPromise());
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  private void gather(ChannelHandlerContext context, ByteBuf text) {
    if (turn == null) {
      turn = context.alloc().directBuffer();
    }
    int length = text.readableBytes();
    turn.ensureWritable(length + HEADER_ROOM).writeByte(TEXT_WHOLE);
    if (length < LENGTH_IN_2_BYTES) {
      turn.writeByte(length);
    } else {
      turn.writeByte(LENGTH_IN_2_BYTES).writeShort(length);
    }
    turn.writeBytes(text, text.readerIndex(), length);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (turn != null) {
      wall.tell(turn);
      turn = null;
    }
    context.flush();
  }
}

package org.nowserving.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/**
 * Puts binary messages together and says them back; lets every other frame pass to {@link
 * FrameHandler}. Event loop only.
 */
final class BinaryEcho extends ChannelInboundHandlerAdapter {
  private final Device device;

  /** What has come of a binary message in fragments; nothing between messages. */
  private @Nullable ByteBuf fragments;

  BinaryEcho(Device device) {
    this.device = device;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    switch (message) {
      case BinaryWebSocketFrame binary when !device.isOver() -> {
        fragments = context.alloc().buffer();
        take(context, fragments, binary);
      }
      case ContinuationWebSocketFrame more when fragments != null && !device.isOver() ->
          take(context, fragments, more);
      default -> context.fireChannelRead(message);
    }
  }

  private void take(ChannelHandlerContext context, ByteBuf whole, WebSocketFrame frame) {
    whole.writeBytes(frame.content());
    frame.release();
    if (frame.isFinalFragment()) {
      fragments = null;
      context.channel().writeAndFlush(new BinaryWebSocketFrame(whole));
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (fragments != null) {
      fragments.release();
      fragments = null;
    }
  }
}

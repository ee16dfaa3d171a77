package org.nowserving.peer;

import io.netty.channel.ChannelHandlerContext;

/** Gives back every frame as it came, with one flush for all that was read at once. */
final class EchoPath extends PathHandler {
  @Override
  public void channelRead(ChannelHandlerContext context, Object frame) {
    context.write(frame, context.voidPromise());
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }
}

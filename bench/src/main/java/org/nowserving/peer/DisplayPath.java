package org.nowserving.peer;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;

/** Hears the wall and says nothing. */
final class DisplayPath extends PathHandler {
  private final Wall wall;

  DisplayPath(Wall wall) {
    this.wall = wall;
  }

  @Override
  void connected(ChannelHandlerContext context) {
    wall.join(context.channel());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    wall.leave(context.channel());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object frame) {
    ReferenceCountUtil.release(frame);
  }
}

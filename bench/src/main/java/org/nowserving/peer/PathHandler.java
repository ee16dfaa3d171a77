package org.nowserving.peer;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;

/** What a connection does once its handshake is done. One for each connection; its event loop. */
abstract class PathHandler extends ChannelInboundHandlerAdapter {
  /** The answer to the handshake has been written; from now on everything may be said. */
  void connected(ChannelHandlerContext context) {}

  @Override
  public final void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof HandshakeComplete) {
      connected(context);
    }
  }

  @Override
  @SuppressWarnings("deprecation") // of ChannelHandler only; that of inbound handlers is to stay
  public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}

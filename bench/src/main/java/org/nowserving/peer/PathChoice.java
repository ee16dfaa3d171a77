package org.nowserving.peer;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.util.Optional;
import java.util.function.Function;

/**
 * Puts what the path of a handshake stands for at the end of the pipeline, behind Netty's own
 * handshake, and goes. One for each connection; its event loop.
 */
final class PathChoice extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final int MAX_FRAME_BYTES = 4_096;

  private final Function<String, Optional<PathHandler>> paths;

  PathChoice(Function<String, Optional<PathHandler>> paths) {
    this.paths = paths;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    Optional<PathHandler> handler = paths.apply(request.uri());
    if (handler.isEmpty()) {
      refuse(context);
      return;
    }
    context
        .pipeline()
        .addLast(new WebSocketServerProtocolHandler(handshake(request.uri())), handler.get());
    context.fireChannelRead(request.retain());
    context.pipeline().remove(this);
  }

  /** As Netty has it, which includes that text is checked to be UTF-8. */
  private static WebSocketServerProtocolConfig handshake(String path) {
    return WebSocketServerProtocolConfig.newBuilder()
        .websocketPath(path)
        .decoderConfig(
            WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(MAX_FRAME_BYTES)
                .allowExtensions(false)
                .build())
        .build();
  }

  private static void refuse(ChannelHandlerContext context) {
    DefaultFullHttpResponse answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.NOT_FOUND, Unpooled.EMPTY_BUFFER);
    answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
    context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
  }
}

package org.nowserving.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/**
 * Plain HTTP that says what it was asked; a path with "slow" in it is answered elsewhere, later.
 */
final class EchoHttp extends SimpleChannelInboundHandler<FullHttpRequest> {
  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    String text =
        request.method()
            + " "
            + request.uri()
            + " cookie="
            + request.headers().get(HttpHeaderNames.COOKIE, "none")
            + " body="
            + request.content().readableBytes();
    if (request.uri().contains("slow")) {
      Thread.ofVirtual().start(() -> answer(context, text));
    } else {
      answer(context, text);
    }
  }

  private static void answer(ChannelHandlerContext context, String text) {
    FullHttpResponse answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.OK,
            Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.content().readableBytes());
    context.writeAndFlush(answer);
  }
}

package org.nowserving.net;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** A refusal in one sentence of plain text, after which the connection ends. Event loop only. */
final class PlainAnswer {
  private PlainAnswer() {}

  /** Writes the answer; {@link RequestTurns} ends the connection AFTER it is out. */
  static void refuse(ChannelHandlerContext context, HttpResponseStatus status, String sentence) {
    context.writeAndFlush(of(context, status, sentence));
  }

  static FullHttpResponse of(
      ChannelHandlerContext context, HttpResponseStatus status, String sentence) {
    FullHttpResponse answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, status, ByteBufUtil.writeUtf8(context.alloc(), sentence + "\n"));
    answer
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
        .set(HttpHeaderNames.CONTENT_LENGTH, answer.content().readableBytes())
        .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return answer;
  }
}

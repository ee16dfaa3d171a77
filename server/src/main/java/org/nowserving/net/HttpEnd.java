package org.nowserving.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last in the pipeline of plain HTTP: where nobody knew what to do. Event loop only. */
final class HttpEnd extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(HttpEnd.class);

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
    PlainAnswer.refuse(context, HttpResponseStatus.NOT_FOUND, "There is nothing here.");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException || cause instanceof CodecException)) {
      // Neither a connection that broke nor words that were no HTTP: a bug.
      log.error("an HTTP connection met an error", cause);
    }
    context.close();
  }
}

package org.nowserving.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.nowserving.limits.Limit;

/** Makes whole requests of their parts, and refuses those that are too long. Event loop only. */
final class BodyLimit extends HttpObjectAggregator {
  private final NetMeter meter;

  BodyLimit(int bytes, NetMeter meter) {
    super(bytes);
    this.meter = meter;
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
    meter.handshakeRefused(Refusal.TOO_LARGE);
    meter.hit(Limit.MAX_BODY_BYTES);
    PlainAnswer.refuse(
        context,
        HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
        "The body is longer than " + maxContentLength() + " bytes.");
  }
}

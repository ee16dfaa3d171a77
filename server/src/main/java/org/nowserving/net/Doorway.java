package org.nowserving.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import org.nowserving.limits.Doorkeeper;
import org.nowserving.limits.Source;

/**
 * The first look at a new connection, BEFORE anything is read from it: is there room for it? Event
 * loop only.
 */
final class Doorway {
  private static final String SENTENCE = "There are too many connections; try again later.\n";
  private static final byte[] NO_ROOM =
      ("HTTP/1.1 503 Service Unavailable\r\n"
              + "Content-Type: text/plain; charset=utf-8\r\n"
              + ("Content-Length: " + SENTENCE.length() + "\r\n")
              + "Retry-After: 5\r\n"
              + "Connection: close\r\n\r\n"
              + SENTENCE)
          .getBytes(StandardCharsets.US_ASCII);

  private Doorway() {}

  /** Lets the connection in; or tells it, whatever it wants, that there is no room, and closes. */
  static boolean letIn(Channel channel, Doorkeeper doorkeeper) {
    Source source = Source.of(channel.remoteAddress());
    if (doorkeeper.enter(source).isEmpty()) {
      channel.closeFuture().addListener(closed -> doorkeeper.leave(source));
      return true;
    }
    channel.config().setAutoRead(false);
    channel.pipeline().addLast(new NoRoom());
    return false;
  }

  private static final class NoRoom extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      context
          .writeAndFlush(Unpooled.wrappedBuffer(NO_ROOM))
          .addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close(); // it did not wait for the answer
    }
  }
}

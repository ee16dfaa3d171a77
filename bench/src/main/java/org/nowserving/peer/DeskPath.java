package org.nowserving.peer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.Verb;
import org.nowserving.protocol.text.ClaimedOrder;
import org.nowserving.protocol.text.MessageWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device of the plain desk: what it says is done off the event loop, one command after the other.
 * How many wait to be done is not limited.
 */
abstract class DeskPath extends PathHandler {
  private static final Logger LOG = LoggerFactory.getLogger(DeskPath.class);
  private static final MessageWriter WRITER = new MessageWriter(ClaimedOrder.TICKET_TABLE);

  private final Executor commands;

  /** The command said last, done or not. Event loop only. */
  private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

  DeskPath(Executor commands) {
    this.commands = commands;
  }

  /** Does one command and answers it; may block. Each happens after the one before. */
  abstract void heard(Channel channel, String line) throws SQLException;

  /** After everything that was heard, once the connection has ended; may block. */
  void gone() {}

  @Override
  public final void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (message instanceof TextWebSocketFrame frame) {
        String line = frame.text();
        Channel channel = context.channel();
        last = last.thenRunAsync(() -> attempt(channel, line), commands);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public final void channelInactive(ChannelHandlerContext context) {
    last = last.thenRunAsync(this::gone, commands);
  }

  private void attempt(Channel channel, String line) {
    try {
      heard(channel, line);
    } catch (SQLException | RuntimeException e) {
      LOG.warn("a command failed", e);
      int end = line.indexOf(' ');
      Verb.of(end < 0 ? line : line.substring(0, end))
          .ifPresent(verb -> refuse(channel, verb, Rejection.UNAVAILABLE));
    }
  }

  static void refuse(Channel channel, Verb verb, Rejection why) {
    answer(channel, Reply.Refused.of(verb, why));
  }

  static void answer(Channel channel, Reply.Refused refused) {
    Hall.say(channel, WRITER.text(refused));
  }
}

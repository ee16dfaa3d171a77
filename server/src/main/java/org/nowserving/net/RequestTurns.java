package org.nowserving.net;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One request at a time: what comes behind a request waits, unread as far as possible, until that
 * one is answered, so that answers that are made on other threads keep the order of their
 * questions. Here too is decided whether the connection goes on after an answer; the handlers
 * behind only write their answers. Event loop only, one for each connection.
 */
final class RequestTurns extends ChannelDuplexHandler {
  private enum Phase {
    /** The next request is awaited, or on its way in. */
    ASKING,
    /** A complete request is being answered. */
    ANSWERING,
    /** The last answer is out; what still comes in is thrown away until the other side closes. */
    LEAVING
  }

  private final HandshakeDeadline deadline;
  private final Duration drainLimit;
  private final BooleanSupplier stopping;
  private final Queue<Object> waiting = new ArrayDeque<>();
  private Phase phase = Phase.ASKING;
  private boolean lastTurn;
  private @Nullable DrainWatch drainWatch;

  /**
   * @param stopping whether the server is about to stop, so that no connection should go on
   */
  RequestTurns(HandshakeDeadline deadline, Duration drainLimit, BooleanSupplier stopping) {
    this.deadline = deadline;
    this.drainLimit = drainLimit;
    this.stopping = stopping;
  }

  /** Whether anything came in behind the request that is being answered. */
  boolean hasMoreWaiting() {
    return !waiting.isEmpty();
  }

  /** Ends the connection now if nothing is being answered, else AFTER the answer. */
  void leave(ChannelHandlerContext context) {
    lastTurn = true;
    if (phase == Phase.ASKING) {
      context.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    switch (phase) {
      case ASKING -> pass(context, message);
      case ANSWERING -> waiting.add(message);
      case LEAVING -> ReferenceCountUtil.release(message);
    }
  }

  private void pass(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      lastTurn |=
          !request.protocolVersion().equals(HttpVersion.HTTP_1_1) || !HttpUtil.isKeepAlive(request);
    }
    if (message instanceof LastHttpContent) {
      phase = Phase.ANSWERING;
      deadline.met();
      context.channel().config().setAutoRead(false);
    }
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse answer) {
      if (answer.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
        context.write(message, promise); // the request is still to come
        return;
      }
      begin(context, answer);
    }
    if (message instanceof LastHttpContent) {
      context
          .write(message, promise.unvoid())
          .addListener(written -> finish(context, written.isSuccess()));
    } else {
      context.write(message, promise);
    }
  }

  private void begin(ChannelHandlerContext context, HttpResponse answer) {
    lastTurn |=
        stopping.getAsBoolean()
            || phase == Phase.ASKING // answered BEFORE the request was complete
            || !HttpUtil.isKeepAlive(answer)
            || !endsByItself(answer);
    if (lastTurn) {
      answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    drainWatch = new DrainWatch(context.channel(), drainLimit, context::close);
    drainWatch.start();
  }

  private static boolean endsByItself(HttpResponse answer) {
    int code = answer.status().code();
    return code == 204
        || code == 304
        || HttpUtil.isContentLengthSet(answer)
        || HttpUtil.isTransferEncodingChunked(answer);
  }

  private void finish(ChannelHandlerContext context, boolean written) {
    stopWatching();
    if (!written) {
      context.close();
      return;
    }
    deadline.again(context);
    if (lastTurn) {
      linger(context);
      return;
    }
    phase = Phase.ASKING;
    while (phase == Phase.ASKING) {
      Object next = waiting.poll();
      if (next == null) {
        context.channel().config().setAutoRead(true);
        return;
      }
      pass(context, next);
    }
  }

  /**
   * Closes one half and waits for the other side to close its own, at most until the deadline: to
   * close while there is something unread would reset the connection, and the answer might be lost
   * on its way.
   */
  private void linger(ChannelHandlerContext context) {
    phase = Phase.LEAVING;
    discardWaiting();
    context.channel().config().setAutoRead(true);
    if (context.channel() instanceof DuplexChannel channel) {
      channel.shutdownOutput();
    } else {
      context.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    stopWatching();
    discardWaiting();
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    stopWatching();
    discardWaiting();
  }

  private void stopWatching() {
    if (drainWatch != null) {
      drainWatch.stop();
      drainWatch = null;
    }
  }

  private void discardWaiting() {
    for (Object message = waiting.poll(); message != null; message = waiting.poll()) {
      ReferenceCountUtil.release(message);
    }
  }
}

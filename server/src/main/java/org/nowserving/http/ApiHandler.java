package org.nowserving.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes whole HTTP requests off one connection, has each answered on a virtual thread, and writes
 * the answers in the order of the requests: one at a time. While one is being answered nothing more
 * is read, so a client that does not listen is not served ahead.
 *
 * <p>One for each connection, behind the HTTP codec, the aggregator and the request guard. Its
 * methods are called on the connection's event loop; what blocks happens elsewhere.
 */
public final class ApiHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger log = LoggerFactory.getLogger(ApiHandler.class);

  /** How many further requests may have come in one read with the one that is being answered. */
  static final int PIPELINED_LIMIT = 64;

  private final Api api;
  private final Executor virtualThreads;
  private final InstantSource clock;
  private final Duration pieceTime;
  private final Deque<Exchange> waiting = new ArrayDeque<>();
  private boolean busy;

  /**
   * @param virtualThreads runs what blocks
   * @param clock for the {@code Date} of the answers
   */
  public ApiHandler(Api api, Executor virtualThreads, InstantSource clock) {
    this(api, virtualThreads, clock, Exchange.PIECE_TIME);
  }

  ApiHandler(Api api, Executor virtualThreads, InstantSource clock, Duration pieceTime) {
    this.api = api;
    this.virtualThreads = virtualThreads;
    this.clock = clock;
    this.pieceTime = pieceTime;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    Exchange exchange = new Exchange(context, request, clock, pieceTime);
    if (!busy) {
      begin(context, exchange);
    } else if (waiting.size() < PIPELINED_LIMIT) {
      waiting.add(exchange);
    } else {
      context.close();
    }
  }

  private void begin(ChannelHandlerContext context, Exchange exchange) {
    busy = true;
    context.channel().config().setAutoRead(false);
    try {
      virtualThreads.execute(() -> answer(context, exchange));
    } catch (RejectedExecutionException stopping) {
      context.close();
    }
  }

  /** On a virtual thread. */
  private void answer(ChannelHandlerContext context, Exchange exchange) {
    try {
      exchange.answer(api);
      context.executor().execute(() -> goOn(context, exchange));
    } catch (RejectedExecutionException stopping) {
      log.debug("The server stopped before the next request was read");
    } catch (RuntimeException | Error bug) {
      log.error("An answer could not be written", bug);
      context.close();
    }
  }

  private void goOn(ChannelHandlerContext context, Exchange exchange) {
    if (!exchange.isKeptAlive()) {
      return; // still busy, for good: what else came on this connection is not answered
    }
    busy = false;
    Exchange next = waiting.poll();
    if (next != null) {
      begin(context, next);
    } else {
      context.channel().config().setAutoRead(true);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    waiting.clear();
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // A client that went away, or speaks no HTTP. Its words are not for the log.
    log.debug("A connection was closed after {}", cause.getClass().getName());
    context.close();
  }
}

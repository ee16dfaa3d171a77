package org.nowserving.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes whole HTTP requests off one connection and has each answered on a virtual thread.
 *
 * <p>One for each connection, behind the network side's guard, which passes the next request AFTER
 * the answer to this one is out, ends the connection where it should end, and drops a client that
 * does not take its answer. Its methods are called on the connection's event loop.
 */
public final class ApiHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger log = LoggerFactory.getLogger(ApiHandler.class);

  private final Api api;
  private final Executor virtualThreads;
  private final InstantSource clock;

  /**
   * @param virtualThreads runs what blocks
   * @param clock for the {@code Date} of the answers
   */
  public ApiHandler(Api api, Executor virtualThreads, InstantSource clock) {
    this.api = api;
    this.virtualThreads = virtualThreads;
    this.clock = clock;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    Exchange exchange = new Exchange(context, request, clock);
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
    } catch (RuntimeException | Error bug) {
      log.error("An answer could not be written", bug);
      context.close();
    }
  }
}

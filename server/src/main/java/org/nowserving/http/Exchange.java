package org.nowserving.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.nowserving.protocol.Token;
import org.nowserving.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and the writing of its answer. Made on the event loop, answered on a virtual thread,
 * which waits for the socket where an answer is long.
 */
final class Exchange {
  private static final Logger log = LoggerFactory.getLogger(Exchange.class);

  /**
   * How long one piece of an answer may take to go out; a client slower than that is not listening.
   */
  static final Duration PIECE_TIME = Duration.ofSeconds(30);

  /** RFC 9110, 5.6.7; Java's own constant writes days below ten with one digit. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final ChannelHandlerContext context;
  private final InstantSource clock;
  private final Duration pieceTime;
  private final ApiRequest request;
  private final boolean wellFormed;
  private final boolean head;
  private final HttpVersion version;
  private boolean keptAlive;

  Exchange(
      ChannelHandlerContext context,
      FullHttpRequest request,
      InstantSource clock,
      Duration pieceTime) {
    this.context = context;
    this.clock = clock;
    this.pieceTime = pieceTime;
    this.request =
        new ApiRequest(
            request.method().name(),
            request.uri(),
            request.headers().getAll(HttpHeaderNames.AUTHORIZATION),
            cookieOf(request),
            Optional.ofNullable(request.headers().get(HttpHeaderNames.CONTENT_TYPE)),
            new Bytes(ByteBufUtil.getBytes(request.content())));
    this.wellFormed = request.decoderResult().isSuccess();
    this.head = request.method().equals(HttpMethod.HEAD);
    this.version = request.protocolVersion();
    this.keptAlive = wellFormed && HttpUtil.isKeepAlive(request);
  }

  /** Whether the connection goes on after the answer; read AFTER it was written. */
  boolean isKeptAlive() {
    return keptAlive;
  }

  /** Virtual thread. Returns when the answer is written, or cannot be. */
  void answer(Api api) {
    if (!wellFormed) {
      // Where one request ends and the next begins is not known any more, so the connection ends
      // with the answer.
      write(ApiResponse.error(400, "the request is no valid HTTP"));
      return;
    }
    switch (api.answer(request)) {
      case ApiResponse.Whole whole -> write(whole);
      case ApiResponse.Streamed streamed -> write(streamed);
    }
  }

  private void write(ApiResponse.Whole whole) {
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(whole.status()),
            whole
                .body()
                .filter(content -> !head)
                .map(content -> Unpooled.wrappedBuffer(content.bytes().array()))
                .orElse(Unpooled.EMPTY_BUFFER));
    whole
        .body()
        .ifPresent(content ->
            response
                .headers()
                .set(HttpHeaderNames.CONTENT_TYPE, content.type())
                .set(HttpHeaderNames.CONTENT_LENGTH, content.bytes().array().length));
    addHeaders(response, whole);
    if (send(response) && !keptAlive) {
      context.close();
    }
  }

  private void write(ApiResponse.Streamed streamed) {
    HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, streamed.type());
    if (version.equals(HttpVersion.HTTP_1_0)) {
      keptAlive =
          false; // such a client knows the end of an answer of unknown length by the connection's
      // end only
    } else {
      response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    addHeaders(response, streamed);
    if (!send(response) || !(head || sendAll(streamed.pieces()))) {
      return;
    }
    if (send(LastHttpContent.EMPTY_LAST_CONTENT) && !keptAlive) {
      context.close();
    }
  }

  /**
   * Sends one piece after the other, each AFTER the one before is out: never is more than one in
   * memory.
   */
  private boolean sendAll(ApiResponse.Pieces pieces) {
    try {
      for (Optional<Bytes> piece = pieces.next(); piece.isPresent(); piece = pieces.next()) {
        if (!send(new DefaultHttpContent(Unpooled.wrappedBuffer(piece.get().array())))) {
          return false;
        }
      }
      return true;
    } catch (StoreException e) {
      log.warn("A long answer was broken off: {}", e.getMessage());
      abort(); // without the last chunk, by which the client knows that something is missing
      return false;
    }
  }

  /**
   * Sends and waits until it is out; false, and the connection is closed, when it does not go out
   * in time.
   */
  private boolean send(Object message) {
    ChannelFuture written = context.writeAndFlush(message);
    try {
      if (written.await(pieceTime.toMillis()) && written.isSuccess()) {
        return true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    abort();
    return false;
  }

  private void abort() {
    keptAlive = false;
    context.close();
  }

  private void addHeaders(HttpResponse response, ApiResponse answer) {
    response
        .headers()
        .set(HttpHeaderNames.DATE, DATE.format(clock.instant()))
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'")
        .set(HttpHeaderNames.X_FRAME_OPTIONS, "DENY")
        .set("X-Content-Type-Options", "nosniff")
        .set("Referrer-Policy", "no-referrer")
        .set("Cross-Origin-Resource-Policy", "same-origin");
    answer.headers().forEach((name, value) -> response.headers().set(name, value));
    response
        .headers()
        .set(
            HttpHeaderNames.CONNECTION,
            keptAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
  }

  /** What the session cookie holds. Whether a cookie counts was decided by the request guard. */
  private static Optional<Token> cookieOf(FullHttpRequest request) {
    return request.headers().getAll(HttpHeaderNames.COOKIE).stream()
        .flatMap(header -> ServerCookieDecoder.STRICT.decodeAll(header).stream())
        .filter(cookie -> cookie.name().equals(SessionCalls.COOKIE) && !cookie.value().isEmpty())
        .map(Cookie::value)
        .map(Token::new)
        .findFirst();
  }
}

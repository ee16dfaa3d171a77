package org.nowserving.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.nowserving.limits.Source;
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

  /** RFC 9110, 5.6.7; Java's own constant writes days below ten with one digit. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private static final Pattern COMMA = Pattern.compile(",");
  private static final Pattern GZIP = Pattern.compile("gzip(;q=(0\\.0*[1-9]\\d*|1(\\.0*)?))?");

  private final ChannelHandlerContext context;
  private final InstantSource clock;
  private final ApiRequest request;
  private final boolean wellFormed;
  private final boolean head;
  private final HttpVersion version;
  private final List<String> acceptEncoding;
  private final List<String> ifNoneMatch;

  Exchange(ChannelHandlerContext context, FullHttpRequest request, InstantSource clock) {
    this.context = context;
    this.clock = clock;
    this.request =
        new ApiRequest(
            request.method().name(),
            request.uri(),
            request.headers().getAll(HttpHeaderNames.AUTHORIZATION),
            cookieOf(request, SessionCalls.COOKIE).map(Token::new),
            cookieOf(request, DeviceCalls.COOKIE),
            Optional.ofNullable(request.headers().get(HttpHeaderNames.CONTENT_TYPE)),
            new Bytes(ByteBufUtil.getBytes(request.content())),
            Source.of(context.channel().remoteAddress()));
    this.wellFormed = request.decoderResult().isSuccess();
    this.head = request.method().equals(HttpMethod.HEAD);
    this.version = request.protocolVersion();
    this.acceptEncoding = request.headers().getAll(HttpHeaderNames.ACCEPT_ENCODING);
    this.ifNoneMatch = request.headers().getAll(HttpHeaderNames.IF_NONE_MATCH);
  }

  /** Virtual thread. Returns when the answer is out, or cannot get out. */
  void answer(Api api) {
    if (!wellFormed) {
      // Where one request ends and the next begins is not known any more.
      write(ApiResponse.error(400, "the request is no valid HTTP").with("Connection", "close"));
      return;
    }
    switch (api.answer(request)) {
      case ApiResponse.Whole whole -> write(whole);
      case ApiResponse.Kept kept -> write(kept);
      case ApiResponse.Streamed streamed -> write(streamed);
    }
  }

  private void write(ApiResponse.Whole whole) {
    send(response(HttpResponseStatus.valueOf(whole.status()), whole, whole.body()));
  }

  private void write(ApiResponse.Kept kept) {
    PageFile file = kept.file();
    if (hasAlready(file)) {
      send(response(HttpResponseStatus.NOT_MODIFIED, kept, Optional.empty()));
      return;
    }
    boolean gzip = takesGzip();
    Bytes bytes = gzip ? file.body().gzipped() : file.body().plain();
    ApiResponse.Content content = new ApiResponse.Content(file.type(), bytes);
    FullHttpResponse response = response(HttpResponseStatus.OK, kept, Optional.of(content));
    if (gzip) {
      response.headers().set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP);
    }
    send(response);
  }

  private FullHttpResponse response(
      HttpResponseStatus status, ApiResponse answer, Optional<ApiResponse.Content> body) {
    Bytes bytes = body.map(ApiResponse.Content::bytes).orElse(Bytes.NONE);
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            status,
            Unpooled.wrappedBuffer(head ? new byte[0] : bytes.array()));
    body.ifPresent(content ->
        response
            .headers()
            .set(HttpHeaderNames.CONTENT_TYPE, content.type())
            .set(HttpHeaderNames.CONTENT_LENGTH, bytes.array().length));
    addHeaders(response, answer);
    return response;
  }

  private void write(ApiResponse.Streamed streamed) {
    HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, streamed.type());
    if (!version.equals(HttpVersion.HTTP_1_0)) {
      // An older client knows the end of an answer of unknown length by the connection's end only.
      response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    addHeaders(response, streamed);
    if (send(response) && (head || sendAll(streamed.pieces()))) {
      send(LastHttpContent.EMPTY_LAST_CONTENT);
    }
  }

  /** Sends one piece after the other, each AFTER the one before is out: one is in memory. */
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
      context.close(); // without the last chunk, so that the client knows that something is missing
      return false;
    }
  }

  /**
   * Sends and waits until it is out; false when it cannot get out any more. The network side ends a
   * connection that takes nothing, and that ends the wait.
   */
  private boolean send(Object message) {
    ChannelFuture written = context.writeAndFlush(message);
    try {
      written.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      context.close();
      return false;
    }
    return written.isSuccess();
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
  }

  /** Whether the client has this very file; tags compare weakly there (RFC 9110, 13.1.2). */
  private boolean hasAlready(PageFile file) {
    return parts(ifNoneMatch)
        .anyMatch(tag -> tag.equals("*") || tag.replaceFirst("^W/", "").equals(file.body().tag()));
  }

  /** Whether gzip is among what the client takes (RFC 9110, 12.5.3), and not at no price. */
  private boolean takesGzip() {
    return parts(acceptEncoding)
        .map(coding -> coding.toLowerCase(Locale.ROOT).replace(" ", ""))
        .anyMatch(coding -> GZIP.matcher(coding).matches());
  }

  private static Stream<String> parts(List<String> values) {
    return values.stream().flatMap(COMMA::splitAsStream).map(String::strip);
  }

  /** What a cookie holds. Whether one counts was decided by the request guard. */
  private static Optional<String> cookieOf(FullHttpRequest request, String name) {
    return request.headers().getAll(HttpHeaderNames.COOKIE).stream()
        .flatMap(header -> ServerCookieDecoder.STRICT.decodeAll(header).stream())
        .filter(cookie -> cookie.name().equals(name) && !cookie.value().isEmpty())
        .map(Cookie::value)
        .findFirst();
  }
}

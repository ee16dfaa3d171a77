package org.nowserving.net;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.Token;

/** What the head of a request says about a WebSocket handshake (RFC 6455, section 4.2.1). Pure. */
final class Handshakes {
  /** Holds the token of the staff page. */
  static final String COOKIE_NAME = "nowserving_session";

  /** Holds what a kiosk's or a display's page shows in the place of a device key. */
  static final String DEVICE_COOKIE_NAME = "nowserving_device";

  private static final String BEARER = "Bearer ";
  private static final int KEY_BYTES = 16;

  private Handshakes() {}

  /** Whether this is a handshake; an upgrade to anything else is an ordinary request. */
  static boolean asksForWebSocket(HttpRequest request) {
    return request
        .headers()
        .containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
  }

  static Optional<Endpoint> endpointAt(String path) {
    for (Endpoint endpoint : Endpoint.values()) {
      if (endpoint.path().equals(path)) {
        return Optional.of(endpoint);
      }
    }
    return Optional.empty();
  }

  /** Whether it is of the one version that is spoken here. */
  static boolean isOfKnownVersion(HttpRequest request) {
    return "13".equals(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION));
  }

  /** Whether it says everything that a handshake has to. */
  static boolean isComplete(HttpRequest request) {
    HttpHeaders headers = request.headers();
    return request.method().equals(HttpMethod.GET)
        && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
        && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
        && headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_KEY).size() == 1
        && isKey(headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY));
  }

  private static boolean isKey(@Nullable String text) {
    if (text == null) {
      return false;
    }
    try {
      return Base64.getDecoder().decode(text).length == KEY_BYTES;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  /** Whether there is anything that claims to say who this is. */
  static boolean hasAuthorization(HttpRequest request) {
    return request.headers().contains(HttpHeaderNames.AUTHORIZATION);
  }

  /** The bearer token; empty where the header is no single bearer token. */
  static Optional<Token> bearer(HttpRequest request) {
    return bearerWord(request).map(Token::new);
  }

  /** What the header bears, a token or a key; empty where it is no single word. */
  static Optional<String> bearerWord(HttpRequest request) {
    List<String> values = request.headers().getAll(HttpHeaderNames.AUTHORIZATION);
    if (values.size() != 1
        || !values.getFirst().regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Optional.empty();
    }
    return word(values.getFirst().substring(BEARER.length()).strip());
  }

  /** The token in the staff page's cookie. */
  static Optional<Token> cookie(HttpRequest request) {
    return cookieWord(request, COOKIE_NAME).map(Token::new);
  }

  /** What stands in the first cookie of that name. */
  static Optional<String> cookieWord(HttpRequest request, String name) {
    for (String header : request.headers().getAll(HttpHeaderNames.COOKIE)) {
      for (Cookie cookie : ServerCookieDecoder.STRICT.decodeAll(header)) {
        if (cookie.name().equals(name)) {
          return word(cookie.value());
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> word(String text) {
    return text.isEmpty() || text.indexOf(' ') >= 0 ? Optional.empty() : Optional.of(text);
  }
}

package org.nowserving.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nowserving.limits.Limit;

/**
 * Who may ask at all. Looks at the head of every request, handshakes among them, BEFORE anything
 * else does, and turns away what a browser was lured into sending. Strips the cookie where none
 * counts, so that nobody behind it needs to know the rule. Event loop only, one for each
 * connection.
 */
final class RequestGuard extends ChannelInboundHandlerAdapter {
  private final HostNames hostNames;
  private final NetMeter meter;
  private boolean refused;

  /** Why a request is turned away, and in which words. */
  private record No(HttpResponseStatus status, Refusal refusal, String sentence) {}

  RequestGuard(HostNames hostNames, NetMeter meter) {
    this.hostNames = hostNames;
    this.meter = meter;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request && !refused) {
      Optional<No> no = examine(request);
      refused = no.isPresent();
      no.ifPresent(reason -> {
        meter.handshakeRefused(reason.refusal());
        if (reason.refusal() == Refusal.TOO_LARGE) {
          meter.hit(Limit.MAX_HEAD_BYTES);
        }
        PlainAnswer.refuse(context, reason.status(), reason.sentence());
      });
    }
    if (refused) {
      ReferenceCountUtil.release(message);
    } else {
      context.fireChannelRead(message);
    }
  }

  private Optional<No> examine(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return Optional.of(undecoded(request.decoderResult().cause()));
    }
    if (!request.uri().startsWith("/")) {
      return no(HttpResponseStatus.BAD_REQUEST, Refusal.MALFORMED, "The path begins with a slash.");
    }
    Optional<Authority> host = onlyHost(request);
    if (host.isEmpty()) {
      return no(
          HttpResponseStatus.BAD_REQUEST, Refusal.HOST, "There has to be one valid Host header.");
    }
    if (!hostNames.allow(host.get())) {
      return no(
          HttpResponseStatus.MISDIRECTED_REQUEST,
          Refusal.HOST,
          "This server does not go by that name; the setting allowed-hosts lists those it goes by.");
    }
    List<String> origins = request.headers().getAll(HttpHeaderNames.ORIGIN);
    if (!origins.isEmpty() && !isOwn(origins, host.get())) {
      return no(
          HttpResponseStatus.FORBIDDEN, Refusal.ORIGIN, "Pages of other sites may not ask here.");
    }
    if (hasQueryOnEndpoint(request.uri())) {
      return no(
          HttpResponseStatus.BAD_REQUEST, Refusal.QUERY_STRING, "This path takes no query string.");
    }
    if (origins.isEmpty()
        && (Handshakes.asksForWebSocket(request) || !request.method().equals(HttpMethod.GET))) {
      request.headers().remove(HttpHeaderNames.COOKIE);
    }
    return Optional.empty();
  }

  private static Optional<No> no(HttpResponseStatus status, Refusal refusal, String sentence) {
    return Optional.of(new No(status, refusal, sentence));
  }

  private static No undecoded(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException tooLong ->
          new No(
              HttpResponseStatus.REQUEST_URI_TOO_LONG,
              Refusal.TOO_LARGE,
              "The request line is too long.");
      case TooLongHttpHeaderException tooLong ->
          new No(
              HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
              Refusal.TOO_LARGE,
              "The headers are too long.");
      default -> new No(HttpResponseStatus.BAD_REQUEST, Refusal.MALFORMED, "That is not HTTP.");
    };
  }

  private static Optional<Authority> onlyHost(HttpRequest request) {
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    return hosts.size() == 1 ? Authority.of(hosts.getFirst()) : Optional.empty();
  }

  /** Whether there is one origin, and it is the place that the request is addressed to. */
  private static boolean isOwn(List<String> origins, Authority host) {
    if (origins.size() != 1) {
      return false;
    }
    String origin = origins.getFirst().toLowerCase(Locale.ROOT);
    // Behind a proxy that speaks TLS the browser says https, and this server cannot know.
    return isOwn(origin, "http://", 80, host) || isOwn(origin, "https://", 443, host);
  }

  private static boolean isOwn(String origin, String scheme, int usualPort, Authority host) {
    return origin.startsWith(scheme)
        && Authority.of(origin.substring(scheme.length()))
            .filter(place -> place.host().equals(host.host()))
            .filter(place -> place.portOr(usualPort) == host.portOr(usualPort))
            .isPresent();
  }

  private static boolean hasQueryOnEndpoint(String uri) {
    int query = uri.indexOf('?');
    return query >= 0 && Handshakes.endpointAt(uri.substring(0, query)).isPresent();
  }
}

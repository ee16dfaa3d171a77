package org.nowserving.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class RequestGuardTest {
  private static final HostNames NAMES = new HostNames(Set.of("localhost", "desk.example"));

  /** 0 where the request passes. */
  private static int statusOf(HttpRequest request) {
    EmbeddedChannel channel = new EmbeddedChannel(new RequestGuard(NAMES, NetMeter.NONE));
    channel.writeInbound(request);
    FullHttpResponse answer = channel.readOutbound();
    Object passed = channel.readInbound();
    assertEquals(answer == null, passed != null, "either passed on or answered");
    channel.finishAndReleaseAll();
    if (answer == null) {
      return 0;
    }
    assertTrue(answer.headers().contains(HttpHeaderNames.CONNECTION, "close", true));
    assertTrue(answer.content().readableBytes() > 0, "it says why");
    int status = answer.status().code();
    answer.release();
    return status;
  }

  private static HttpRequest request(HttpMethod method, String uri, String host) {
    HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, uri);
    request.headers().set(HttpHeaderNames.HOST, host);
    return request;
  }

  private static HttpRequest handshake(String host) {
    HttpRequest request = request(HttpMethod.GET, "/staff", host);
    request.headers().set(HttpHeaderNames.UPGRADE, "websocket");
    request.headers().set(HttpHeaderNames.CONNECTION, "Upgrade");
    return request;
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 0",
    "LocalHost:8080, 0",
    "desk.example:8080, 0",
    "DESK.EXAMPLE, 0",
    "127.0.0.1:8080, 0",
    "192.168.1.20, 0",
    "[::1]:8080, 0",
    "evil.example, 421",
    "evil.example:8080, 421",
    "desk.example.evil.example, 421",
    "xdesk.example, 421",
    "localhost.evil.example, 421",
    "2130706433, 421",
    "localhost., 421",
    "'', 400",
    "'desk.example, desk.example', 400",
    "user@localhost, 400",
    "localhost:x, 400",
  })
  void theHostIsOneOfOurs(String host, int status) {
    assertEquals(status, statusOf(request(HttpMethod.GET, "/", host)));
  }

  @Test
  void thereIsOneHost() {
    HttpRequest none = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
    assertEquals(400, statusOf(none));
    HttpRequest two = request(HttpMethod.GET, "/", "localhost");
    two.headers().add(HttpHeaderNames.HOST, "localhost");
    assertEquals(400, statusOf(two));
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:8080, http://localhost:8080, 0",
    "localhost:8080, HTTP://LocalHost:8080, 0",
    "localhost:8080, https://localhost:8080, 0",
    "desk.example, http://desk.example, 0",
    "desk.example, http://desk.example:80, 0",
    "desk.example:80, http://desk.example, 0",
    "desk.example, https://desk.example:443, 0",
    "[::1]:8080, http://[::1]:8080, 0",
    "localhost:8080, '', 403",
    "localhost:8080, null, 403",
    "localhost:8080, http://evil.example, 403",
    "localhost:8080, http://evil.example:8080, 403",
    "localhost:8080, http://localhost, 403",
    "localhost:8080, http://localhost:8081, 403",
    "localhost:8080, http://localhost:80800, 403",
    "localhost:8080, http://localhost:08080, 403",
    "localhost:8080, http://localhost:8080.evil.example, 403",
    "localhost:8080, http://localhost:8080@evil.example, 403",
    "localhost:8080, http://localhost:8080/, 403",
    "localhost:8080, http://127.0.0.1:8080, 403",
    "localhost:8080, ws://localhost:8080, 403",
    "localhost:8080, localhost:8080, 403",
    "localhost:8080, 'http://localhost:8080, http://localhost:8080', 403",
    "localhost:8080, 'http://localhost:8080 http://evil.example', 403",
    "desk.example, https://desk.example:80, 403",
    "desk.example, http://sub.desk.example, 403",
  })
  void theOriginIsOurs(String host, String origin, int status) {
    HttpRequest handshake = handshake(host);
    handshake.headers().set(HttpHeaderNames.ORIGIN, origin);
    assertEquals(status, statusOf(handshake));
    HttpRequest plain = request(HttpMethod.GET, "/", host);
    plain.headers().set(HttpHeaderNames.ORIGIN, origin);
    assertEquals(status, statusOf(plain), "everywhere, not only at a handshake");
  }

  @Test
  void aDoubledOriginIsForeign() {
    HttpRequest request = handshake("localhost");
    request.headers().add(HttpHeaderNames.ORIGIN, "http://localhost");
    request.headers().add(HttpHeaderNames.ORIGIN, "http://localhost");
    assertEquals(403, statusOf(request));
  }

  @ParameterizedTest
  @CsvSource({
    "/staff?, 400",
    "/staff?token=x, 400",
    "/kiosk?a, 400",
    "/display?a=b&c, 400",
    "/staff, 0",
    "/?a=b, 0",
    "/api/tickets?from=x, 0",
    "/staffs?a, 0",
  })
  void endpointsTakeNoQueryString(String uri, int status) {
    assertEquals(status, statusOf(request(HttpMethod.GET, uri, "localhost")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example/staff", "*", "staff", ""})
  void thePathBeginsWithASlash(String uri) {
    assertEquals(400, statusOf(request(HttpMethod.GET, uri, "localhost")));
  }

  @ParameterizedTest
  @CsvSource({
    // method, handshake, own origin, cookie counts
    "GET, false, false, true",
    "GET, false, true, true",
    "GET, true, false, false",
    "GET, true, true, true",
    "POST, false, false, false",
    "POST, false, true, true",
    "DELETE, false, false, false",
    "PUT, false, true, true",
    "HEAD, false, false, false",
  })
  void aCookieCountsOnlyWithOurOrigin(
      String method, boolean handshake, boolean origin, boolean counts) {
    HttpRequest request =
        handshake
            ? handshake("localhost")
            : request(HttpMethod.valueOf(method), "/api/x", "localhost");
    request.headers().set(HttpHeaderNames.COOKIE, "nowserving_session=x");
    if (origin) {
      request.headers().set(HttpHeaderNames.ORIGIN, "http://localhost");
    }
    EmbeddedChannel channel = new EmbeddedChannel(new RequestGuard(NAMES, NetMeter.NONE));
    channel.writeInbound(request);
    HttpRequest passed = channel.readInbound();
    assertEquals(counts, passed.headers().contains(HttpHeaderNames.COOKIE));
  }

  @Test
  void nothingOfARefusedRequestPasses() {
    EmbeddedChannel channel = new EmbeddedChannel(new RequestGuard(NAMES, NetMeter.NONE));
    channel.writeInbound(request(HttpMethod.POST, "/", "evil.example"));
    DefaultHttpContent body = new DefaultHttpContent(Unpooled.buffer().writeByte(1));
    channel.writeInbound(body, request(HttpMethod.GET, "/", "localhost"));
    assertEquals(0, body.refCnt());
    assertNull(channel.readInbound());
    FullHttpResponse answer = channel.readOutbound();
    assertNotNull(answer);
    answer.release();
    assertNull(channel.readOutbound());
  }

  @Test
  void thisMachineKnowsItsOwnName() throws Exception {
    HostNames names = HostNames.withThisMachines(Set.of("desk.example"));
    String machine = InetAddress.getLocalHost().getHostName();
    for (String host : List.of("localhost", "desk.example", machine, machine + ".local")) {
      assertTrue(names.allow(Authority.of(host).orElseThrow()), host);
    }
    assertFalse(names.allow(Authority.of("evil.example").orElseThrow()));
  }
}

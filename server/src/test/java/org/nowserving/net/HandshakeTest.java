package org.nowserving.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nowserving.floor.Input;

@ExtendWith(LeakCheck.class)
class HandshakeTest {
  private static final String GOOD_COOKIE = "nowserving_session=alicetoken\r\n";

  private final TestServer server = new TestServer();

  @AfterEach
  void stop() {
    server.close();
  }

  private RawSocket.Answer ask(String request) throws IOException {
    try (RawSocket socket = new RawSocket(server.address)) {
      socket.send(request);
      return socket.readAnswer();
    }
  }

  private String own() {
    return "Origin: http://localhost\r\n";
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aWebSocketClientOfAnotherMakeConnectsAndTalks(Transport transport) throws Exception {
    try (TestServer other = new TestServer(TestServer.SETTINGS, transport, 100);
        HttpClient client = HttpClient.newHttpClient()) {
      CompletableFuture<String> heard = new CompletableFuture<>();
      URI uri = URI.create("ws://127.0.0.1:" + other.address.getPort() + "/kiosk");
      WebSocket socket = client.newWebSocketBuilder().buildAsync(uri, new FirstText(heard)).get();
      assertInstanceOf(Input.KioskConnected.class, other.floor.heard());
      socket.sendText("new ann@example.com Ann Exämple 🎟", true).get();
      assertEquals(
          "success new {\"id\":0,\"email\":\"ann@example.com\",\"name\":\"Ann Exämple 🎟\","
              + "\"staff\":\"{}\",\"start\":\"1970-01-01T00:00:00Z\","
              + "\"end\":\"1970-01-01T00:00:00Z\"}",
          heard.get(60, TimeUnit.SECONDS));
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get();
      assertEquals(Ending.BY_DEVICE, other.meter.ending());
    }
  }

  private record FirstText(CompletableFuture<String> heard) implements WebSocket.Listener {
    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      heard.complete(text.toString());
      socket.request(1);
      return null;
    }
  }

  @Test
  void theFloorHearsWhichKindOfDeviceConnected() throws Exception {
    try (RawDevice _ = server.device("/staff")) {
      Input.StaffConnected connected =
          assertInstanceOf(Input.StaffConnected.class, server.floor.heard());
      assertEquals(Optional.empty(), connected.credential());
    }
    assertInstanceOf(Input.Disconnected.class, server.floor.heard());
    try (RawDevice _ = server.device("/display")) {
      assertInstanceOf(Input.DisplayConnected.class, server.floor.heard());
    }
  }

  @Test
  void oneThatGoesIsGoneOnce() throws Exception {
    RawDevice kiosk = server.device("/kiosk");
    var id = server.connected();
    kiosk.send(RawDevice.WHOLE | RawDevice.CLOSE, new byte[0]);
    assertEquals(0, kiosk.closeCode());
    kiosk.readToEnd();
    kiosk.close();
    assertEquals(new Input.Disconnected(id), server.floor.heard());
    try (RawDevice _ = server.device("/kiosk")) {
      // Nothing came in between: connections of one client are accepted one after the other.
      assertInstanceOf(Input.KioskConnected.class, server.floor.heard());
    }
  }

  @Test
  void aBearerMakesTheConnectionKnown() throws Exception {
    RawSocket.Answer answer =
        ask(RawDevice.handshake("/staff", "Authorization: bearer alicetoken\r\n"));
    assertEquals(101, answer.status());
    assertEquals(
        Optional.of(FakeStore.ALICE),
        assertInstanceOf(Input.StaffConnected.class, server.floor.heard()).credential());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer wrong\r\n",
        "Authorization: Bearer \r\n",
        "Authorization: Bearer alicetoken alicetoken\r\n",
        "Authorization: Basic YWxpY2U6eA==\r\n",
        "Authorization: alicetoken\r\n",
        "Authorization: Bearer alicetoken\r\nAuthorization: Bearer alicetoken\r\n",
        "Authorization: Bearer wrong\r\nOrigin: http://localhost\r\nCookie: " + GOOD_COOKIE,
      })
  void aBadBearerIsRefused(String headers) throws Exception {
    RawSocket.Answer answer = ask(RawDevice.handshake("/staff", headers));
    assertEquals(401, answer.status());
    assertTrue(answer.has("www-authenticate: Bearer"));
    assertEquals(Refusal.BAD_TOKEN, server.meter.refusal());
    assertTrue(server.floor.isIdle());
  }

  @Test
  void theStaffPagesCookieMakesTheConnectionKnown() throws Exception {
    String cookie = "Cookie: a=b; nowserving_session=alicetoken; c=d\r\n";
    assertEquals(101, ask(RawDevice.handshake("/staff", own(), cookie)).status());
    assertEquals(
        Optional.of(FakeStore.ALICE),
        assertInstanceOf(Input.StaffConnected.class, server.floor.heard()).credential());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://localhost\r\nCookie: nowserving_session=stale\r\n",
        "Origin: http://localhost\r\nCookie: nowserving_session=\r\n",
        "Origin: http://localhost\r\nCookie: x_nowserving_session=alicetoken\r\n",
        "Cookie: nowserving_session=alicetoken\r\n",
      })
  void aCookieThatIsStaleOrDoesNotCountIsIgnored(String headers) throws Exception {
    assertEquals(101, ask(RawDevice.handshake("/staff", headers)).status());
    assertEquals(
        Optional.empty(),
        assertInstanceOf(Input.StaffConnected.class, server.floor.heard()).credential());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer alicetoken\r\n",
        "Origin: http://localhost\r\nCookie: nowserving_session=alicetoken\r\n",
      })
  void whoCannotBeLookedUpMayTryAgain(String headers) throws Exception {
    server.store.goAway();
    assertEquals(503, ask(RawDevice.handshake("/staff", headers)).status());
    assertEquals(Refusal.STORE_AWAY, server.meter.refusal());
  }

  @Test
  void kiosksAndDisplaysShowNoToken() throws Exception {
    String bearer = "Authorization: Bearer wrong\r\n";
    assertEquals(101, ask(RawDevice.handshake("/kiosk", bearer)).status());
    assertEquals(101, ask(RawDevice.handshake("/display", bearer)).status());
  }

  @ParameterizedTest
  @CsvSource({
    "/, 404",
    "/Staff, 404",
    "/staff/, 404",
    "/staff%20, 404",
    "/%73taff, 404",
    "/staff?token=x, 400",
    "/kiosk?, 400",
  })
  void aWebSocketElsewhereIsRefused(String path, int status) throws Exception {
    assertEquals(status, ask(RawDevice.handshake(path)).status());
    assertTrue(server.floor.isIdle());
  }

  @ParameterizedTest
  @CsvSource({
    "Upgrade: websocket, Upgrade: WebSocket, 101",
    "Connection: Upgrade, 'Connection: keep-alive, upgrade', 101",
    "GET, POST, 400",
    "HTTP/1.1, HTTP/1.0, 400",
    "Connection: Upgrade, X: x, 400",
    "dGhlIHNhbXBsZSBub25jZQ==, short, 400",
    "Sec-WebSocket-Key, X-Key, 400",
    "Sec-WebSocket-Version: 13, Sec-WebSocket-Version: 8, 426",
    "Sec-WebSocket-Version, X-Version, 426",
    "Host: localhost, Host: evil.example, 421",
    "Host: localhost, X: x, 400",
    "Host: localhost, 'Host: localhost\r\nOrigin: http://evil.example', 403",
    "Host: localhost, 'Host: localhost\r\nOrigin: null', 403",
  })
  void aHandshakeFollowsTheRules(String part, String instead, int status) throws Exception {
    String request = RawDevice.handshake("/display");
    assertTrue(request.contains(part));
    assertEquals(status, ask(request.replace(part, instead)).status());
  }

  @Test
  void noSubprotocolAndNoExtensionIsAgreedTo() throws Exception {
    RawSocket.Answer answer =
        ask(
            RawDevice.handshake(
                "/display",
                "Sec-WebSocket-Protocol: nowserving.v2\r\n",
                "Sec-WebSocket-Extensions: permessage-deflate\r\n"));
    assertEquals(101, answer.status());
    assertTrue(answer.headers().stream().noneMatch(line -> line.startsWith("sec-websocket-ext")));
    assertTrue(answer.headers().stream().noneMatch(line -> line.startsWith("sec-websocket-pro")));
  }

  @Test
  void whatComesBeforeTheHandshakeIsAnsweredEndsTheConnection() throws Exception {
    try (RawSocket socket = new RawSocket(server.address)) {
      byte[] handshake = RawDevice.handshake("/display").getBytes(StandardCharsets.UTF_8);
      byte[] frame = RawDevice.text("new ann@example.com Ann");
      byte[] both = Arrays.copyOf(handshake, handshake.length + frame.length);
      System.arraycopy(frame, 0, both, handshake.length, frame.length);
      socket.send(both);
      assertEquals(101, socket.readAnswer().status());
      assertEquals(Ending.PROTOCOL_BREACH, server.meter.ending());
    }
    var id = server.connected();
    assertEquals(new Input.Disconnected(id), server.floor.heard());
  }

  @Test
  void nothingFollowsTheHandshakeOfAKioskBeforeItsAnswer() throws Exception {
    try (RawSocket socket = new RawSocket(server.address)) {
      socket.send(RawDevice.handshake("/kiosk") + "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertEquals(400, socket.readAnswer().status());
    }
    assertTrue(server.floor.isIdle());
  }

  @Test
  void nothingFollowsAHandshakeThatIsStillLookedUp() throws Exception {
    var gate = server.store.halt();
    try (RawSocket socket = new RawSocket(server.address)) {
      socket.send(
          RawDevice.handshake("/staff", "Authorization: Bearer alicetoken\r\n")
              + "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      gate.countDown();
      assertEquals(400, socket.readAnswer().status());
    }
    assertTrue(server.floor.isIdle());
  }
}

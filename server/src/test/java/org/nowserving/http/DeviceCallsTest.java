package org.nowserving.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nowserving.keys.DeviceKeys;

/** From a key to a cookie to a connection, over real sockets. */
class DeviceCallsTest {
  private final ExecutorService virtualThreads = Executors.newVirtualThreadPerTaskExecutor();
  private final Bureau bureau = new Bureau(new MemoryHistory(0));
  private final TestServer server =
      TestServer.locked(
          bureau.keys, () -> new ApiHandler(bureau.api, virtualThreads, bureau.clock));

  @AfterEach
  void stop() {
    server.close();
    bureau.close();
    virtualThreads.close();
  }

  private RawClient.Answer ask(String request) throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      client.send(request);
      return client.read();
    }
  }

  private RawClient.Answer show(String key, String headers) throws Exception {
    String body = Json.object(json -> json.text("key", key));
    return ask(
        "POST /api/device HTTP/1.1\nHost: localhost\nContent-Type: application/json\n"
            + headers
            + "Content-Length: "
            + body.length()
            + "\n\n"
            + body);
  }

  private int upgrade(String path, String headers) throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      client.send(
          "GET "
              + path
              + " HTTP/1.1\nHost: localhost\nUpgrade: websocket\nConnection: Upgrade\n"
              + "Sec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n"
              + headers
              + "\n");
      return client.readHead().status();
    }
  }

  @Test
  void aPageShowsTheKeyOnceAndIsLetInFromThenOn() throws Exception {
    String own = "Origin: http://localhost\n";
    assertEquals(401, upgrade("/kiosk", own));
    RawClient.Answer answer = show(Bureau.DEVICE_KEY, own);
    assertEquals(204, answer.status());
    String set = answer.header("set-cookie");
    assertTrue(
        set.matches(
            "nowserving_device=[\\w-]{43}; Path=/; Max-Age=34560000; HttpOnly; SameSite=Strict"),
        set);
    String cookie = "Cookie: " + set.replaceAll(";.*", "") + "\n";
    assertEquals(101, upgrade("/kiosk", own + cookie));
    assertEquals(101, upgrade("/display", own + cookie));
    assertEquals(401, upgrade("/kiosk", cookie), "not without the origin");
    assertEquals(403, upgrade("/kiosk", "Origin: http://evil.example\n" + cookie));
    assertEquals(401, ask("GET /api/staff HTTP/1.1\nHost: localhost\n" + cookie + "\n").status());
  }

  /** What a page asks that was turned away: a handshake that is refused does not tell it why. */
  @Test
  void aPageLearnsWhetherItWouldBeLetIn() throws Exception {
    String asked = "GET /api/device HTTP/1.1\nHost: localhost\n";
    assertEquals(401, ask(asked + "\n").status());
    assertEquals(401, ask(asked + "Cookie: nowserving_device=wrong\n\n").status());
    String cookie =
        show(Bureau.DEVICE_KEY, "Origin: http://localhost\n")
            .header("set-cookie")
            .replaceAll(";.*", "");
    RawClient.Answer answer = ask(asked + "Cookie: a=b; " + cookie + "\n\n");
    assertEquals(204, answer.status());
    assertEquals("", answer.header("set-cookie"));
    assertEquals(
        403, ask(asked + "Origin: http://evil.example\nCookie: " + cookie + "\n\n").status());
  }

  @Test
  void whereNoKeysAreAskedForEverybodyIsLetIn() {
    try (Bureau open = new Bureau(new MemoryHistory(0), DeviceKeys.none())) {
      ApiRequest asked = Bureau.request("GET", "/api/device");
      assertEquals(204, open.api.answer(asked).status());
      assertEquals(204, open.api.answer(Bureau.withDeviceCookie(asked, "stale")).status());
    }
  }

  @Test
  void aWrongKeyGetsNoCookie() throws Exception {
    for (String key :
        new String[] {"", "wrong", Bureau.DEVICE_KEY + "x", " " + Bureau.DEVICE_KEY}) {
      RawClient.Answer answer = show(key, "");
      assertEquals(401, answer.status(), key);
      assertEquals("", answer.header("set-cookie"), key);
    }
    assertEquals(403, show(Bureau.DEVICE_KEY, "Origin: http://evil.example\n").status());
  }

  @Test
  void theCookieIsTakenBack() throws Exception {
    RawClient.Answer answer = ask("DELETE /api/device HTTP/1.1\nHost: localhost\n\n");
    assertEquals(204, answer.status());
    assertEquals(
        "nowserving_device=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict",
        answer.header("set-cookie"));
  }

  @Test
  void whatIsInAnAddressIsRefusedAndNotRepeated() throws Exception {
    String[] targets = {
      "/api/device?key=CANARY-CANARY-CANARY",
      "/api/staff?token=CANARY-CANARY-CANARY",
      "/?Token=CANARY-CANARY-CANARY",
      "/kiosk?key=CANARY-CANARY-CANARY",
      "/nothing?access%5Ftoken=CANARY-CANARY-CANARY",
      "/?other=CANARY-CANARY-CANARY",
    };
    for (String target : targets) {
      RawClient.Answer answer = ask("GET " + target + " HTTP/1.1\nHost: localhost\n\n");
      assertEquals(400, answer.status(), target);
      assertTrue(!answer.body().contains("CANARY") && !answer.body().isEmpty(), answer.body());
    }
  }
}

package org.nowserving.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nowserving.http.HostileRequests.Variant;
import org.nowserving.protocol.Endpoint;

/** Whom no header gets in: more than a thousand requests that look like ours and are not. */
class HostileRequestsTest {
  /** Only a test that fails waits that long. */
  private static final int PATIENCE_MILLIS = 30_000;

  private static final String HANDSHAKE =
      """
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      """;
  private static final String ERASE = "DELETE /api/visitors/vi%40example.com HTTP/1.1\r\n";

  private final ExecutorService virtualThreads = Executors.newVirtualThreadPerTaskExecutor();
  private final Bureau bureau = new Bureau(new MemoryHistory(3));
  private final TestServer server =
      TestServer.named(
          HostileRequests.ALLOWED, () -> new ApiHandler(bureau.api, virtualThreads, bureau.clock));
  private final HostileRequests requests = new HostileRequests(server.port());
  private final String cookie =
      "Cookie: nowserving_session=" + bureau.tokenOf("root").secret() + "\r\n";

  @AfterEach
  void stop() {
    server.close();
    bureau.close();
    virtualThreads.close();
  }

  /** The status of the answer, or 0 where there is none. */
  private int ask(String head) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      return status(socket.getInputStream());
    }
  }

  private static int status(InputStream in) throws IOException {
    try {
      String begin = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
      return begin.startsWith("HTTP/1.1 ") ? Integer.parseInt(begin, 9, 12, 10) : 0;
    } catch (SocketException reset) {
      return 0;
    }
  }

  private int upgrade(Endpoint endpoint, String lines) throws IOException {
    return ask("GET " + endpoint.path() + " HTTP/1.1\r\n" + lines + HANDSHAKE);
  }

  @Test
  void noHostileRequestGetsIn() throws Exception {
    List<Variant> variants = requests.all();
    TreeMap<Integer, Integer> statuses = new TreeMap<>();
    TreeMap<String, Integer> in = new TreeMap<>();
    for (Variant variant : variants) {
      for (Endpoint endpoint : Endpoint.values()) {
        int status = upgrade(endpoint, variant.lines() + cookie);
        statuses.merge(status, 1, Integer::sum);
        if (!isRefusal(status)) {
          in.put(endpoint.path() + " " + variant, status);
        }
      }
      for (String call : List.of("GET /api/staff HTTP/1.1\r\n", ERASE)) {
        int status = ask(call + variant.lines() + cookie);
        statuses.merge(status, 1, Integer::sum);
        if (!isRefusal(status)) {
          in.put(call.strip() + " " + variant, status);
        }
      }
    }
    System.out.println(variants.size() + " hostile variants were answered with " + statuses);
    assertTrue(variants.stream().distinct().count() >= 1_000, "how many: " + variants.size());
    assertEquals(new TreeMap<>(), in);
    assertEquals(List.of(), bureau.visitors.erased);
  }

  /** By the guard, which looks at the head BEFORE anybody looks at the cookie. */
  private static boolean isRefusal(int status) {
    return status == 400 || status == 403 || status == 421;
  }

  @Test
  void theServersOwnPagesGetIn() throws Exception {
    for (String place : requests.ownPlaces()) {
      String own = "Host: " + place + "\r\nOrigin: http://" + place + "\r\n";
      for (Endpoint endpoint : Endpoint.values()) {
        assertEquals(101, upgrade(endpoint, own + cookie), own);
      }
      assertEquals(200, ask("GET /api/staff HTTP/1.1\r\n" + own + cookie), own);
      assertEquals(204, ask(ERASE + own + cookie), own);
    }
    assertEquals(requests.ownPlaces().size(), bureau.visitors.erased.size());
  }

  @Test
  void whoNamesNoOriginShowsNoCookieButToLook() throws Exception {
    String host = "Host: localhost:" + server.port() + "\r\n";
    for (Endpoint endpoint : Endpoint.values()) {
      assertEquals(101, upgrade(endpoint, host + cookie), "a device that is no browser");
    }
    assertEquals(200, ask("GET /api/staff HTTP/1.1\r\n" + host + cookie));
    assertEquals(401, ask(ERASE + host + cookie));
    assertEquals(401, ask("POST /api/logout HTTP/1.1\r\n" + host + cookie));
    assertEquals(List.of(), bureau.visitors.erased);
  }
}

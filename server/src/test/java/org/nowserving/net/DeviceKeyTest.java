package org.nowserving.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nowserving.floor.Input;
import org.nowserving.keys.DeviceKeys;
import org.nowserving.keys.TestKeys;

/** Kiosks and displays where the desk has keys. */
@ExtendWith(LeakCheck.class)
class DeviceKeyTest {
  private static final String HALL = "the-key-of-the-hall";
  private static final String WALL = "the-key-of-the-wall";
  private static final String HALL_COOKIE = TestKeys.of(HALL).cookieFor(HALL).orElseThrow();
  private static final String OWN = "Origin: http://localhost\r\n";

  private final DeviceKeys keys = TestKeys.of(HALL, WALL);
  private final TestServer server = new TestServer(keys);

  @AfterEach
  void stop() {
    server.close();
  }

  private RawSocket.Answer ask(String path, String... headers) throws IOException {
    try (RawSocket socket = new RawSocket(server.address)) {
      socket.send(RawDevice.handshake(path, headers));
      return socket.readAnswer();
    }
  }

  private static String bearer(String key) {
    return "Authorization: Bearer " + key + "\r\n";
  }

  private static String cookie(String value) {
    return "Cookie: a=b; nowserving_device=" + value + "\r\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"/kiosk", "/display"})
  void aKeyLetsADeviceIn(String path) throws Exception {
    assertEquals(101, ask(path, bearer(HALL)).status());
    assertEquals(101, ask(path, bearer(WALL)).status());
    assertEquals(101, ask(path, OWN, cookie(HALL_COOKIE)).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/kiosk", "/display"})
  void withoutOneItIsToldWhatToShow(String path) throws Exception {
    RawSocket.Answer answer = ask(path);
    assertEquals(401, answer.status());
    assertTrue(answer.has("www-authenticate: Bearer"));
    assertTrue(answer.body().contains("Authorization: Bearer KEY"), answer.body());
    assertEquals(Refusal.DEVICE_KEY, server.meter.refusal());
    assertTrue(server.floor.isIdle());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer the-key-of-the-hal\r\n",
        "Authorization: Bearer \r\n",
        "Authorization: Bearer the-key-of-the-hall the-key-of-the-hall\r\n",
        "Authorization: Basic the-key-of-the-hall\r\n",
        "Authorization: the-key-of-the-hall\r\n",
        "Authorization: Bearer alicetoken\r\n",
        "Origin: http://localhost\r\nCookie: nowserving_device=the-key-of-the-hall\r\n",
        "Origin: http://localhost\r\nCookie: nowserving_device=\r\n",
        "Origin: http://localhost\r\nCookie: nowserving_session=alicetoken\r\n",
        "X-Device-Key: the-key-of-the-hall\r\n",
      })
  void whatIsNoKeyLetsNobodyIn(String headers) throws Exception {
    RawSocket.Answer answer = ask("/kiosk", headers);
    assertEquals(401, answer.status());
    assertEquals(Refusal.DEVICE_KEY, server.meter.refusal());
    assertTrue(server.floor.isIdle());
  }

  @Test
  void aCookieIsNoBearerAndCountsOnlyWithOurOrigin() throws Exception {
    assertEquals(401, ask("/kiosk", bearer(HALL_COOKIE)).status());
    assertEquals(401, ask("/kiosk", cookie(HALL_COOKIE)).status());
    assertEquals(
        403, ask("/kiosk", "Origin: http://evil.example\r\n", cookie(HALL_COOKIE)).status());
    assertEquals(
        401,
        ask("/kiosk", OWN, bearer("wrong"), cookie(HALL_COOKIE)).status(),
        "the bearer counts");
    assertEquals(
        401,
        ask("/kiosk", bearer(HALL), bearer(HALL)).status(),
        "one is enough, and two are a trick");
  }

  @Test
  void aKeyInTheAddressIsRefused() throws Exception {
    assertEquals(400, ask("/kiosk?key=" + HALL).status());
    assertEquals(400, ask("/display?token=x", bearer(HALL)).status());
    assertTrue(server.floor.isIdle());
  }

  @Test
  void staffShowNoKey() throws Exception {
    assertEquals(101, ask("/staff").status());
    assertInstanceOf(Input.StaffConnected.class, server.floor.heard());
    assertEquals(101, ask("/staff", bearer("alicetoken")).status());
    assertEquals(401, ask("/staff", bearer(HALL)).status());
  }

  @Test
  void aKeyThatIsGoneLetsNobodyInAndItsDevicesAreSentAway() throws Exception {
    try (RawDevice hall = RawDevice.connect(server.address, "/kiosk", bearer(HALL));
        RawDevice wall = RawDevice.connect(server.address, "/display", bearer(WALL));
        RawDevice page = RawDevice.connect(server.address, "/display", OWN, cookie(HALL_COOKIE));
        RawDevice staff = server.device("/staff")) {
      var hallMark = keys.ofKey(HALL).orElseThrow();
      TestKeys.replace(keys, WALL);
      assertEquals(401, ask("/kiosk", bearer(HALL)).status());
      assertEquals(401, ask("/kiosk", OWN, cookie(HALL_COOKIE)).status());
      hall.say("new ann@example.com Ann");
      assertTrue(hall.hear().startsWith("success new "), "it may stay for now");

      server.server.sendAway(Set.of(hallMark));
      assertEquals(1008, hall.closeCode());
      assertEquals(1008, page.closeCode());
      assertEquals(Ending.KEY_GONE, server.meter.ending());
      wall.say("hello");
      assertTrue(wall.hear().startsWith("error "), "another key is as good as before");
      staff.say("accept 1");
      assertTrue(staff.hear().startsWith("success "));
    }
  }
}

package org.nowserving.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nowserving.floor.Input;
import org.nowserving.keys.TestKeys;
import org.nowserving.limits.Limit;
import org.nowserving.limits.LimitSettings;
import org.nowserving.limits.OutOfReach;
import org.nowserving.limits.Places;

/** Every limit, hit over a socket: what the device sees, and that it is counted. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class LimitsTest {
  private static final Duration SOON = Duration.ofMillis(100);
  private static final String BAD_BEARER = "Authorization: Bearer nobodys\r\n";
  private static final String GOOD_BEARER = "Authorization: Bearer alicetoken\r\n";
  private static final String NOBODYS =
      "error pick the provided token does not belong to any staff member";

  private static NetSettings.Times times(Duration handshake, Duration silence, Duration lag) {
    NetSettings.Times usual = TestServer.TIMES;
    return new NetSettings.Times(
        handshake, usual.ping(), silence, lag, usual.drain(), usual.close(), usual.goodbye());
  }

  private static NetSettings.Sizes sizes(int message, int head, int body, int outbound) {
    return new NetSettings.Sizes(
        message, head, body, outbound, NetSettings.Sizes.USUAL.commandsInFlight());
  }

  private static String longer(int length) {
    return "x".repeat(length);
  }

  private interface Story {
    void happens(TestServer server) throws Exception;
  }

  /** A whole message each, in one go. */
  private static byte[] many(int count, byte[] frame) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      all.write(frame);
    }
    return all.toByteArray();
  }

  private static void assertEnds(RawDevice device, int code) throws IOException {
    assertEquals(code, device.closeCode());
    device.readToEnd();
  }

  private static int answerTo(TestServer server, String request) throws IOException {
    try (RawSocket socket = new RawSocket(server.address)) {
      socket.send(request);
      return socket.readAnswer().status();
    }
  }

  private static TestServer serverFor(Limit limit) {
    return switch (limit) {
      case MAX_MESSAGE_BYTES -> new TestServer(TestServer.with(sizes(10, 8_192, 1, 9_999)));
      case MAX_HEAD_BYTES -> new TestServer(TestServer.with(sizes(10, 300, 1, 9_999)));
      case MAX_BODY_BYTES -> new TestServer(TestServer.with(sizes(10, 8_192, 10, 9_999)));
      case OUTBOUND_LIMIT_BYTES -> new TestServer(TestServer.with(sizes(10, 8_192, 1, 10)));
      case HANDSHAKE_TIMEOUT ->
          new TestServer(TestServer.with(times(SOON, TestServer.LONG, TestServer.LONG)));
      case SILENCE_LIMIT ->
          new TestServer(TestServer.with(times(TestServer.LONG, SOON, TestServer.LONG)));
      case LAG_LIMIT ->
          new TestServer(TestServer.with(times(TestServer.LONG, TestServer.LONG, SOON)));
      case INBOX_LIMIT -> new TestServer(TestServer.SETTINGS, Transport.best(), 0);
      case COMMANDS_PER_SECOND -> new TestServer(OutOfReach.butCommands(3));
      case NEW_PER_MINUTE -> new TestServer(OutOfReach.butVisitors(1));
      case QUERY_PER_MINUTE -> new TestServer(OutOfReach.butQueries(1));
      case SIGN_IN_FAILURES_PER_MINUTE -> new TestServer(OutOfReach.butSignInFailures(1));
      case MAX_CONNECTIONS -> new TestServer(OutOfReach.butConnections(1, 9));
      case MAX_CONNECTIONS_PER_ADDRESS -> new TestServer(OutOfReach.butConnections(9, 1));
      case UNKNOWN_STAFF_TIMEOUT -> new TestServer(OutOfReach.butUnknownStaff(SOON));
    };
  }

  private static Story storyOf(Limit limit) {
    return switch (limit) {
      case MAX_MESSAGE_BYTES -> server -> ends(server, "/kiosk", longer(11), 1009);
      case MAX_HEAD_BYTES ->
          server ->
              assertEquals(
                  431,
                  answerTo(
                      server, "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + longer(300) + "\r\n"));
      case MAX_BODY_BYTES ->
          server ->
              assertEquals(
                  413,
                  answerTo(
                      server, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n\r\n"));
      case OUTBOUND_LIMIT_BYTES, LAG_LIMIT -> server -> ends(server, "/kiosk", "unpick", 1008);
      case HANDSHAKE_TIMEOUT, SILENCE_LIMIT ->
          server -> {
            try (RawSocket socket = new RawSocket(server.address)) {
              if (limit == Limit.SILENCE_LIMIT) {
                socket.send(RawDevice.handshake("/kiosk"));
              }
              socket.readToEnd();
            }
          };
      case INBOX_LIMIT -> server -> ends(server, "/kiosk", "new ann@example.com Ann", 1013);
      case COMMANDS_PER_SECOND -> LimitsTest::tooLoud;
      case NEW_PER_MINUTE ->
          server -> refusesTheSecond(server, "new ann@example.com Ann", "success new ", "new");
      case QUERY_PER_MINUTE ->
          server -> refusesTheSecond(server, "query ann@example.com", "success query ", "query");
      case SIGN_IN_FAILURES_PER_MINUTE ->
          server -> {
            try (RawDevice staff = server.device("/staff")) {
              staff.say("pick 1 nobodys");
              assertEquals(NOBODYS, staff.hear());
              staff.say("pick 1 nobodys");
              assertEquals(NOBODYS, staff.hear());
            }
          };
      case MAX_CONNECTIONS, MAX_CONNECTIONS_PER_ADDRESS -> LimitsTest::noRoomForTheSecond;
      case UNKNOWN_STAFF_TIMEOUT ->
          server -> {
            try (RawDevice staff = server.device("/staff")) {
              assertEnds(staff, 1008);
            }
          };
    };
  }

  private static void ends(TestServer server, String path, String message, int code)
      throws Exception {
    try (RawDevice device = server.device(path)) {
      device.say(message);
      assertEnds(device, code);
    }
  }

  private static void tooLoud(TestServer server) throws Exception {
    try (RawDevice kiosk = server.device("/kiosk")) {
      for (int i = 0; i < 3; i++) {
        kiosk.say("unpick");
        assertEquals("error unpick this command is not for this device", kiosk.hear());
      }
      kiosk.say("unpick");
      assertEnds(kiosk, 1008);
    }
    assertEquals(Ending.TOO_LOUD, server.meter.ending());
  }

  private static void refusesTheSecond(
      TestServer server, String message, String answer, String verb) throws Exception {
    try (RawDevice kiosk = server.device("/kiosk")) {
      kiosk.say(message);
      kiosk.say(message);
      kiosk.say("unpick");
      String first = kiosk.hear();
      assertTrue(first.startsWith(answer), first);
      assertEquals(
          "error " + verb + " there were too many in the last minute, please wait a moment",
          kiosk.hear());
      assertEquals("error unpick this command is not for this device", kiosk.hear());
    }
  }

  private static void noRoomForTheSecond(TestServer server) throws Exception {
    try (RawSocket first = new RawSocket(server.address)) {
      first.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertEquals(200, first.readAnswer().status());
      try (RawSocket second = new RawSocket(server.address)) {
        RawSocket.Answer answer = second.readAnswer();
        assertEquals(503, answer.status());
        assertTrue(answer.has("retry-after: 5"), answer::toString);
        assertEquals("There are too many connections; try again later.\n", answer.body());
        second.readToEnd();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void isHitAndCounted(Limit limit) throws Exception {
    try (TestServer server = serverFor(limit)) {
      storyOf(limit).happens(server);
      assertEquals(limit, server.meter.hit());
      assertTrue(server.meter.noMoreHits());
    }
  }

  @Test
  void aFloodOfPingsIsTooLoudToo() throws Exception {
    try (TestServer server = new TestServer(OutOfReach.butCommands(5));
        RawDevice kiosk = server.device("/kiosk")) {
      kiosk.sendBytes(many(50, RawDevice.frame(RawDevice.WHOLE | RawDevice.PING, new byte[0])));
      assertEnds(kiosk, 1008);
      assertEquals(Ending.TOO_LOUD, server.meter.ending());
    }
  }

  @Test
  void whoIsTooLoudIsNotHeardAndDisturbsNobody() throws Exception {
    try (TestServer server = new TestServer(OutOfReach.butCommands(5));
        RawDevice loud = server.device("/staff");
        RawDevice calm = server.device("/kiosk")) {
      loud.sendBytes(many(10_000, RawDevice.text("accept 1")));
      assertEnds(loud, 1008);
      calm.say("new ann@example.com Ann");
      assertTrue(calm.hear().startsWith("success new "));
      int accepts = 0;
      while (!server.floor.isIdle()) {
        accepts += server.floor.heard() instanceof Input.Accept ? 1 : 0;
      }
      assertEquals(5, accepts);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"new ann@example.com Ann", "query ann@example.com"})
  void anAddressSharesItsMinuteAmongItsKiosks(String message) throws Exception {
    LimitSettings settings =
        message.startsWith("new") ? OutOfReach.butVisitors(2) : OutOfReach.butQueries(2);
    try (TestServer server = new TestServer(settings);
        RawDevice one = server.device("/kiosk");
        RawDevice two = server.device("/kiosk")) {
      one.say(message);
      assertTrue(one.hear().startsWith("success "));
      two.say(message);
      assertTrue(two.hear().startsWith("success "));
      two.say(message);
      assertTrue(two.hear().endsWith("please wait a moment"));
      server.time.pass(Duration.ofSeconds(30));
      two.say(message);
      assertTrue(two.hear().startsWith("success "));
    }
  }

  @Test
  void whatIsRefusedForItsFormIsNotCounted() throws Exception {
    try (TestServer server = new TestServer(OutOfReach.butVisitors(1));
        RawDevice kiosk = server.device("/kiosk")) {
      kiosk.say("new ann@example.com");
      assertEquals("error new a name is required", kiosk.hear());
      kiosk.say("new ann@example.com Ann");
      assertTrue(kiosk.hear().startsWith("success new "));
    }
  }

  @Test
  void aTrustedAddressHasNoShare() throws Exception {
    try (TestServer server =
            new TestServer(OutOfReach.butVisitors(1, Places.range("127.0.0.0/8")));
        RawDevice kiosk = server.device("/kiosk")) {
      for (int i = 0; i < 10; i++) {
        kiosk.say("new ann@example.com Ann");
        assertTrue(kiosk.hear().startsWith("success new "));
      }
    }
  }

  @Test
  void whoGoesOnGuessingTokensIsClosed() throws Exception {
    try (TestServer server = new TestServer(OutOfReach.butSignInFailures(2));
        RawDevice staff = server.device("/staff")) {
      for (int i = 0; i < 4; i++) {
        staff.say("pick 1 nobodys");
        assertEquals(NOBODYS, staff.hear());
      }
      assertEquals(2, server.time.waits());
      staff.say("pick 1 alicetoken"); // right or wrong, it is not looked at
      assertEnds(staff, 1008);
      assertEquals(Ending.TOO_LOUD, server.meter.ending());
    }
  }

  @Test
  void badBearersAndBadPicksAreCountedTogether() throws Exception {
    try (TestServer server = new TestServer(OutOfReach.butSignInFailures(1))) {
      assertEquals(401, answerTo(server, RawDevice.handshake("/staff", BAD_BEARER)));
      try (RawDevice staff = server.device("/staff")) {
        staff.say("pick 1 nobodys");
        assertEquals(NOBODYS, staff.hear());
      }
      assertEquals(1, server.time.waits());
      try (RawSocket socket = new RawSocket(server.address)) {
        socket.send(RawDevice.handshake("/staff", GOOD_BEARER));
        RawSocket.Answer answer = socket.readAnswer();
        assertEquals(429, answer.status());
        assertTrue(answer.has("retry-after: 60"), answer::toString);
      }
      assertEquals(Refusal.BAD_TOKEN, server.meter.refusal());
      assertEquals(Refusal.TOO_MANY_FAILURES, server.meter.refusal());
      server.time.pass(Duration.ofSeconds(60));
      assertEquals(101, answerTo(server, RawDevice.handshake("/staff", GOOD_BEARER)));
    }
  }

  @Test
  void wrongDeviceKeysAreCountedWithBadTokens() throws Exception {
    String right = "Authorization: Bearer the-key-of-the-hall\r\n";
    try (TestServer server =
        new TestServer(OutOfReach.butSignInFailures(2), TestKeys.of("the-key-of-the-hall"))) {
      assertEquals(101, answerTo(server, RawDevice.handshake("/kiosk", right)));
      for (String path : List.of("/kiosk", "/display", "/staff")) {
        assertEquals(401, answerTo(server, RawDevice.handshake(path, BAD_BEARER)));
      }
      assertEquals(1, server.time.waits());
      assertEquals(101, answerTo(server, RawDevice.handshake("/kiosk", right)));
      assertEquals(401, answerTo(server, RawDevice.handshake("/kiosk", BAD_BEARER)));
      assertEquals(429, answerTo(server, RawDevice.handshake("/kiosk", right)));
      assertEquals(429, answerTo(server, RawDevice.handshake("/staff", GOOD_BEARER)));
      server.time.pass(Duration.ofSeconds(60));
      assertEquals(101, answerTo(server, RawDevice.handshake("/display", right)));
    }
  }

  /** Whoever guesses a key can compute its cookie. */
  @Test
  void wrongKeyCookiesAreCountedToo() throws Exception {
    try (TestServer server =
        new TestServer(OutOfReach.butSignInFailures(1), TestKeys.of("the-key-of-the-hall"))) {
      String guess =
          RawDevice.handshake(
              "/display", "Origin: http://localhost\r\n", "Cookie: nowserving_device=guessed\r\n");
      assertEquals(401, answerTo(server, guess));
      assertEquals(401, answerTo(server, guess));
      assertEquals(1, server.time.waits());
      assertEquals(429, answerTo(server, guess));
    }
  }

  @Test
  void aStaleCookieIsNoGuess() throws Exception {
    try (TestServer server = new TestServer(OutOfReach.butSignInFailures(1))) {
      for (int i = 0; i < 5; i++) {
        assertEquals(
            101,
            answerTo(
                server,
                RawDevice.handshake(
                    "/staff",
                    "Origin: http://localhost\r\n",
                    "Cookie: nowserving_session=stale\r\n")));
      }
      assertTrue(server.meter.noMoreHits());
    }
  }

  /** Both turns that there are belong to devices that are gone, until the store has answered. */
  @Test
  void whoLeavesWhileBeingLookedAtGivesTheTurnBack() throws Exception {
    try (TestServer server = new TestServer(OutOfReach.butSignInFailures(1))) {
      var gate = server.store.halt();
      for (int i = 0; i < 2; i++) {
        RawDevice staff = server.device("/staff");
        server.connected();
        staff.say("pick 1 alicetoken");
        staff.close();
        assertEquals(Ending.LOST, server.meter.ending());
        server.floor.heard();
      }
      gate.countDown();
      try (RawDevice staff = server.device("/staff")) {
        staff.say("pick 1 alicetoken");
        assertEquals("success pick 1", staff.hear());
      }
      assertEquals(0, server.time.waits());
    }
  }

  @Test
  void otherAddressesFindRoomAndSoDoesWhoComesAfterSomebodyLeft() throws Exception {
    try (TestServer server = new TestServer(OutOfReach.butConnections(2, 1))) {
      try (RawDevice here = server.device("/kiosk");
          RawSocket there = new RawSocket(server.address, InetAddress.ofLiteral("127.0.0.2"))) {
        there.send(RawDevice.handshake("/kiosk"));
        assertEquals(101, there.readAnswer().status());
        assertEquals(503, statusFrom(server, "127.0.0.2"));
        assertEquals(503, statusFrom(server, "127.0.0.3"));
        here.say("unpick");
        assertEquals("error unpick this command is not for this device", here.hear());
      }
      int status = statusFrom(server, "127.0.0.2");
      while (status == 503) { // until the server has noticed that they left
        status = statusFrom(server, "127.0.0.2");
      }
      assertEquals(200, status);
    }
  }

  private static int statusFrom(TestServer server, String address) throws IOException {
    try (RawSocket socket = new RawSocket(server.address, InetAddress.ofLiteral(address))) {
      socket.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      return socket.readAnswer().status();
    }
  }

  @Test
  void onlyAnUnknownStaffConnectionIsClosed() throws Exception {
    try (TestServer server = new TestServer(OutOfReach.butUnknownStaff(Duration.ofSeconds(3)));
        RawDevice kiosk = server.device("/kiosk");
        RawDevice display = server.device("/display");
        RawSocket bearer = new RawSocket(server.address);
        RawDevice picked = server.device("/staff")) {
      picked.say("pick 1 alicetoken");
      assertEquals("success pick 1", picked.hear());
      bearer.send(RawDevice.handshake("/staff", GOOD_BEARER));
      assertEquals(101, bearer.readAnswer().status());
      try (RawDevice unknown = server.device("/staff"); // AFTER the others: closed after they were
          RawDevice guesser = server.device("/staff")) {
        guesser.say("pick 1 nobodys");
        assertEquals(NOBODYS, guesser.hear());
        assertEnds(unknown, 1008);
        assertEnds(guesser, 1008);
      }
      assertEquals(Ending.UNKNOWN_TOO_LONG, server.meter.ending());
      assertEquals(Ending.UNKNOWN_TOO_LONG, server.meter.ending());
      picked.say("unpick");
      assertEquals("success unpick", picked.hear());
      bearer.send(RawDevice.text("unpick"));
      assertEquals(0x81, bearer.read());
      kiosk.say("unpick");
      assertEquals("error unpick this command is not for this device", kiosk.hear());
      display.say("unpick");
      assertEquals("error unpick this command is not for this device", display.hear());
    }
  }
}

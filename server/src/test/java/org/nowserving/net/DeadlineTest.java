package org.nowserving.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class DeadlineTest {
  /** Whoever is to miss it waits for it. */
  private static final Duration SHORT = Duration.ofMillis(250);

  /** Whoever is to meet it does so on a busy machine too. */
  private static final Duration LONGER = Duration.ofSeconds(2);

  private final TestServer server = withDeadline(SHORT);

  private static TestServer withDeadline(Duration deadline) {
    return new TestServer(
        TestServer.with(
            TestServer.times(
                deadline, TestServer.LONG, TestServer.LONG, TestServer.LONG, TestServer.LONG)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET /staff HT",
        "GET /staff HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n",
        "POST /api/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc",
      })
  void halfARequestIsGoneAfterTheDeadline(String half) throws Exception {
    try (RawSocket socket = new RawSocket(server.address)) {
      socket.send(half);
      assertEquals(-1, socket.read());
    }
    assertEquals(Refusal.TOO_LATE, server.meter.refusal());
  }

  /** Ends by an error of the socket only; with a deadline that bytes extend it would never. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /staff HTTP/1.1\r\nHost: localhost\r\nX: ",
        "POST /api/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 16000\r\n\r\n",
      })
  void aByteNowAndThenGainsNothing(String beginning) throws Exception {
    try (RawSocket socket = new RawSocket(server.address)) {
      socket.send(beginning);
      Thread dripping =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (true) {
                    socket.send("x");
                    Thread.sleep(10);
                  }
                } catch (IOException | InterruptedException closed) {
                  // as it should be
                }
              });
      assertEquals(-1, socket.read());
      dripping.interrupt();
      dripping.join();
    }
    assertEquals(Refusal.TOO_LATE, server.meter.refusal());
  }

  @Test
  void anIdleConnectionEndsAfterItsAnswer() throws Exception {
    try (TestServer patient = withDeadline(LONGER);
        RawSocket socket = new RawSocket(patient.address)) {
      socket.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertEquals(200, socket.readAnswer().status());
      socket.send("GET / HT");
      assertEquals(-1, socket.read());
    }
  }

  @Test
  void aLookUpThatTakesTooLongEndsTheHandshake() throws Exception {
    var gate = server.store.halt();
    try (RawSocket socket = new RawSocket(server.address)) {
      socket.send(RawDevice.handshake("/staff", "Authorization: Bearer alicetoken\r\n"));
      assertEquals(-1, socket.read());
    }
    gate.countDown();
    assertTrue(server.floor.isIdle());
  }

  @Test
  void aDeviceHasNoDeadlineAnyMore() throws Exception {
    try (TestServer patient = withDeadline(LONGER);
        RawDevice kiosk = patient.device("/kiosk");
        RawSocket idle = new RawSocket(patient.address)) {
      assertEquals(-1, idle.read()); // its deadline began AFTER the device's, and is over
      kiosk.say("unpick");
      assertEquals("error unpick this command is not for this device", kiosk.hear());
    }
  }
}

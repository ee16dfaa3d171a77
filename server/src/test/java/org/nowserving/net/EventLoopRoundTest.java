package org.nowserving.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Input;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;

/** A kiosk's second connection is read by another thread than its first one. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class EventLoopRoundTest {
  private static final byte[] ANYTHING = "x".getBytes(StandardCharsets.US_ASCII);

  @ParameterizedTest
  @EnumSource
  void aKioskIsHeardAfterTheEndOfItsEarlierConnection(Transport transport) throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (TestServer server = new TestServer(TestServer.SETTINGS, transport, 10_000)) {
      try {
        ConnectionId one;
        try (RawDevice first = server.device("/kiosk")) {
          one = server.connected();
          first.say("new a@example.com A");
          first.hear();
          server.floor.heard();
          // Of the two event loops the other one accepts, so that the next connection is its own.
          server.devices.forEach(device -> waitFor(stuck, release));
          stuck.await();
          first.say("new b@example.com B");
        }
        try (RawDevice second = server.device("/kiosk")) {
          ConnectionId two = server.connected();
          second.say("new b@example.com B");
          second.send(RawDevice.WHOLE | RawDevice.PING, ANYTHING);
          assertEquals(RawDevice.PONG, second.frame().opcode(), "what was said before was read");
          release.countDown();
          assertEquals(
              List.of(visitor(one), new Input.Disconnected(one), visitor(two)),
              List.of(server.floor.heard(), server.floor.heard(), server.floor.heard()));
        }
      } finally {
        release.countDown();
      }
    }
  }

  private static Input visitor(ConnectionId kiosk) {
    return new Input.SignIn(kiosk, new Email("b@example.com"), new PersonName("B"));
  }

  private static void waitFor(CountDownLatch stuck, CountDownLatch release) {
    stuck.countDown();
    try {
      release.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}

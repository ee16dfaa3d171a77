package org.nowserving.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

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
  @ParameterizedTest
  @EnumSource
  void aKioskIsLetInAfterTheEndOfItsEarlierConnection(Transport transport) throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (TestServer server = new TestServer(TestServer.SETTINGS, transport, 10_000)) {
      // Of the two event loops the other one accepts, and connections go to them in turn.
      try {
        ConnectionId one;
        try (RawDevice first = server.device("/kiosk")) {
          one = server.connected();
          server.devices.forEach(device -> waitFor(stuck, release));
          stuck.await();
          first.say("new b@example.com B");
        }
        try (RawSocket again = new RawSocket(server.address)) {
          again.send(RawDevice.handshake("/kiosk"));
          // The one in between goes to the event loop that stands still.
          try (RawSocket _ = new RawSocket(server.address);
              RawDevice _ = server.device("/display")) {
            // The display was read AFTER the kiosk, by the same event loop.
            assertInstanceOf(Input.DisplayConnected.class, server.floor.heard());
            release.countDown();
            assertEquals(101, again.readAnswer().status());
            assertEquals(visitor(one), server.floor.heard());
            assertEquals(new Input.Disconnected(one), server.floor.heard());
            assertInstanceOf(Input.KioskConnected.class, server.floor.heard());
          }
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

package org.nowserving.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Input;
import org.nowserving.floor.Send;
import org.nowserving.protocol.DisplayEvent;
import org.nowserving.protocol.TableNumber;

/** Devices that were told something, little as it may be, and do or do not read it. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class LagTest {
  private static final Duration LAG = Duration.ofSeconds(2);

  private static final DisplayEvent WORD = new DisplayEvent.Picked(new TableNumber(3));

  private final TestServer server =
      new TestServer(
          TestServer.with(
              TestServer.times(
                  TestServer.LONG, TestServer.LONG, TestServer.LONG, LAG, TestServer.LONG)));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void whoWasToldOneWordAndDoesNotReadIsClosed() throws Exception {
    try (RawDevice stalled = server.device("/display")) {
      ConnectionId id = server.connected();
      server.floor.tell(List.of(new Send.ToOne(id, WORD)));
      assertEquals(new Input.Disconnected(id), server.floor.heard());
      assertEquals(Ending.TOO_SLOW, server.meter.ending());
      assertEquals(1008, stalled.closeCode());
    }
  }

  @Test
  void whoReadsStaysAndIsAskedOnlyAfterWords() throws Exception {
    try (RawDevice quiet = server.device("/display")) {
      server.connected();
      try (RawDevice device = server.device("/display")) {
        ConnectionId id = server.connected();
        for (int i = 0; i < 3; i++) {
          server.floor.tell(List.of(new Send.ToOne(id, WORD)));
          assertEquals("pick 3", device.hear());
          assertEquals(RawDevice.WHOLE | RawDevice.PING, device.frame().first());
          device.send(RawDevice.WHOLE | RawDevice.PONG, new byte[0]);
        }
        // Another one stalls for as long as it takes to be closed; nobody minds the quiet one.
        try (RawDevice stalled = server.device("/display")) {
          ConnectionId stalledId = server.connected();
          server.floor.tell(List.of(new Send.ToOne(stalledId, WORD)));
          assertEquals(new Input.Disconnected(stalledId), server.floor.heard());
          assertEquals(1008, stalled.closeCode());
        }
        assertTrue(server.floor.isIdle());
        quiet.say("hello");
        assertEquals("error the command is unknown", quiet.hear()); // and it was never asked
      }
    }
  }

  @Test
  void anyFrameIsASign() throws Exception {
    try (RawDevice device = server.device("/display")) {
      server.connected();
      // Each answer is a word that asks for another sign; the next command is one.
      for (int i = 0; i < 3 * LAG.toSeconds(); i++) {
        device.say("hello");
        RawDevice.Frame next = device.frame();
        while (next.opcode() == RawDevice.PING) {
          next = device.frame();
        }
        assertEquals("error the command is unknown", next.text());
        assertEquals(RawDevice.WHOLE | RawDevice.PING, device.frame().first());
      }
    }
  }
}

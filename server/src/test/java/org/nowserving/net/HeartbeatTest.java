package org.nowserving.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nowserving.floor.Input;

@ExtendWith(LeakCheck.class)
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class HeartbeatTest {
  private static final int PING_MS = 300;

  /** So long that a busy machine is not taken for a silent device. */
  private static final int SILENCE_MS = 3_000;

  private final TestServer server =
      new TestServer(
          TestServer.with(
              TestServer.times(
                  TestServer.LONG,
                  Duration.ofMillis(PING_MS),
                  Duration.ofMillis(SILENCE_MS),
                  TestServer.LONG,
                  TestServer.LONG)));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aDeviceThatAnswersPingsStays() throws Exception {
    try (RawDevice device = server.device("/display")) {
      // Twice as many as fit into the silence that would end it.
      for (int i = 0; i < 2 * SILENCE_MS / PING_MS; i++) {
        RawDevice.Frame ping = device.frame();
        assertEquals(RawDevice.WHOLE | RawDevice.PING, ping.first());
        device.send(RawDevice.WHOLE | RawDevice.PONG, new byte[0]);
      }
      device.say("hello");
      RawDevice.Frame next = device.frame();
      while (next.opcode() == RawDevice.PING) {
        next = device.frame();
      }
      assertEquals("error the command is unknown", next.text());
    }
  }

  @Test
  void aDeviceThatSaysNothingIsDropped() throws Exception {
    try (RawDevice device = server.device("/display")) {
      device.readToEnd();
    }
    assertEquals(Ending.SILENT, server.meter.ending());
    assertInstanceOf(Input.DisplayConnected.class, server.floor.heard());
    assertInstanceOf(Input.Disconnected.class, server.floor.heard());
  }

  @Test
  void bytesThatNeverBecomeAFrameAreSilence() throws Exception {
    try (RawDevice device = server.device("/display")) {
      byte[] frame = RawDevice.text("x".repeat(4_000));
      Thread dripping =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (byte one : frame) {
                    device.sendBytes(new byte[] {one});
                    Thread.sleep(10);
                  }
                } catch (IOException | InterruptedException closed) {
                  // as it should be
                }
              });
      device.readToEnd();
      dripping.interrupt();
      dripping.join();
    }
    assertEquals(Ending.SILENT, server.meter.ending());
  }

  @Test
  void whoIsNotListenedToIsNotCalledSilent() throws Exception {
    try (RawDevice device = server.device("/staff")) {
      server.connected();
      server.floor.keepAnswers();
      for (int i = 0; i < 64; i++) {
        device.say("accept " + i);
      }
      for (int i = 0; i < 2 * SILENCE_MS / PING_MS; i++) {
        assertEquals(RawDevice.WHOLE | RawDevice.PING, device.frame().first());
      }
      server.floor.answer();
      RawDevice.Frame next = device.frame();
      while (next.opcode() == RawDevice.PING) {
        next = device.frame();
      }
      assertEquals("success claimed 0", next.text());
    }
  }
}

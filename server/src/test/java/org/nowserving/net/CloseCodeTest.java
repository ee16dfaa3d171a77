package org.nowserving.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nowserving.floor.Input;

@ExtendWith(LeakCheck.class)
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class CloseCodeTest {
  private final TestServer server = new TestServer();

  @AfterEach
  void stop() {
    server.close();
  }

  private static byte[] ascii(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 'x');
    return bytes;
  }

  /**
   * The device hears the code, the connection closes although it never answers, once and for all.
   */
  private void assertCloses(RawDevice device, int code, Ending ending) throws Exception {
    assertEquals(code, device.closeCode());
    device.readToEnd();
    device.close();
    assertEquals(ending, server.meter.ending());
    var id = server.connected();
    assertEquals(new Input.Disconnected(id), server.floor.heard());
  }

  @Test
  void aBinaryFrameIs1003() throws Exception {
    RawDevice device = server.device("/kiosk");
    device.send(RawDevice.WHOLE | RawDevice.BINARY, ascii(3));
    assertCloses(device, 1003, Ending.NOT_TEXT);
  }

  @Test
  void aBinaryFragmentIs1003() throws Exception {
    RawDevice device = server.device("/kiosk");
    device.send(RawDevice.BINARY, ascii(3));
    assertCloses(device, 1003, Ending.NOT_TEXT);
  }

  @Test
  void badUtf8Is1007() throws Exception {
    RawDevice device = server.device("/kiosk");
    device.send(RawDevice.WHOLE | RawDevice.TEXT, new byte[] {'n', (byte) 0xC3, (byte) 0x28});
    assertCloses(device, 1007, Ending.NOT_UTF8);
  }

  @Test
  void halfACharacterAtTheEndOfAMessageIs1007() throws Exception {
    RawDevice device = server.device("/display");
    device.send(RawDevice.TEXT, new byte[] {'n'});
    device.send(RawDevice.WHOLE | RawDevice.CONTINUATION, new byte[] {(byte) 0xC3});
    assertCloses(device, 1007, Ending.NOT_UTF8);
  }

  @Test
  void aCharacterMayBeSplitBetweenFragments() throws Exception {
    try (RawDevice device = server.device("/kiosk")) {
      byte[] line = "new ann@example.com Zoë".getBytes(StandardCharsets.UTF_8);
      device.send(RawDevice.TEXT, Arrays.copyOf(line, line.length - 1));
      device.send(RawDevice.WHOLE | RawDevice.PING, ascii(2)); // allowed in between
      device.send(RawDevice.CONTINUATION, new byte[0]);
      device.send(
          RawDevice.WHOLE | RawDevice.CONTINUATION,
          Arrays.copyOfRange(line, line.length - 1, line.length));
      assertEquals(RawDevice.PONG, device.frame().opcode());
      assertEquals(
          "success new {\"id\":0,\"email\":\"ann@example.com\",\"name\":\"Zoë\",",
          device.hear().substring(0, 59));
      device.say("query");
      assertEquals("error query the message is malformed", device.hear());
    }
  }

  @Test
  void aMessageOfTheLongestLengthIsHeard() throws Exception {
    try (RawDevice device = server.device("/kiosk")) {
      device.send(RawDevice.WHOLE | RawDevice.TEXT, ascii(4_096));
      assertEquals("error the command is unknown", device.hear());
      device.send(RawDevice.TEXT, ascii(4_000));
      device.send(RawDevice.WHOLE | RawDevice.CONTINUATION, ascii(96));
      assertEquals("error the command is unknown", device.hear());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4_097, 65_536, 1_000_000})
  void aMessageOverTheLimitIs1009(int length) throws Exception {
    RawDevice device = server.device("/staff");
    device.sendBytes(
        Arrays.copyOf(RawDevice.frame(RawDevice.WHOLE | RawDevice.TEXT, ascii(length)), 5_000));
    assertCloses(device, 1009, Ending.TOO_LONG);
  }

  @Test
  void fragmentsOverTheLimitAre1009() throws Exception {
    RawDevice device = server.device("/staff");
    device.send(RawDevice.TEXT, ascii(4_000));
    device.send(RawDevice.CONTINUATION, ascii(96));
    device.send(RawDevice.CONTINUATION, ascii(1));
    assertCloses(device, 1009, Ending.TOO_LONG);
  }

  @ParameterizedTest
  @CsvSource({
    "81 03 61 62 63", // not masked
    "c1 80 00 00 00 00", // a reserved bit
    "83 80 00 00 00 00", // a reserved data opcode
    "8b 80 00 00 00 00", // a reserved control opcode
    "80 80 00 00 00 00", // a continuation of nothing
    "01 81 00 00 00 00 61 81 81 00 00 00 00 61", // a message within a message
    "09 80 00 00 00 00", // a ping in fragments
    "89 fe 00 7e 00 00 00 00", // a long ping
    "81 fe 00 05 00 00 00 00", // a length that is written too long
    "88 81 00 00 00 00 03", // half a close code
    "88 82 00 00 00 00 03 ed", // 1005, which never goes over the wire
    "88 82 00 00 00 00 00 00", // 0
  })
  void abreachOfTheProtocolIs1002(String bytes) throws Exception {
    RawDevice device = server.device("/kiosk");
    String[] words = bytes.split(" ", -1);
    byte[] frame = new byte[words.length];
    for (int i = 0; i < words.length; i++) {
      frame[i] = (byte) Integer.parseInt(words[i], 16);
    }
    device.sendBytes(frame);
    assertCloses(device, 1002, Ending.PROTOCOL_BREACH);
  }

  @Test
  void aCloseFrameWhoseReasonIsNoTextIs1007() throws Exception {
    RawDevice device = server.device("/kiosk");
    device.send(RawDevice.WHOLE | RawDevice.CLOSE, new byte[] {3, (byte) 0xE8, (byte) 0xFF});
    assertCloses(device, 1007, Ending.NOT_UTF8);
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void theCodeArrivesThoughTheDeviceIsInTheMiddleOfAFlood(Transport transport) throws Exception {
    try (TestServer other = new TestServer(TestServer.SETTINGS, transport, 10_000)) {
      RawDevice device = other.device("/kiosk");
      Thread flood =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (true) {
                    device.send(RawDevice.WHOLE | RawDevice.TEXT, ascii(100_000));
                  }
                } catch (IOException closed) {
                  // as it should be
                }
              });
      assertEquals(1009, device.closeCode());
      device.close();
      flood.join();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 3000, 4999})
  void whoGoesHearsTheirOwnCode(int code) throws Exception {
    RawDevice device = server.device("/display");
    device.send(
        RawDevice.WHOLE | RawDevice.CLOSE, ByteBuffer.allocate(2).putShort((short) code).array());
    assertCloses(device, code, Ending.BY_DEVICE);
  }

  @Test
  void whoGoesWithoutACodeHearsNone() throws Exception {
    RawDevice device = server.device("/display");
    device.send(RawDevice.WHOLE | RawDevice.CLOSE, new byte[0]);
    assertCloses(device, 0, Ending.BY_DEVICE);
  }

  @Test
  void whoVanishesIsGone() throws Exception {
    RawDevice device = server.device("/staff");
    var id = server.connected();
    device.close();
    assertEquals(new Input.Disconnected(id), server.floor.heard());
    assertEquals(Ending.LOST, server.meter.ending());
  }

  @Test
  void doubtIs1013AndNothingIsHeardAfterwards() throws Exception {
    RawDevice device = server.device("/staff");
    var id = server.connected();
    server.floor.keepAnswers();
    device.say("accept 0");
    assertInstanceOf(Input.Accept.class, server.floor.heard());
    server.floor.closeInDoubt(id);
    server.floor.answer();
    RawDevice.Frame next = device.frame();
    assertEquals(RawDevice.CLOSE, next.opcode());
    assertEquals(1013, next.code());
    device.readToEnd();
    device.close();
    assertEquals(Ending.IN_DOUBT, server.meter.ending());
    assertEquals(new Input.Disconnected(id), server.floor.heard());
  }

  @Test
  void aConnectionThatIsGoneIsNotClosedInDoubt() throws Exception {
    RawDevice device = server.device("/staff");
    var id = server.connected();
    device.close();
    assertEquals(new Input.Disconnected(id), server.floor.heard());
    server.floor.closeInDoubt(id);
    try (RawDevice next = server.device("/staff")) {
      next.say("unpick");
      assertEquals("success unpick", next.hear());
    }
  }

  @Test
  void anOverfullInboxIs1013() throws Exception {
    try (TestServer full = new TestServer(TestServer.SETTINGS, Transport.best(), 0)) {
      RawDevice device = full.device("/kiosk");
      device.say("new ann@example.com Ann");
      assertEquals(1013, device.closeCode());
      device.readToEnd();
      device.close();
      assertEquals(Ending.OVERLOADED, full.meter.ending());
      var id = full.connected();
      assertEquals(new Input.Disconnected(id), full.floor.heard());
    }
  }

  @Test
  void nothingIsUnderstoodAfterTheClose() throws Exception {
    RawDevice device = server.device("/kiosk");
    var id = server.connected();
    device.send(RawDevice.WHOLE | RawDevice.BINARY, ascii(1));
    device.say("new ann@example.com Ann");
    assertEquals(1003, device.closeCode());
    device.readToEnd();
    assertEquals(new Input.Disconnected(id), server.floor.heard());
    device.close();
    try (RawDevice next = server.device("/kiosk")) {
      assertInstanceOf(Input.KioskConnected.class, server.floor.heard());
      next.say("new ann@example.com Ann");
      assertInstanceOf(Input.SignIn.class, server.floor.heard());
    }
  }

  @Test
  void aCloseThatIsAnsweredClosesAtOnce() throws Exception {
    NetSettings patient =
        TestServer.with(
            new NetSettings.Times(
                TestServer.LONG,
                TestServer.LONG,
                TestServer.LONG,
                TestServer.LONG,
                TestServer.LONG,
                Duration.ofHours(1),
                Duration.ofSeconds(1)));
    try (TestServer other = new TestServer(patient);
        RawDevice device = other.device("/kiosk")) {
      device.send(RawDevice.WHOLE | RawDevice.BINARY, ascii(1));
      assertEquals(1003, device.closeCode());
      device.send(RawDevice.WHOLE | RawDevice.CLOSE, new byte[] {3, (byte) 0xEB});
      device.readToEnd();
    }
  }

  @ParameterizedTest
  @EnumSource(Ending.class)
  void everyReasonFitsIntoACloseFrame(Ending ending) {
    int length = ending.reason().getBytes(StandardCharsets.UTF_8).length;
    assertEquals(Math.min(length, 123), length);
  }
}

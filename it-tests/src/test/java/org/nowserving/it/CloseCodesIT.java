package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nowserving.store.postgres.TestDatabase;

/** What a device does wrong on the wire ends its connection, with the code that says why. */
class CloseCodesIT {
  private static Ground ground;
  private static TestDatabase database;
  private static ServerProcess server;

  @BeforeAll
  static void start() throws Exception {
    ground = new Ground();
    database = TestDatabase.fresh();
    server = ground.start(ground.on(database));
  }

  @AfterAll
  static void leaveNothing() throws Exception {
    ground.close();
    database.close();
  }

  private interface Misdeed {
    void commit(RawSocket socket) throws IOException;
  }

  private static int codeAfter(String path, Misdeed misdeed)
      throws IOException, InterruptedException {
    try (RawSocket socket = RawSocket.connect(server.service(), path)) {
      misdeed.commit(socket);
      return socket.closeCode();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/staff", "/kiosk", "/display"})
  void aBinaryFrame(String path) throws Exception {
    assertEquals(
        1003, codeAfter(path, it -> it.send(RawSocket.FINAL | RawSocket.BINARY, new byte[] {1})));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/staff", "/kiosk", "/display"})
  void badUtf8(String path) throws Exception {
    byte[] half = {'n', 'e', 'w', ' ', (byte) 0xc3};
    assertEquals(1007, codeAfter(path, it -> it.send(RawSocket.FINAL | RawSocket.TEXT, half)));
  }

  @Test
  void aMessageTooLongInOneFrame() throws Exception {
    byte[] tooLong = "x".repeat(4097).getBytes(StandardCharsets.US_ASCII);
    assertEquals(
        1009, codeAfter("/kiosk", it -> it.send(RawSocket.FINAL | RawSocket.TEXT, tooLong)));
  }

  @Test
  void aMessageTooLongInFragments() throws Exception {
    byte[] half = "x".repeat(2049).getBytes(StandardCharsets.US_ASCII);
    assertEquals(
        1009,
        codeAfter(
            "/kiosk",
            it -> {
              it.send(RawSocket.TEXT, half);
              it.send(RawSocket.FINAL | RawSocket.CONTINUATION, half);
            }));
  }

  @Test
  void aFrameWithoutMask() throws Exception {
    byte[] word = "unpick".getBytes(StandardCharsets.US_ASCII);
    assertEquals(
        1002, codeAfter("/staff", it -> it.sendUnmasked(RawSocket.FINAL | RawSocket.TEXT, word)));
  }

  @Test
  void aReservedBit() throws Exception {
    byte[] word = "unpick".getBytes(StandardCharsets.US_ASCII);
    assertEquals(
        1002, codeAfter("/staff", it -> it.send(RawSocket.FINAL | 0x40 | RawSocket.TEXT, word)));
  }

  @Test
  void aContinuationOfNothing() throws Exception {
    assertEquals(
        1002,
        codeAfter(
            "/display", it -> it.send(RawSocket.FINAL | RawSocket.CONTINUATION, new byte[] {'x'})));
  }
}

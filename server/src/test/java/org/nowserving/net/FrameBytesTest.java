package org.nowserving.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we write ourselves is what Netty's encoder would write. */
@ExtendWith(LeakCheck.class)
class FrameBytesTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 124, 125, 126, 127, 65_535, 65_536, 70_000})
  void isTheEncodersOwnFrame(int length) {
    assertFrame("x".repeat(length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "success query Zoë 🎟",
        "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字",
        "שלום {\"}\\",
        "\u0000",
      })
  void isUtf8(String text) {
    assertFrame(text);
  }

  private static void assertFrame(String text) {
    EmbeddedChannel encoder = new EmbeddedChannel(new WebSocket13FrameEncoder(false));
    encoder.writeOutbound(new TextWebSocketFrame(text));
    ByteBuf expected = ByteBufAllocator.DEFAULT.buffer();
    for (ByteBuf part = encoder.readOutbound(); part != null; part = encoder.readOutbound()) {
      expected.writeBytes(part);
      part.release();
    }
    ByteBuf actual = ByteBufAllocator.DEFAULT.buffer(1);
    FrameBytes.write(actual, text);
    assertEquals(expected, actual);
    expected.release();
    actual.release();
  }
}

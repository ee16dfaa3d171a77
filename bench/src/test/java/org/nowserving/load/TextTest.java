package org.nowserving.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 9, 10, 99, 100, 12_345, 999_999_999_999L, Long.MAX_VALUE})
  void aNumberIsWrittenInDecimal(long number) {
    assertEquals("ticket " + number, Text.of("ticket ").put(number).toString());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 7, 10, 123_456_789, 999_999_999_999_999_999L})
  void aNumberIsReadAgain(long number) {
    Text text = Text.of("id " + number + ",");
    int end = text.endOfDigits(3);
    assertEquals(text.length() - 1, end);
    assertEquals(number, text.number(3, end));
  }

  @Test
  void whereThereAreNoDigitsTheyEndAtOnce() {
    assertEquals(3, Text.of("id x").endOfDigits(3));
    assertEquals(4, Text.of("id x").endOfDigits(4));
    assertEquals(9, Text.of("id x").endOfDigits(9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "ä", "Zoë Ångström", "plain, then 日本 and 😀, then plain"})
  void charactersAreUtf8(String words) {
    Text text = Text.of("<").put(words).put(">");
    assertEquals("<" + words + ">", text.toString());
    assertEquals(("<" + words + ">").getBytes(StandardCharsets.UTF_8).length, text.length());
  }

  @Test
  void itGrowsAndIsUsedAgain() {
    Text text = new Text();
    for (int i = 0; i < 3; i++) {
      text.clear().put("x".repeat(200)).put(Text.of("y".repeat(2_000))).put(5);
      assertEquals("x".repeat(200) + "y".repeat(2_000) + "5", text.toString());
    }
    assertEquals("", text.clear().toString());
  }

  /** The example of RFC 6455, 5.7: a masked "Hello". */
  @Test
  void aMaskIsLaidOverEveryFourBytes() {
    ByteBuf masked = Unpooled.buffer();
    Text.of("Hello").maskInto(masked, 0x37FA213D);
    assertEquals(Unpooled.wrappedBuffer(new byte[] {0x7F, (byte) 0x9F, 0x4D, 0x51, 0x58}), masked);
  }

  @Test
  void itTakesWhatABufferHoldsNext() {
    ByteBuf bytes = Unpooled.copiedBuffer("claimed 5 0, and more", StandardCharsets.UTF_8);
    Text text = Text.of("something much longer than what comes now");
    text.take(bytes, 11);
    assertEquals("claimed 5 0", text.toString());
    assertEquals(10, bytes.readableBytes());
  }

  @Test
  void partsAreFoundWhereTheyStandAndNowhereElse() {
    Text text = Text.of("success new {}");
    assertTrue(text.startsWith(Text.of("success ")));
    assertFalse(text.startsWith(Text.of("new")));
    assertTrue(text.isAt(8, Text.of("new {}")));
    assertFalse(text.isAt(9, Text.of("new {}")), "there is not so much left");
    assertTrue(text.isFrom(8, Text.of("new {}")));
    assertFalse(text.isFrom(8, Text.of("new {")), "there is more");
    assertTrue(text.is(Text.of("success new {}")));
    assertFalse(text.is(Text.of("success new {} ")));
    assertEquals("{}", text.from(12));
  }

  /** What was there before it was used again is no part of it. */
  @Test
  void leftoversAreNotFound() {
    Text text = Text.of("claimed 55").clear().put("claimed 5");
    assertFalse(text.is(Text.of("claimed 55")));
    assertFalse(text.isAt(8, Text.of("55")));
    assertFalse(text.hasShape(8, Text.of("00")));
  }

  @Test
  void aShapeIsDigitsWhereItHasA0() {
    Text shape = Text.of("0000-00T");
    assertTrue(Text.of("at 2026-03T").hasShape(3, shape));
    assertFalse(Text.of("at 2026-3xT").hasShape(3, shape));
    assertFalse(Text.of("at 2026/03T").hasShape(3, shape));
    assertFalse(Text.of("at 2026-03").hasShape(3, shape));
    assertFalse(Text.of("at 2026-:0T").hasShape(3, shape), "the character behind 9");
    assertFalse(Text.of("at 2026-/0T").hasShape(3, shape), "the character before 0");
  }

  @Test
  void twoBytesAreANumberWithoutASign() {
    Text text = new Text();
    text.take(Unpooled.buffer().writeShort(1008).writeShort(0xFFFE), 4);
    assertEquals(1008, text.unsignedShort(0));
    assertEquals(0xFFFE, text.unsignedShort(2));
  }
}

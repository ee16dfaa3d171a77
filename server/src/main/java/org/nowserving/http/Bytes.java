package org.nowserving.http;

import java.nio.charset.StandardCharsets;

/**
 * The bytes of a body, of a request or an answer. Whoever makes one gives the array away; nobody
 * changes it. Pure.
 */
final class Bytes {
  static final Bytes NONE = new Bytes(new byte[0]);

  private final byte[] array;

  Bytes(byte[] array) {
    this.array = array;
  }

  /** The text in UTF-8. */
  static Bytes of(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  byte[] array() {
    return array;
  }

  boolean isEmpty() {
    return array.length == 0;
  }
}

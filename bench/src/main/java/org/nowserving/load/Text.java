package org.nowserving.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A line as bytes that is made, or heard, again and again without garbage, because the load program
 * shares its cores with what it measures. One thread.
 */
final class Text {
  private byte[] bytes = new byte[256];
  private int length;

  static Text of(String text) {
    return new Text().put(text);
  }

  int length() {
    return length;
  }

  Text clear() {
    length = 0;
    return this;
  }

  /** Adds characters, ASCII or not, as UTF-8. */
  Text put(String text) {
    int size = text.length();
    room(size);
    for (int i = 0; i < size; i++) {
      char character = text.charAt(i);
      if (character >= 0x80) {
        byte[] encoded = text.substring(i).getBytes(StandardCharsets.UTF_8);
        room(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
        return this;
      }
      bytes[length++] = (byte) character;
    }
    return this;
  }

  /** Adds a number that is not negative, in decimal. */
  Text put(long number) {
    room(20);
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    long rest = number;
    for (int at = length + digits - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
    return this;
  }

  Text put(Text other) {
    room(other.length);
    System.arraycopy(other.bytes, 0, bytes, length, other.length);
    length += other.length;
    return this;
  }

  /** Becomes what the buffer holds next. */
  void take(ByteBuf from, int size) {
    length = 0;
    room(size);
    from.readBytes(bytes, 0, size);
    length = size;
  }

  /** Adds itself to the buffer, masked as a client's frame has to be. */
  void maskInto(ByteBuf to, int mask) {
    for (int i = 0; i < length; i++) {
      to.writeByte(bytes[i] ^ (mask >>> (24 - 8 * (i & 3))));
    }
  }

  boolean isAt(int position, Text part) {
    return position + part.length <= length
        && Arrays.equals(bytes, position, position + part.length, part.bytes, 0, part.length);
  }

  boolean startsWith(Text part) {
    return isAt(0, part);
  }

  boolean is(Text other) {
    return length == other.length && isAt(0, other);
  }

  /** Where the digits that begin there end. */
  int endOfDigits(int position) {
    int end = position;
    while (end < length && bytes[end] >= '0' && bytes[end] <= '9') {
      end++;
    }
    return end;
  }

  /** The number in these digits, of which there are 1 to 18. */
  long number(int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      number = 10 * number + (bytes[i] - '0');
    }
    return number;
  }

  /** What stands there as 2 bytes, the greater one first. */
  int unsignedShort(int position) {
    return (bytes[position] & 0xFF) << 8 | (bytes[position + 1] & 0xFF);
  }

  /** All that stands there and behind it. */
  String from(int position) {
    return new String(bytes, position, length - position, StandardCharsets.UTF_8);
  }

  /** Whether that is all that stands there and behind it. */
  boolean isFrom(int position, Text rest) {
    return length == position + rest.length && isAt(position, rest);
  }

  /** Whether there stands something of that shape: a 0 is any digit, all else is itself. */
  boolean hasShape(int position, Text shape) {
    if (position + shape.length > length) {
      return false;
    }
    for (int i = 0; i < shape.length; i++) {
      byte wanted = shape.bytes[i];
      byte found = bytes[position + i];
      if (wanted == '0' ? found < '0' || found > '9' : found != wanted) {
        return false;
      }
    }
    return true;
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}

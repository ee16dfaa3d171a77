package org.nowserving.it;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One whole WebSocket frame, as a client that reads many at once has them. */
final class Frame {
  static final int TEXT = 0x1;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;

  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;
  private static final int LENGTH_FOLLOWS = 126;

  private final int opcode;
  private final byte[] payload;

  /** The array is given away. */
  Frame(int opcode, byte[] payload) {
    this.opcode = opcode;
    this.payload = payload;
  }

  int opcode() {
    return opcode;
  }

  byte[] payload() {
    return payload;
  }

  /** The next one of what the server has sent, taken out of there; null while it is not whole. */
  static @Nullable Frame take(ByteBuffer in) {
    int start = in.position();
    if (in.remaining() >= 2) {
      int opcode = in.get() & 0x0f;
      int length = in.get();
      if (length != LENGTH_FOLLOWS || in.remaining() >= 2) {
        byte[] payload = new byte[length == LENGTH_FOLLOWS ? in.getShort() & 0xffff : length];
        if (in.remaining() >= payload.length) {
          in.get(payload);
          return new Frame(opcode, payload);
        }
      }
    }
    in.position(start);
    return null;
  }

  /** As a client says it, masked with zeros. */
  ByteBuffer bytes() {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 8).put((byte) (FINAL | opcode));
    if (payload.length < LENGTH_FOLLOWS) {
      frame.put((byte) (MASKED | payload.length));
    } else {
      frame.put((byte) (MASKED | LENGTH_FOLLOWS)).putShort((short) payload.length);
    }
    return frame.putInt(0).put(payload).flip();
  }
}

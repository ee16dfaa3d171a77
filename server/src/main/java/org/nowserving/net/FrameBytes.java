package org.nowserving.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/**
 * A text message as it goes out: the frame's header and UTF-8, ready for every socket. Made here
 * and not by Netty's encoder so that a message for a thousand devices is made once. Any thread.
 */
final class FrameBytes {
  /** The longest header of a frame from a server. */
  private static final int HEADER_ROOM = 10;

  /** The header of a control frame and of a short message. */
  static final int SHORT_HEADER = 2;

  private static final int TEXT_WHOLE = 0x81;
  private static final int LENGTH_IN_2_BYTES = 126;
  private static final int LENGTH_IN_8_BYTES = 127;
  private static final int LARGEST_IN_2_BYTES = 65_535;

  private FrameBytes() {}

  /** Adds one message to the buffer, which grows as it has to. */
  static void write(ByteBuf out, CharSequence text) {
    int length = ByteBufUtil.utf8Bytes(text);
    out.ensureWritable(length + HEADER_ROOM);
    out.writeByte(TEXT_WHOLE);
    if (length < LENGTH_IN_2_BYTES) {
      out.writeByte(length);
    } else if (length <= LARGEST_IN_2_BYTES) {
      out.writeByte(LENGTH_IN_2_BYTES).writeShort(length);
    } else {
      out.writeByte(LENGTH_IN_8_BYTES).writeLong(length);
    }
    ByteBufUtil.reserveAndWriteUtf8(out, text, length);
  }
}

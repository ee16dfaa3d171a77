package org.nowserving.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;

/**
 * What one turn of the loop says to one audience: the messages as frames, one behind the other, in
 * one buffer. Whoever hears several in a row is handed one slice of it, so that what a turn costs
 * is counted in devices and not in devices times messages.
 *
 * <p>Made on the loop thread; AFTER that it is only read, by each event loop that holds it.
 */
final class Bulletin {
  /**
   * After so much it takes no more: a device that is slow keeps the whole of it in memory, and to
   * grow is to copy.
   */
  static final int FULL_BYTES = 65_536;

  private static final int USUAL_MESSAGES = 8;
  private static final int USUAL_BYTES = 256;

  private final ByteBuf bytes;

  /** Where each message ends. */
  private int[] ends = new int[USUAL_MESSAGES];

  private int size;

  /** Empty, and held once. */
  Bulletin(ByteBufAllocator buffers) {
    bytes = buffers.buffer(USUAL_BYTES);
  }

  /** Where the next message is to be written; {@link #endMessage} afterwards. */
  ByteBuf end() {
    return bytes;
  }

  void endMessage() {
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, 2 * size);
    }
    ends[size++] = bytes.writerIndex();
  }

  boolean isFull() {
    return bytes.writerIndex() >= FULL_BYTES;
  }

  void retain() {
    bytes.retain();
  }

  void release() {
    bytes.release();
  }

  /** How long these messages are together; the last one is the one before {@code to}. */
  int length(int from, int to) {
    return ends[to - 1] - start(from);
  }

  /**
   * Where to stop after {@code from} so that this many bytes are reached, and not one message more;
   * {@code to} where all the messages before it are less.
   */
  int stop(int from, int to, int length) {
    if (length(from, to) <= length) {
      return to;
    }
    int last = Arrays.binarySearch(ends, from, to, start(from) + length);
    return (last < 0 ? ~last : last) + 1;
  }

  /** These messages, held for whoever releases them. */
  ByteBuf slice(int from, int to) {
    return bytes.retainedSlice(start(from), length(from, to));
  }

  private int start(int message) {
    return message == 0 ? 0 : ends[message - 1];
  }
}

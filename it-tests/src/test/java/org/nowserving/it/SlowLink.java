package org.nowserving.it;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** A device at the end of a link that lets so many bytes through a second. One thread. */
final class SlowLink {
  /** How often some bytes come through. */
  private static final int SLICES_PER_SECOND = 20;

  private static final int TEXT = 0x1;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;

  private final SocketChannel channel;
  private final long sliceNanos = 1_000_000_000L / SLICES_PER_SECOND;
  private final int sliceBytes;
  private final long start = System.nanoTime();
  private final Deque<String> lines = new ArrayDeque<>();
  private ByteBuffer in = ByteBuffer.allocate(4_096);
  private long due = start;

  SlowLink(SocketChannel channel, int bytesPerSecond) {
    this.channel = channel;
    this.sliceBytes = bytesPerSecond / SLICES_PER_SECOND;
  }

  /** The next message. */
  String hear() throws IOException, InterruptedException {
    while (lines.isEmpty()) {
      letThrough();
    }
    return lines.remove();
  }

  /** How long the link has been open. */
  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  private void letThrough() throws IOException, InterruptedException {
    due += sliceNanos;
    long pause = due - System.nanoTime();
    if (pause > 0) {
      Thread.sleep(pause / 1_000_000, (int) (pause % 1_000_000)); // the link itself
    }
    ByteBuffer slice = ByteBuffer.allocate(sliceBytes);
    if (channel.read(slice) < 0) {
      throw new EOFException();
    }
    slice.flip();
    if (in.remaining() < slice.remaining()) {
      in = ByteBuffer.allocate(in.position() + slice.remaining()).put(in.flip());
    }
    in.put(slice).flip();
    while (takeFrame()) {
      // the next one
    }
    in.compact();
  }

  /** Whether there was a whole frame. */
  private boolean takeFrame() throws IOException {
    if (in.remaining() < 4) {
      return takeEmptyControl();
    }
    int start = in.position();
    int opcode = in.get() & 0x0f;
    int length = in.get();
    if (length == 126) {
      length = in.getShort() & 0xffff;
    }
    if (in.remaining() < length) {
      in.position(start);
      return false;
    }
    byte[] payload = new byte[length];
    in.get(payload);
    switch (opcode) {
      case TEXT -> lines.add(new String(payload, StandardCharsets.UTF_8));
      case PING -> channel.write(Crowd.frame(PONG, payload));
      default -> throw new IOException("a frame of kind " + opcode);
    }
    return true;
  }

  private boolean takeEmptyControl() throws IOException {
    if (in.remaining() < 2 || in.get(in.position() + 1) != 0) {
      return false;
    }
    if (((in.getShort() >> 8) & 0x0f) == PING) {
      channel.write(Crowd.frame(PONG, new byte[0]));
    }
    return true;
  }
}

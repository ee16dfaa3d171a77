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
    for (Frame frame = Frame.take(in); frame != null; frame = Frame.take(in)) {
      hear(frame);
    }
    in.compact();
  }

  private void hear(Frame frame) throws IOException {
    switch (frame.opcode()) {
      case Frame.TEXT -> lines.add(new String(frame.payload(), StandardCharsets.UTF_8));
      case Frame.PING -> channel.write(new Frame(Frame.PONG, frame.payload()).bytes());
      default -> throw new IOException("a frame of kind " + frame.opcode());
    }
  }
}

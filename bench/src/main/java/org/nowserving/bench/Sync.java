package org.nowserving.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** How long the disk takes to make something durable. Blocks; any thread. */
final class Sync {
  private static final int BYTES = 8_192;
  private static final int FILE_BYTES = 16 * 1024 * 1024;

  private Sync() {}

  /**
   * The mean time of an fdatasync after 8 KiB were written over, which is what a database's log
   * does.
   */
  static double meanMicros(Path directory, Duration time) throws IOException {
    Path file = directory.resolve("sync");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer block = ByteBuffer.allocateDirect(BYTES);
      for (int at = 0; at < FILE_BYTES; at += BYTES) {
        channel.write(block.clear(), at);
      }
      channel.force(true);
      long start = System.nanoTime();
      int count = 0;
      while (System.nanoTime() - start < time.toNanos()) {
        channel.write(block.clear(), (long) count * BYTES % FILE_BYTES);
        channel.force(false);
        count++;
      }
      return (System.nanoTime() - start) / 1e3 / count;
    }
  }
}

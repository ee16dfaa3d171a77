package org.nowserving.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The same bytes in gzip, made when they are first asked for: a start does not wait for files that
 * nobody has opened yet. Any thread but an event loop.
 */
final class Compressed {
  private final Bytes plain;

  private volatile @Nullable Bytes made;

  Compressed(Bytes plain) {
    this.plain = plain;
  }

  /** Two who ask at once may both make them, which costs a millisecond and no harm. */
  Bytes bytes() {
    Bytes known = made;
    if (known == null) {
      known = new Bytes(gzip(plain.array()));
      made = known;
    }
    return known;
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new BestGzip(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Takes its time, which is spent once. */
  private static final class BestGzip extends GZIPOutputStream {
    BestGzip(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}

package org.nowserving.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What is in a file of a page, as it is and compressed; read when it is first asked for, because a
 * start should not wait for files that nobody has opened yet, and kept. Any thread but an event
 * loop.
 */
final class FileBody {
  /** All that is known of it once it was read. */
  private record Content(Bytes plain, Bytes gzipped, String tag) {}

  private final Supplier<byte[]> source;

  private volatile @Nullable Content content;

  FileBody(Supplier<byte[]> source) {
    this.source = source;
  }

  /**
   * @param file where it is in the program
   */
  static FileBody shipped(String file) {
    return new FileBody(() -> read(file));
  }

  private static byte[] read(String file) {
    try (InputStream stream = FileBody.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new AssertionError(file + " is not shipped");
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Bytes plain() {
    return content().plain();
  }

  Bytes gzipped() {
    return content().gzipped();
  }

  /** Made of its bytes, in quotes. */
  String tag() {
    return content().tag();
  }

  /** Two who ask at once may both make it, which costs a millisecond and no harm. */
  private Content content() {
    Content known = content;
    if (known == null) {
      byte[] bytes = source.get();
      known = new Content(new Bytes(bytes), new Bytes(gzip(bytes)), tagOf(bytes));
      content = known;
    }
    return known;
  }

  private static String tagOf(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(digest, 0, 12) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
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

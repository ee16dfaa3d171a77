package org.nowserving.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * One file of a page, in memory, as it is and compressed. Pure, once loaded.
 *
 * @param path where a browser finds it
 * @param tag its {@code ETag}, made of its bytes, in quotes
 */
record PageFile(String path, String type, String tag, Bytes plain, Compressed gzipped) {
  /**
   * Nothing from elsewhere, nothing to elsewhere, in nobody's frame, and no text that becomes an
   * element.
   */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml");

  /**
   * @param file where it is in the program
   */
  static PageFile of(String path, String file) {
    String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
    if (type == null) {
      throw new AssertionError(file + " is of no known type");
    }
    byte[] bytes = read(file);
    Bytes plain = new Bytes(bytes);
    return new PageFile(path, type, tagOf(bytes), plain, new Compressed(plain));
  }

  private static byte[] read(String file) {
    try (InputStream stream = PageFile.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new AssertionError(file + " is not shipped");
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String tagOf(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(digest, 0, 12) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  ApiResponse answer(ApiCall call) {
    return new ApiResponse.Kept(this);
  }
}

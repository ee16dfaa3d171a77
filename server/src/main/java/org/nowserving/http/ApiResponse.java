package org.nowserving.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nowserving.store.StoreException;

/** One HTTP answer, apart from what every answer carries. Pure. */
sealed interface ApiResponse {
  String JSON = "application/json";

  int status();

  Map<String, String> headers();

  /**
   * An answer that is in memory as a whole.
   *
   * @param body empty where the answer has none (204)
   */
  record Whole(int status, Map<String, String> headers, Optional<Content> body)
      implements ApiResponse {
    Whole with(String header, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(header, value);
      return new Whole(status, more, body);
    }
  }

  /** An answer of any length, status 200, that is made while it goes out. */
  record Streamed(Map<String, String> headers, String type, Pieces pieces) implements ApiResponse {
    @Override
    public int status() {
      return 200;
    }
  }

  /**
   * A file of a page, status 200; or 304 for a browser that has it already. It may be kept if it is
   * asked for again each time, so that an upgrade shows at once.
   */
  record Kept(PageFile file) implements ApiResponse {
    @Override
    public int status() {
      return 200;
    }

    @Override
    public Map<String, String> headers() {
      return Map.of(
          "ETag",
          "W/" + file.body().tag(), // weak: the same for what is compressed and what is not
          "Cache-Control",
          "no-cache",
          "Vary",
          "Accept-Encoding",
          "Content-Security-Policy",
          PageFile.POLICY);
    }
  }

  /**
   * @param type the {@code Content-Type}
   * @param bytes UTF-8 where it is text
   */
  record Content(String type, Bytes bytes) {}

  /**
   * The next bytes of a long answer, made when there is room for them. Blocks: virtual threads
   * only.
   */
  interface Pieces {
    /** Empty at the end, and then not called again. */
    Optional<Bytes> next() throws StoreException;
  }

  static Whole json(int status, String text) {
    return new Whole(status, Map.of(), Optional.of(new Content(JSON, Bytes.of(text))));
  }

  static Whole noContent() {
    return new Whole(204, Map.of(), Optional.empty());
  }

  /** {@code {"error":"…"}}. */
  static Whole error(int status, String sentence) {
    return json(status, Json.object(json -> json.text("error", sentence)));
  }
}

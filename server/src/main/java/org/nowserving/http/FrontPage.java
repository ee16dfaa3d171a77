package org.nowserving.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/**
 * What a person sees who opens the server's address in a browser, and where a kiosk's or a
 * display's browser shows its key. Pure, once loaded.
 */
final class FrontPage {
  /** Nothing from elsewhere, nothing to elsewhere, and in nobody's frame. */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action"
          + " 'none'; frame-ancestors 'none'";

  private static final ApiResponse PAGE =
      file("front.html", "text/html; charset=utf-8").with("Content-Security-Policy", POLICY);
  private static final ApiResponse SCRIPT = file("front.js", "text/javascript; charset=utf-8");

  private FrontPage() {}

  static ApiResponse show(ApiCall call) {
    return PAGE;
  }

  static ApiResponse script(ApiCall call) {
    return SCRIPT;
  }

  private static ApiResponse.Whole file(String name, String type) {
    try (InputStream stream = FrontPage.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new AssertionError(name + " is not shipped");
      }
      Bytes bytes = new Bytes(stream.readAllBytes());
      return new ApiResponse.Whole(
          200, Map.of(), Optional.of(new ApiResponse.Content(type, bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

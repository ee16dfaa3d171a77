package org.nowserving.http;

import java.util.Map;

/**
 * One file of a page. Pure, but for its body.
 *
 * @param path where a browser finds it
 */
record PageFile(String path, String type, FileBody body) {
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
    return new PageFile(path, type, FileBody.shipped(file));
  }

  ApiResponse answer(ApiCall call) {
    return new ApiResponse.Kept(this);
  }
}

package org.nowserving.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The pages that the server brings, and every file that they are made of. What is not listed here
 * is not served. Pure, once loaded.
 */
public final class Pages {
  /** Where the pages' own files are in the program. */
  private static final String OWN = "/org/nowserving/pages/";

  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

  /** All of it, in the order in which somebody meets it. */
  static final List<PageFile> ALL =
      List.of(
          page("/", "index.html"),
          page("/kiosk", "kiosk.html"),
          page("/staff", "staff.html"),
          page("/display", "display.html"),
          page("/administration", "administration.html"),
          own("look.css"),
          own("icon.svg"),
          own("index.js"),
          own("kiosk.js"),
          own("staff.js"),
          own("display.js"),
          own("administration.js"),
          own("wire.js"),
          own("desk.js"),
          own("device-key.js"),
          own("chime.js"),
          own("words.js"),
          own("words/en.json"),
          own("words/de.json"),
          own("words/ar.json"),
          PageFile.of("/pages/uplot.js", UPLOT + "uPlot.iife.min.js"),
          PageFile.of("/pages/uplot.css", UPLOT + "uPlot.min.css"));

  private Pages() {}

  private static PageFile page(String path, String file) {
    return PageFile.of(path, OWN + file);
  }

  private static PageFile own(String file) {
    return PageFile.of("/pages/" + file, OWN + file);
  }

  /** Where to find each file; anyone may. */
  static List<Route> routes() {
    return ALL.stream().map(file -> Route.get(file.path(), Access.ANYONE, file::answer)).toList();
  }

  /**
   * One word for all of it together: a page that is open when the server is upgraded hears another
   * one, and loads itself anew.
   */
  public static String edition() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ALL.forEach(file -> digest.update(file.tag().getBytes(StandardCharsets.US_ASCII)));
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}

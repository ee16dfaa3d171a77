package org.nowserving.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The pages that the server brings, and every file that they are made of. What is not listed here
 * is not served. Any thread but an event loop.
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
          own("staff/arrivals.js"),
          own("staff/claim-times.js"),
          own("staff/commands.js"),
          own("staff/elements.js"),
          own("staff/floor.js"),
          own("staff/membership.js"),
          own("staff/memory.js"),
          own("staff/menu.js"),
          own("staff/screen.js"),
          own("staff/serving-list.js"),
          own("staff/shortcuts.js"),
          own("staff/sign-in.js"),
          own("staff/state.js"),
          own("staff/table-choice.js"),
          own("staff/ticking.js"),
          own("staff/waiting-list.js"),
          own("display.js"),
          own("display/announcer.js"),
          own("display/awake.js"),
          own("display/board.js"),
          own("display/board-view.js"),
          own("display/call-queue.js"),
          own("display/menu.js"),
          own("display/preferences.js"),
          own("display/voice.js"),
          own("administration.js"),
          own("administration/session.js"),
          own("administration/figures.js"),
          own("administration/range.js"),
          own("administration/hours-chart.js"),
          own("administration/desk-view.js"),
          own("administration/stuck.js"),
          own("administration/members.js"),
          own("administration/member-dialog.js"),
          own("administration/made-up.js"),
          own("administration/history.js"),
          own("administration/csv.js"),
          own("administration/visitor.js"),
          own("administration/visitors.js"),
          own("administration/confirmation.js"),
          own("administration/element.js"),
          own("administration/sentence.js"),
          own("administration/told.js"),
          own("administration/times.js"),
          own("administration/numbers.js"),
          own("wire.js"),
          own("desk.js"),
          own("device-key.js"),
          own("chime.js"),
          own("words.js"),
          own("zone.js"),
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
    return Edition.OF_ALL;
  }

  /** Made when it is first asked for: all files are read for it. */
  private static final class Edition {
    static final String OF_ALL = edition(ALL);
  }

  static String edition(List<PageFile> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      files.forEach(file -> digest.update(file.body().tag().getBytes(StandardCharsets.US_ASCII)));
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}

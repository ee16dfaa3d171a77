package org.nowserving.browser;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * A browser for the tests of one class, without a screen. Nothing in it reaches another machine.
 * One thread.
 */
public final class Browser implements AutoCloseable {
  /** What it would do by itself in the background, and what a machine without a screen lacks. */
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.*");

  /** As patient as Playwright's clicks are by themselves, for machines that do other things too. */
  private static final double ASSERTION_PATIENCE_MS = 30_000;

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser browser;
  private final List<Window> windows = new ArrayList<>();

  private Browser(Playwright playwright, com.microsoft.playwright.Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts the browser that {@link Chromium} finds, and prints which. */
  public static Browser start() {
    long begin = System.nanoTime();
    Chromium chromium = Chromium.find();
    Playwright playwright =
        Playwright.create(new Playwright.CreateOptions().setEnv(Chromium.NO_DOWNLOAD));
    try {
      BrowserType.LaunchOptions options = new BrowserType.LaunchOptions().setArgs(ARGUMENTS);
      chromium.program().ifPresentOrElse(options::setExecutablePath, Chromium::download);
      com.microsoft.playwright.Browser browser = playwright.chromium().launch(options);
      PlaywrightAssertions.setDefaultAssertionTimeout(ASSERTION_PATIENCE_MS);
      System.out.printf(
          "Browser: Chromium %s, %s, started in %.1f s%n",
          browser.version(), chromium.why(), (System.nanoTime() - begin) / 1e9);
      return new Browser(playwright, browser);
    } catch (RuntimeException | Error e) {
      playwright.close();
      throw e;
    }
  }

  /**
   * A window with cookies and storage of its own.
   *
   * @param server whose pages are opened in it; whatever asks for more than it is a complaint
   */
  public Window window(URI server, Look look) {
    Window window = new Window(browser.newContext(look.options()), server);
    windows.add(window);
    return window;
  }

  /** A window as on a desk. */
  public Window window(URI server) {
    return window(server, Look.DESK);
  }

  /** Also closes the windows that are still open, and fails if a page in one complained. */
  @Override
  public void close() {
    try (playwright) {
      Complaints all = new Complaints();
      for (Window window : windows) {
        all.addAll(window.end());
      }
      browser.close();
      all.assertNone();
    }
  }
}

package org.nowserving.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Pages that share cookies and storage, as the tabs of one window do. It writes down what goes
 * wrong in them: errors on the console, among them what the Content-Security-Policy stops, uncaught
 * exceptions, crashes, and every request and WebSocket to anywhere but the server. One thread.
 */
public final class Window implements AutoCloseable {
  private static final Pattern ORIGIN = Pattern.compile("^http(s?://[^/]+).*");

  private final BrowserContext context;
  private final URI server;
  private final Complaints complaints = new Complaints();
  private boolean closed;

  Window(BrowserContext context, URI server) {
    this.context = context;
    this.server = server;
    context.onConsoleMessage(this::console);
    context.onWebError(error -> complaints.add("uncaught: " + error.error()));
    context.onRequest(request -> asked(request.url()));
    context.onPage(this::watch);
  }

  private void watch(Page page) {
    page.onWebSocket(socket -> asked(socket.url()));
    page.onCrash(crashed -> complaints.add("crashed: " + crashed.url()));
  }

  private void console(ConsoleMessage message) {
    if (message.type().equals("error")) {
      complaints.add("console: " + message.text() + " at " + message.location());
    }
  }

  private void asked(String url) {
    String origin = ORIGIN.matcher(server.toString()).replaceFirst("$1/");
    boolean own =
        url.startsWith("http" + origin)
            || url.startsWith("ws" + origin)
            || url.startsWith("blob:http" + origin)
            || url.startsWith("data:");
    if (!own) {
      complaints.add("asked elsewhere: " + url);
    }
  }

  /** A tab of its own with what the server has there, loaded with all that it names. */
  public Page open(String address) {
    Page page = tab();
    page.navigate(url(address));
    return page;
  }

  String url(String address) {
    return server.resolve(address).toString();
  }

  /** An empty tab. */
  public Page tab() {
    return context.newPage();
  }

  /** For what Playwright can do with cookies, permissions, the clock, a lost network. */
  public BrowserContext context() {
    return context;
  }

  /**
   * Says that a complaint is meant to be, such as that of a WebSocket while the server is down.
   *
   * @param regex found anywhere in the complaint, which is printed as {@code console: TEXT at
   *     URL:LINE:COLUMN}, {@code uncaught: EXCEPTION}, {@code asked elsewhere: URL}
   */
  public void tolerate(String regex) {
    complaints.tolerate(Pattern.compile(regex));
  }

  /** What the pages complained of so far, without what is tolerated. */
  public List<String> complaints() {
    context.pages().forEach(Window::settle);
    return complaints.list();
  }

  /** What a page has said already is heard BEFORE its answer. One that is gone gives none. */
  private static void settle(Page page) {
    try {
      page.evaluate("0");
    } catch (PlaywrightException e) {
      // It crashed, which is a complaint already, or it is on its way to another page.
    }
  }

  /** Closes it and tells the complaints, once. */
  List<String> end() {
    if (closed) {
      return List.of();
    }
    closed = true;
    List<String> last = complaints();
    context.close();
    return last;
  }

  /** Fails if a page in it complained. */
  @Override
  public void close() {
    Complaints left = new Complaints();
    left.addAll(end());
    left.assertNone();
  }
}

package org.nowserving.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That what the pages' tests stand on sees a bad page, on pages that are bad on purpose. */
@Tag("unhurried")
class BrowserIT {
  private static final String SPOTLESS =
      """
      <!DOCTYPE html><html lang="en"><title>Good</title><main><h1>Everybody can use this page</h1></main></html>\
      """;
  private static final String SHUTS_OUT =
      """
      <!DOCTYPE html><html><title>Bad</title><main><h1>Bad</h1><img src="data:,"></main></html>\
      """;

  private static Browser browser;
  private static HttpServer server;
  private static URI address;

  @BeforeAll
  static void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    serve("/open", SPOTLESS, "default-src * data:");
    serve("/strict", SPOTLESS, "default-src 'none'; script-src 'self'; connect-src 'self'");
    serve("/shuts-out", SHUTS_OUT, "default-src 'none'; img-src data:; script-src 'self'");
    serve("/blank", "<!DOCTYPE html>", "default-src 'none'");
    serve("/heavy", "<!DOCTYPE html><p>" + "x".repeat(100_000), "default-src 'none'");
    serve("/favicon.ico", "", "default-src 'none'");
    server.start();
    browser = Browser.start();
  }

  @AfterAll
  static void stop() {
    browser.close();
    server.stop(0);
  }

  private static void serve(String path, String html, String policy) {
    byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
    server.createContext(path, exchange -> answer(exchange, bytes, policy));
  }

  private static void answer(HttpExchange exchange, byte[] html, String policy) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
      exchange.getResponseHeaders().set("Content-Security-Policy", policy);
      exchange.sendResponseHeaders(200, html.length);
      exchange.getResponseBody().write(html);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "open   | console.error('a word')                            | ^console: a word at ",
        "open   | setTimeout(() => { throw new Error('thrown') })    | ^uncaught: .*thrown",
        "open   | () => { Promise.reject(new Error('left alone')) } | ^uncaught: .*left alone",
        "open   | () => { fetch('/nothing-there') }                 | ^console: .*404.*nothing-there",
        "open   | new Image().src = 'http://elsewhere.example/i'     | ^asked elsewhere: .*example/i",
        "open   | () => { new WebSocket('ws://127.0.0.1:1/') }        | ^asked elsewhere: ws://127.0.0.1:1/",
        "strict | document.body.append(Object.assign(document.createElement('script'), {text: '1'}))"
            + "| ^console: .*Content Security Policy",
        "strict | document.body.setAttribute('style', 'color: red')  | ^console: .*Content Security Policy",
      })
  void complaintsFailTheTest(String path, String script, String complaint) throws Exception {
    Window window = browser.window(address);
    Page page = window.open(path);
    assertEquals(List.of(), window.complaints());
    page.evaluate(script);
    while (window.complaints().isEmpty()) {
      page.waitForTimeout(10);
    }
    AssertionError error = assertThrows(AssertionError.class, window::close);
    assertTrue(
        String.valueOf(error.getMessage()).lines().anyMatch(line -> line.matches(complaint + ".*")),
        error::getMessage);
  }

  @Test
  void aComplaintThatIsMeantToBeIsNone() {
    try (Window window = browser.window(address)) {
      window.tolerate("console: as foretold");
      window.open("/open").evaluate("console.error('as foretold')");
    }
  }

  @Test
  void windowsShareNoCookies() {
    try (Window one = browser.window(address);
        Window other = browser.window(address)) {
      Page first = one.open("/open");
      first.evaluate("document.cookie = 'a=b'");
      assertEquals("a=b", first.evaluate("document.cookie"));
      assertEquals("a=b", one.open("/open").evaluate("document.cookie"));
      assertEquals("", other.open("/open").evaluate("document.cookie"));
    }
  }

  @Test
  void aPageIsLookedAtAsTheTestSays() {
    Look look =
        Look.PHONE.inTheDark().inForcedColours().withLessMotion().speaking("ar").in("Asia/Tokyo");
    try (Window window = browser.window(address, look)) {
      Page page = window.open("/strict");
      for (String query :
          List.of(
              "(width: 390px) and (height: 844px)",
              "(pointer: coarse)",
              "(prefers-color-scheme: dark)",
              "(forced-colors: active)",
              "(prefers-reduced-motion: reduce)")) {
        assertEquals(true, page.evaluate("query => matchMedia(query).matches", query), query);
      }
      assertEquals("ar", page.evaluate("navigator.language"));
      assertEquals("Asia/Tokyo", page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone"));
    }
  }

  @Test
  void axeFindsWhomAPageShutsOut() {
    try (Window window = browser.window(address)) {
      Axe.check(window.open("/strict"));
      AssertionError error =
          assertThrows(AssertionError.class, () -> Axe.check(window.open("/shuts-out")));
      for (String rule : List.of("image-alt", "html-has-lang")) {
        assertTrue(String.valueOf(error.getMessage()).contains(rule), error::getMessage);
      }
    }
  }

  @Test
  void aPageIsWeighedWithItsHead() {
    try (Window window = browser.window(address)) {
      PageWeight weight = PageWeight.of(window, "/heavy", "p");
      assertEquals(address + "heavy", weight.parts().getFirst().url());
      assertTrue(weight.bytes() > 100_050 && weight.bytes() < 101_000, weight::toString);
      assertTrue(weight.visibleMillis() > 0, weight::toString);
    }
  }

  @Test
  void nothingToBeSeenIsNoPicture() throws IOException {
    try (Window window = browser.window(address)) {
      Page page = window.open("/blank");
      assertThrows(AssertionError.class, () -> Screenshot.take(page, "blank"));
      assertEquals(false, Screenshot.isBlank(window.open("/open").screenshot()));
    }
  }
}

package org.nowserving.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nowserving.desk.Badge;
import org.nowserving.desk.Device;
import org.nowserving.it.Crew;
import org.nowserving.it.Ground;
import org.nowserving.it.Launch;
import org.nowserving.it.ServerProcess;
import org.nowserving.protocol.Endpoint;
import org.nowserving.store.postgres.TestDatabase;

/** The screen on the wall, as a hall sees and hears it. */
@Tag("unhurried")
class DisplayPageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** What a page was told to play and to say, and each call that took the screen. */
  private static final String LISTEN =
      """
      window.notes = 0;
      window.spoken = [];
      window.called = [];
      const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (...when) {
        window.notes++;
        return start.apply(this, when);
      };
      speechSynthesis.getVoices = () => [{ lang: "en-GB", localService: true, name: "Test" }];
      window.SpeechSynthesisUtterance = class extends EventTarget {
        constructor(text) { super(); this.text = text; }
      };
      speechSynthesis.speak = (said) => {
        window.spoken.push(said.text);
        setTimeout(() => said.dispatchEvent(new Event("end")), 50);
      };
      addEventListener("DOMContentLoaded", () => {
        const screen = document.querySelector("#called");
        new MutationObserver(() => {
          if (!screen.hidden) {
            window.called.push(screen.querySelector(".heard").textContent);
          }
        }).observe(screen, { attributes: true, attributeFilter: ["hidden"] });
      });
      """;

  private static Browser browser;
  private static Ground ground;
  private static TestDatabase database;
  private static Launch launch;
  private static ServerProcess server;
  private static final HttpClient http = HttpClient.newHttpClient();
  private static List<Badge> badges;

  @BeforeAll
  static void open() throws Exception {
    browser = Browser.start();
    ground = new Ground();
    database = TestDatabase.fresh();
    server = ground.start(ground.on(database));
    launch = ground.on(database).with("port", String.valueOf(server.service().getPort()));
    badges = Crew.hire(server.service(), "alice", "bob");
  }

  @AfterAll
  static void leaveNothing() throws Exception {
    http.shutdownNow(); // close() would wait for what a test that failed has left open
    ground.close();
    database.close();
    browser.close();
  }

  private static Window window(Look look) throws InterruptedException {
    return browser.window(server.service(), look);
  }

  private static Device device(Endpoint endpoint) throws Exception {
    return Device.connect(http, server.service(), endpoint);
  }

  /** A staff member who sits at that table. */
  private static Device seated(int member, int table) throws Exception {
    Device staff = device(Endpoint.STAFF);
    assertEquals("success pick " + table, ask(staff, pick(member, table)));
    return staff;
  }

  private static String pick(int member, int table) {
    return "pick " + table + " " + badges.get(member).token().secret();
  }

  /** Says it, and passes over what comes unasked until the reply does. */
  private static String ask(Device device, String line) throws Exception {
    device.say(line);
    while (true) {
      String heard = device.hear(PATIENCE).orElseThrow().line();
      if (heard.startsWith("success ") || heard.startsWith("error ")) {
        return heard;
      }
    }
  }

  /** Lets a visitor come, who is called and served to the end or is not. */
  private static long newTicket(String who) throws Exception {
    try (Device kiosk = device(Endpoint.KIOSK)) {
      String reply = ask(kiosk, "new " + who + "@example.com Secret " + who);
      return Long.parseLong(reply.replaceFirst(".*\"id\":(\\d+).*", "$1"));
    }
  }

  private static Page display(Window window) {
    window.context().addInitScript(LISTEN);
    Page page = window.open("/display");
    awaitAge(page, "true");
    return page;
  }

  private static void awaitAge(Page page, String age) {
    assertThat(page.locator("#board"))
        .hasAttribute(
            "data-age", age, new LocatorAssertions.HasAttributeOptions().setTimeout(60_000));
  }

  private static List<String> words(Page page, String script) {
    return ((List<?>) page.evaluate(script)).stream().map(DisplayPageIT::plain).toList();
  }

  /** Without the marks that keep a number's direction. */
  private static String plain(Object text) {
    return String.valueOf(text).replaceAll("[\\u2068\\u2069]", "");
  }

  private static List<String> shown(Page page) {
    return words(
        page,
        "[...document.querySelectorAll('.newest .heard, li .heard')].map(e => e.textContent)");
  }

  /** Asks again and again, because a page with this policy lets nobody wait inside of it. */
  private static void await(Page page, String condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Boolean.TRUE.equals(page.evaluate(condition))) {
      assertTrue(System.nanoTime() < end, condition);
      page.waitForTimeout(50);
    }
  }

  /** Waits until so many calls have been seen, and the board is seen again. */
  private static void awaitCalled(Page page, int calls) {
    await(page, "called.length === " + calls + " && document.querySelector('#called').hidden");
  }

  private static void awaitShown(Page page, String... calls) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<String> shown = shown(page);
    while (!shown.equals(List.of(calls)) && System.nanoTime() < end) {
      page.waitForTimeout(50);
      shown = shown(page);
    }
    assertEquals(List.of(calls), shown);
  }

  private static String call(long ticket, int table) {
    return "Number " + ticket + ", table " + table;
  }

  private static void finish(Device staff, long... tickets) throws Exception {
    for (long ticket : tickets) {
      assertEquals("success complete " + ticket, ask(staff, "complete " + ticket));
    }
    assertEquals("success unpick", ask(staff, "unpick"));
    staff.close();
  }

  @Test
  void twoQuickCallsAreBothSeenAndHeard() throws Exception {
    try (Window window = window(Look.WALL)) {
      Page page = display(window);
      page.locator("#sound-on").click();
      assertThat(page.locator("#sound-on")).isHidden();
      await(page, "notes === 2"); // whoever turns it on hears it
      Device alice = seated(0, 3);
      Device bob = seated(1, 5);
      long first = newTicket("quick1");
      long second = newTicket("quick2");
      ask(alice, "accept " + first);
      ask(bob, "accept " + second);
      assertThat(page.locator("#called")).isVisible();
      Axe.check(page);
      awaitShown(page, call(second, 5), call(first, 3)); // the board knows both at once
      awaitCalled(page, 2);
      List<String> both = List.of(call(first, 3), call(second, 5));
      assertEquals(both, words(page, "called"));
      assertEquals(both, words(page, "spoken"));
      assertEquals(6, page.evaluate("notes"));
      String all = String.valueOf(page.evaluate("document.documentElement.outerHTML"));
      assertTrue(!all.contains("Secret") && !all.contains("quick1"), all);

      finish(alice, first);
      awaitShown(page, call(second, 5));
      finish(bob, second);
      awaitShown(page);
      assertThat(page.locator("#nothing")).containsText("No table is open at the moment.");
      Axe.check(page);
    }
  }

  @Test
  void whoLooksLateSeesHowThingsStandAndHearsNothing() throws Exception {
    Device alice = seated(0, 1);
    Device bob = seated(1, 2);
    long first = newTicket("late1");
    long second = newTicket("late2");
    ask(alice, "accept " + first);
    try (Window window = window(Look.WALL)) {
      Page page = display(window);
      awaitShown(page, call(first, 1));
      assertThat(page.locator("#open-tables")).containsText("Open table 2");
      page.waitForTimeout(1_000);
      assertEquals(List.of(), words(page, "called"));
      assertEquals(0, page.evaluate("notes"));

      // A ticket that ended while its call waited is not called: nobody is at that table for it.
      ask(bob, "accept " + second);
      long third = newTicket("late3");
      ask(bob, "accept " + third);
      ask(bob, "complete " + third);
      awaitCalled(page, 1);
      page.waitForTimeout(1_000);
      assertEquals(List.of(call(second, 2)), words(page, "called"));
      awaitShown(page, call(second, 2), call(first, 1));
      finish(alice, first);
      finish(bob, second);
    }
  }

  @Test
  void callsWaitWhileTheServerIsAway() throws Exception {
    try (Window window = window(Look.WALL)) {
      window.tolerate("console: WebSocket connection .*failed");
      window.tolerate("console: Failed to load resource: net::ERR_CONNECTION_REFUSED");
      Page page = display(window);
      Device alice = seated(0, 7);
      long first = newTicket("waits1");
      long second = newTicket("waits2");
      ask(alice, "accept " + first);
      ask(alice, "accept " + second);
      await(page, "called.length === 1");
      server.kill();
      awaitAge(page, "old");
      await(page, "document.querySelector('#called').hidden");
      page.waitForTimeout(1_500);
      assertEquals(List.of(call(first, 7)), words(page, "called"));

      server = ground.start(launch);
      awaitAge(page, "true");
      awaitCalled(page, 2);
      assertEquals(List.of(call(first, 7), call(second, 7)), words(page, "called"));
      finish(seated(0, 7), first, second);
    }
  }

  /**
   * It comes back to another server, which says the two numbers of a call the other way round, and
   * has a time zone that no browser knows.
   */
  @Test
  void afterAnOutageItShowsTheTruthAgain() throws Exception {
    try (Window window = window(Look.WALL)) {
      window.tolerate("console: WebSocket connection .*failed");
      window.tolerate("console: Failed to load resource: net::ERR_CONNECTION_REFUSED");
      Page page = display(window);
      Device alice = seated(0, 4);
      long before = newTicket("outage1");
      long missed = newTicket("outage2");
      ask(alice, "accept " + before);
      awaitCalled(page, 1);
      server.kill();
      awaitAge(page, "old");
      awaitShown(page, call(before, 4));
      assertThat(page.locator("#away")).containsText("This is how things stood at");
      Axe.check(page);

      Launch other = launch.with("display-claimed-order", "table-ticket");
      server = ground.start(other.with("time-zone", "GMT+2"));
      Device again = seated(0, 4);
      ask(again, "accept " + missed);
      awaitAge(page, "true");
      assertThat(page.locator("#away")).isHidden();
      assertThat(page.locator("#clock")).containsText("UTC");
      awaitShown(page, call(missed, 4));
      await(page, "called.length > 1");
      assertEquals(List.of(call(before, 4), call(missed, 4)), words(page, "called"));
      assertEquals("success complete " + missed, ask(again, "complete " + missed));
      awaitShown(page, call(before, 4));
      finish(again, before);
    }
  }

  @Test
  void oldNumbersAreTakenAwayAfterTwoMinutes() throws Exception {
    Device alice = seated(0, 6);
    long ticket = newTicket("long");
    ask(alice, "accept " + ticket);
    try (Window window = window(Look.WALL)) {
      window.tolerate("console: .*net::ERR_INTERNET_DISCONNECTED");
      Page page = window.tab();
      page.clock().install(new Clock.InstallOptions());
      page.navigate(window.url("/display"));
      awaitAge(page, "true");
      window.context().setOffline(true);
      page.clock().runFor(115_000);
      awaitAge(page, "old");
      assertEquals(List.of(call(ticket, 6)), shown(page));
      page.clock().runFor(10_000);
      awaitAge(page, "unknown");
      assertEquals(List.of(), shown(page));
      assertThat(page.locator("#nothing")).containsText("Please ask the staff.");
      Axe.check(page);
      window.context().setOffline(false);
      page.clock().runFor(5_000);
      awaitAge(page, "true");
      awaitShown(page, call(ticket, 6));
    }
    finish(alice, ticket);
  }
}

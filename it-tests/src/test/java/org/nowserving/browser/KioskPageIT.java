package org.nowserving.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nowserving.desk.Office;
import org.nowserving.it.Crew;
import org.nowserving.it.Ground;
import org.nowserving.it.Launch;
import org.nowserving.it.ServerProcess;
import org.nowserving.store.postgres.TestDatabase;

/** The kiosk's page, as visitors use it: those who hurry, those who hesitate, those who leave. */
@Tag("unhurried")
class KioskPageIT {
  /** The page takes a second tap within 600 ms for the same one. */
  private static final int AFTER_A_TAP_MS = 650;

  private static Browser browser;
  private static Ground ground;
  private static TestDatabase database;
  private static Launch launch;
  private static ServerProcess server;

  @BeforeAll
  static void open() throws Exception {
    browser = Browser.start();
    ground = new Ground();
    database = TestDatabase.fresh();
    // On the port of its own that the first start takes, so that pages find the next one there.
    server = ground.start(ground.on(database));
    launch = ground.on(database).with("port", String.valueOf(server.service().getPort()));
  }

  @AfterAll
  static void leaveNothing() throws Exception {
    ground.close();
    database.close();
    browser.close();
  }

  private static Window window(Look look) throws InterruptedException {
    return browser.window(server.service(), look);
  }

  private static Page kiosk(Window window) {
    Page page = window.open("/kiosk");
    assertThat(page.locator("#email")).isVisible();
    return page;
  }

  private static void typeEmail(Page page, String email) {
    page.locator("#email").fill(email);
    page.waitForTimeout(AFTER_A_TAP_MS);
    page.locator("#email-step button").click();
  }

  private static void typeName(Page page, String name) {
    assertThat(page.locator("#name")).isVisible();
    page.locator("#name").fill(name);
    page.waitForTimeout(AFTER_A_TAP_MS);
    page.locator("#sign-in").click();
  }

  private static long number(Page page) {
    Locator ticket = page.locator("#ticket");
    assertThat(ticket).isVisible();
    assertThat(ticket).hasText(Pattern.compile("[0-9]+"));
    return Long.parseLong(ticket.textContent());
  }

  private static List<Office.Entry> ticketsOf(String email) throws Exception {
    return Crew.history(server.service()).stream()
        .filter(ticket -> ticket.email().equals(email))
        .toList();
  }

  /** Nothing of a visitor is on the page any more, also not where only a script would find it. */
  private static void assertForgets(Page page, String email, String name) {
    assertEquals("", page.locator("#email").inputValue());
    assertEquals("", page.locator("#name").inputValue());
    String all = String.valueOf(page.evaluate("document.documentElement.outerHTML"));
    assertFalse(all.contains(email), all);
    assertFalse(all.contains(name), all);
  }

  @Test
  void aVisitorGetsANumberAndTheirNameTheNextTime() throws Exception {
    try (Window window = window(Look.TABLET)) {
      Page page = kiosk(window);
      typeEmail(page, "vera@example.com");
      assertThat(page.locator("h1:visible")).hasText("What is your name?");
      assertThat(page.locator("#name")).hasValue("");
      assertThat(page.locator("#email")).isHidden();
      typeName(page, "Vera Bell");
      long first = number(page);
      assertThat(page.locator("h1:visible")).hasText("Your number is " + first);
      assertForgets(page, "vera@example.com", "Vera Bell");

      page.waitForTimeout(AFTER_A_TAP_MS);
      page.locator("#close").click();
      typeEmail(page, "Vera@Example.com");
      assertThat(page.locator("h1:visible")).hasText("Welcome back. Is this your name?");
      assertThat(page.locator("#name")).hasValue("Vera Bell");
      page.waitForTimeout(AFTER_A_TAP_MS);
      page.locator("#sign-in").click();
      assertTrue(number(page) > first);
    }
  }

  @Test
  void thePageComesBackToItsStartByItself() throws Exception {
    try (Window window = window(Look.TABLET)) {
      Page page = window.tab();
      page.clock().install(new Clock.InstallOptions());
      page.navigate(window.url("/kiosk"));
      typeEmail(page, "otto@example.com");
      typeName(page, "Otto Gone");
      number(page);
      page.clock().runFor(9_000);
      assertThat(page.locator("#ticket")).isVisible();
      page.clock().runFor(1_500);
      assertThat(page.locator("#email")).isVisible();
      assertForgets(page, "otto@example.com", "Otto Gone");
    }
  }

  @Test
  void whoLeavesInTheMiddleIsForgotten() throws Exception {
    try (Window window = window(Look.TABLET)) {
      Page page = window.tab();
      page.clock().install(new Clock.InstallOptions());
      page.navigate(window.url("/kiosk"));
      typeEmail(page, "away@example.com");
      assertThat(page.locator("#name")).isVisible();
      page.locator("#name").fill("Anna Away");
      page.clock().runFor(44_000);
      assertThat(page.locator("#still-there")).isHidden();
      page.clock().runFor(2_000);
      assertThat(page.locator("#still-there")).isVisible();
      Axe.check(page);
      page.locator("#go-on").click();
      assertThat(page.locator("#still-there")).isHidden();
      assertThat(page.locator("#name")).hasValue("Anna Away");

      page.clock().runFor(61_000);
      assertThat(page.locator("#email")).isVisible();
      assertThat(page.locator("#still-there")).isHidden();
      assertForgets(page, "away@example.com", "Anna Away");
      assertEquals(List.of(), ticketsOf("away@example.com"));
    }
  }

  @Test
  void tapsInAHurryMakeOneTicket() throws Exception {
    try (Window window = window(Look.TABLET)) {
      Page page = kiosk(window);
      page.locator("#email").fill("hasty@example.com");
      page.waitForTimeout(AFTER_A_TAP_MS);
      // The second tap of "Next" must not fall on what comes in its place.
      page.locator("#email-step button").dblclick();
      page.locator("#name").fill("Hasty");
      page.waitForTimeout(AFTER_A_TAP_MS);
      page.evaluate(
          "() => { for (let i = 0; i < 5; i++) document.querySelector('#sign-in').click(); }");
      page.keyboard().press("Enter");
      number(page);
      assertEquals(1, ticketsOf("hasty@example.com").size());
    }
  }

  @Test
  void whatIsWrongIsSaidWhereItIs() throws Exception {
    try (Window window = window(Look.TABLET)) {
      Page page = kiosk(window);
      typeEmail(page, "no address");
      assertThat(page.locator("#email-wrong"))
          .hasText("That is no e-mail address. It looks like name@example.com.");
      assertThat(page.locator("#email")).isFocused();
      Axe.check(page);
      typeEmail(page, "a\u200b@b.example"); // only the server sees what is not to be seen
      assertThat(page.locator("#email-wrong")).not().hasText("");
      typeEmail(page, "wanda@example.com");
      typeName(page, "   ");
      assertThat(page.locator("#name-wrong")).hasText("Please type your name.");
      typeName(page, "a\u202Eb");
      assertThat(page.locator("#name-wrong")).containsText("cannot be shown");
      Axe.check(page);
      page.locator("#back").click();
      assertThat(page.locator("#email")).hasValue("wanda@example.com");
    }
  }

  @Test
  void aServerThatIsAwayIsSaidAndNothingTypedIsLost() throws Exception {
    try (Window window = window(Look.TABLET)) {
      window.tolerate("console: WebSocket connection .*failed");
      window.tolerate("console: Failed to load resource: net::ERR_CONNECTION_REFUSED");
      Page page = kiosk(window);
      typeEmail(page, "patient@example.com");
      assertThat(page.locator("#name")).isVisible();
      server.kill();
      typeName(page, "Pat Patient");
      assertThat(page.locator("#away")).containsText("What you typed is kept");
      assertThat(page.locator("#name")).hasValue("Pat Patient");
      Axe.check(page);
      server = ground.start(launch);
      number(page);
      assertThat(page.locator("#away")).isHidden();
      assertEquals(1, ticketsOf("patient@example.com").size());
    }
  }

  /**
   * A tap that is answered by nobody: the server is killed after it was said, before it answers.
   */
  @Test
  void anAnswerThatIsLostMakesNoSecondTicket() throws Exception {
    try (Window window = window(Look.TABLET)) {
      window.tolerate("console: WebSocket connection .*failed");
      window.tolerate("console: Failed to load resource: net::ERR_CONNECTION_REFUSED");
      Page page = kiosk(window);
      typeEmail(page, "doubt@example.com");
      server.freeze();
      typeName(page, "Ida Doubt");
      page.waitForTimeout(300);
      server.kill();
      server = ground.start(launch);
      number(page);
      assertEquals(1, ticketsOf("doubt@example.com").size());
    }
  }

  /**
   * The page gives the connection up twice, and waits until the same may be said again meanwhile.
   */
  @Test
  void aConnectionThatComesBackTwiceAsksForALostAnswerOnce() throws Exception {
    try (Window window = window(Look.TABLET)) {
      Page page = kiosk(window);
      typeEmail(page, "twice@example.com");
      assertThat(page.locator("#name")).isVisible();
      server.freeze();
      typeName(page, "Twyla Twice");
      page.waitForTimeout(300);
      page.evaluate("dispatchEvent(new Event('offline'))");
      server.thaw();
      page.waitForTimeout(2_000); // it is back after one
      page.evaluate("dispatchEvent(new Event('offline'))");
      assertThat(page.locator("#ticket"))
          .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(20_000));
      page.waitForTimeout(1_000); // a second question would be answered by then
      assertEquals(1, ticketsOf("twice@example.com").size());
    }
  }

  @Test
  void aLanguageIsForOneVisitor() throws Exception {
    try (Window window = window(Look.TABLET)) {
      Page page = window.tab();
      page.clock().install(new Clock.InstallOptions());
      page.navigate(window.url("/kiosk"));
      page.getByText("العربية").click();
      assertThat(page.locator("html")).hasAttribute("dir", "rtl");
      assertThat(page.locator("html")).hasAttribute("lang", "ar");
      assertThat(page.locator("h1:visible")).hasText("أهلًا وسهلًا");
      page.clock().runFor(61_000);
      assertThat(page.locator("html")).hasAttribute("dir", "ltr");
      assertThat(page.locator("h1:visible")).hasText("Welcome");
    }
  }

  /** By keyboard alone, and whatever somebody is called. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<img src=x onerror=alert(1)><b>Bob</b>",
        "\"'`; DROP TABLE ticket; --\\",
        "😀👩‍👩‍👧‍👦😀👩‍👩‍👧‍👦😀👩‍👩‍👧‍👦😀👩‍👩‍👧‍👦😀👩‍👩‍👧‍👦😀👩‍👩‍👧‍👦😀👩‍👩‍👧‍👦😀👩‍👩‍👧‍👦😀👩‍👩‍👧‍👦😀👩‍👩‍👧‍👦😀👩‍👩‍👧‍👦😀",
        "שרה אברהם مريم"
      })
  void aNameIsText(String name) throws Exception {
    String email = "name" + Math.floorMod(name.hashCode(), 1000) + "@example.com";
    try (Window window = window(Look.DESK)) {
      Page page = kiosk(window);
      int elements = page.locator("*").count();
      assertThat(page.locator("#email")).isFocused();
      page.keyboard().type(email);
      page.waitForTimeout(AFTER_A_TAP_MS);
      page.keyboard().press("Enter");
      assertThat(page.locator("#name")).isFocused();
      page.keyboard().insertText(name);
      page.waitForTimeout(AFTER_A_TAP_MS);
      page.keyboard().press("Enter");
      number(page);
      assertEquals(name, ticketsOf(email).getFirst().name());
      page.waitForTimeout(AFTER_A_TAP_MS);
      page.keyboard().press("Tab");
      assertThat(page.locator("#close")).isFocused();
      page.keyboard().press("Enter");
      page.keyboard().type(email);
      page.waitForTimeout(AFTER_A_TAP_MS);
      page.keyboard().press("Enter");
      assertThat(page.locator("#name")).hasValue(name);
      assertEquals(elements, page.locator("*").count(), "a name made an element");
      assertFits(page);
    }
  }

  @Test
  void everybodyCanUseItAtEverySize() throws Exception {
    for (Look look :
        List.of(
            Look.PHONE.sized(320, 640).speaking("de"),
            Look.TABLET.inTheDark(),
            Look.DESK.sized(3840, 2160).withLessMotion().speaking("ar"))) {
      try (Window window = window(look)) {
        Page page = kiosk(window);
        assertFits(page);
        Axe.check(page);
        typeEmail(page, "size@example.com");
        assertThat(page.locator("#name")).isVisible();
        assertFits(page);
        Axe.check(page);
        typeName(page, "Sina Size");
        number(page);
        assertFits(page);
        Axe.check(page);
      }
    }
  }

  /** WCAG 2.2, 1.4.10: no need to scroll in two directions. */
  private static void assertFits(Page page) {
    assertEquals(
        true,
        page.evaluate("document.documentElement.scrollWidth <= innerWidth"),
        "the page is wider than the screen");
  }
}

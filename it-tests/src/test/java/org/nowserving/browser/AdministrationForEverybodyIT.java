package org.nowserving.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nowserving.browser.AdministrationPage.AFTER_A_CLICK_MS;
import static org.nowserving.browser.AdministrationPage.assertTold;
import static org.nowserving.browser.AdministrationPage.go;
import static org.nowserving.browser.AdministrationPage.row;
import static org.nowserving.browser.AdministrationPage.signIn;
import static org.nowserving.browser.AtTheDesk.answer;
import static org.nowserving.browser.AtTheDesk.arrive;
import static org.nowserving.browser.AtTheDesk.at;
import static org.nowserving.browser.AtTheDesk.everybodyGoesHome;
import static org.nowserving.browser.AtTheDesk.kiosk;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nowserving.desk.Device;
import org.nowserving.it.Crew;
import org.nowserving.it.Ground;
import org.nowserving.it.Launch;
import org.nowserving.it.ServerProcess;
import org.nowserving.store.postgres.TestDatabase;

/** What the administration's page shows of visitors, to whom, and that everybody can use it. */
@Tag("unhurried")
class AdministrationForEverybodyIT {
  private static final String MARKUP = "<img src=x onerror=alert(1)>";
  private static final String SMILES = "😀".repeat(64);

  private static Browser browser;
  private static Ground ground;
  private static TestDatabase database;
  private static ServerProcess server;

  @BeforeAll
  static void open() throws Exception {
    browser = Browser.start();
    ground = new Ground();
    database = TestDatabase.fresh();
    server = ground.start(ground.on(database).with("new-per-minute", "1000"));
    Crew.hire(server.service(), MARKUP, SMILES, "O\"Brien & 'sons'");
  }

  @AfterAll
  static void leaveNothing() throws Exception {
    ground.close();
    database.close();
    browser.close();
  }

  /** Nobody has a table and nobody waits when the next test begins. */
  @AfterEach
  void closeTheDay() throws Exception {
    everybodyGoesHome(server.service());
  }

  // --- on the page ------------------------------------------------------------------------------

  private static Window window(Look look) throws InterruptedException {
    Window window = browser.window(server.service(), look);
    window.tolerate("console: .* 401 .*/api/session"); // how a page learns that nobody is signed in
    return window;
  }

  // --- history and visitors ---------------------------------------------------------------------

  /** A number is also found in e-mails and names. */
  private static Locator ticketRow(Page page, long ticket) {
    return page.locator("#tickets tr")
        .filter(
            new Locator.FilterOptions()
                .setHas(
                    page.locator(
                        ".stub",
                        new Page.LocatorOptions()
                            .setHasText(Pattern.compile("^" + ticket + "$")))));
  }

  @Test
  void theHistoryIsSearchedAndSaved() throws Exception {
    Device kiosk = kiosk(server.service());
    long first = arrive(kiosk, "sum@example.com", "=SUM(1;1) \"Haystack\", Ltd.");
    for (int i = 0; i < 50; i++) {
      arrive(kiosk, "visitor" + i + "@haystack.example", SMILES.substring(0, 20) + i);
    }
    long last = arrive(kiosk, "quoted@example.com", MARKUP + " Haystack");
    try (Window window = window(Look.DESK)) {
      Page page = signIn(window);
      go(page, "history");
      page.locator("#search-text").fill("HAYSTACK");
      page.keyboard().press("Enter");
      assertThat(page.locator("#found")).hasText("The newest 50; there are more.");
      assertThat(page.locator("#tickets tr").first()).containsText(String.valueOf(last));
      assertThat(page.locator("#tickets tr").first()).containsText(MARKUP + " Haystack");
      assertThat(page.locator("#tickets tr").first()).containsText("waiting");
      page.locator("#more").click();
      assertThat(page.locator("#found")).hasText("52 tickets, the newest first.");
      assertThat(page.locator("#more")).isHidden();
      Download file = page.waitForDownload(() -> page.locator("#csv").click());
      assertEquals("tickets.csv", file.suggestedFilename());
      String csv = Files.readString(file.path());
      assertEquals(53, csv.lines().count(), "a header and what was found");
      assertTrue(csv.contains("\"'=SUM(1;1) \"\"Haystack\"\", Ltd.\""), csv);

      page.locator("#search-text").fill(String.valueOf(first));
      page.locator("#search .first").click();
      assertThat(ticketRow(page, first).locator(".name")).containsText("=SUM(1;1)");
      page.locator("#search-from").fill("2001-01-02");
      page.locator("#search-to").fill("2001-01-01");
      page.locator("#search .first").click();
      assertThat(page.locator("#search-wrong")).hasText("The first day is after the last one.");
      page.locator("#search-to").fill("2001-01-02");
      // What was typed since is looked for BEFORE it is saved.
      Download empty = page.waitForDownload(() -> page.locator("#csv").click());
      assertThat(page.locator("#found")).hasText("Nothing was found.");
      assertEquals(1, Files.readString(empty.path()).lines().count());
      assertFalse(page.url().contains("haystack"), page.url());
    }
  }

  @Test
  void aVisitorIsErasedAndThePageForgetsThemToo() throws Exception {
    long ticket = arrive(kiosk(server.service()), "o'brien+%2f@example.com", "Forget Me");
    try (Window window = window(Look.DESK)) {
      Page page = signIn(window);
      go(page, "history");
      page.locator("#search-text").fill("o'brien+%2f@example.com");
      page.locator("#search .first").click();
      assertThat(ticketRow(page, ticket).locator(".name")).hasText("Forget Me");
      go(page, "visitors");
      page.locator("#erase-email").fill("o'brien+%2f@example.com");
      page.locator("#erase button").click();
      assertThat(page.locator("#confirmation-leave")).isFocused();
      page.waitForTimeout(AFTER_A_CLICK_MS);
      page.locator("#confirmation-word").fill("somebody@example.com");
      page.locator("#confirmation-do").click(new Locator.ClickOptions().setForce(true));
      assertThat(page.locator("#confirmation-wrong")).hasText("That is not the same.");
      Axe.check(page);
      page.locator("#confirmation-word").fill("O'Brien+%2F@example.com");
      page.locator("#confirmation-do").click();
      assertTold(page, "The visitor has been erased.");
      assertEquals("", page.locator("#erase-email").inputValue());
      assertEquals("", page.locator("#search-text").inputValue());
      String content = page.content().toLowerCase(Locale.ROOT);
      assertFalse(content.contains("brien+") || content.contains("forget me"), content);
      go(page, "history");
      page.locator("#search-text").fill("forget me");
      page.locator("#search .first").click();
      assertThat(page.locator("#found")).hasText("Nothing was found.");
      page.locator("#search-text").fill(String.valueOf(ticket));
      page.locator("#search .first").click();
      assertThat(ticketRow(page, ticket).locator(".name")).hasText("erased");
    }
  }

  // --- for everybody ----------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({"de, 320, 640, false", "ar, 3840, 2160, true"})
  void everybodyCanUseIt(String language, int width, int height, boolean dark) throws Exception {
    Device kay =
        at(server.service(), 7, Crew.hire(server.service(), "Kay " + language + width).getFirst());
    Device kiosk = kiosk(server.service());
    long ticket = arrive(kiosk, "x".repeat(60) + "@example.com", SMILES);
    arrive(kiosk, "markup@example.com", MARKUP);
    answer(kay, "accept " + ticket);
    answer(kay, "unpick");
    Look look = Look.DESK.sized(width, height).speaking(language);
    try (Window window = window(dark ? look.inTheDark() : look)) {
      Page page = window.open("/administration");
      assertThat(page.locator("#sign-in")).isVisible();
      Axe.check(page);
      signIn(page, "admin", Launch.ADMIN_PASSWORD);
      assertThat(page.locator("#figures-known")).isVisible();
      int images = page.locator("img").count();
      for (String view : List.of("figures", "desk", "members", "history", "visitors")) {
        go(page, view);
        page.waitForLoadState(LoadState.NETWORKIDLE);
        assertEquals(
            true,
            page.evaluate("document.documentElement.scrollWidth <= innerWidth"),
            view + " is wider than the screen");
        Axe.check(page);
      }
      go(page, "desk");
      page.locator("#stuck button").first().click();
      assertThat(page.locator("#confirmation")).isVisible();
      Axe.check(page);
      page.locator("#confirmation-leave").click();
      go(page, "members");
      row(page, "member-list", SMILES).locator("button").first().click();
      Axe.check(page);
      assertEquals(images, page.locator("img").count(), "a name made an element");
    }
  }

  @Test
  void aServerThatIsAwayIsSaidAndWhatIsTypedStays() throws Exception {
    try (Window window = window(Look.DESK)) {
      window.tolerate("console: Failed to load resource: net::ERR_INTERNET_DISCONNECTED");
      Page page = signIn(window);
      go(page, "visitors");
      page.locator("#erase-email").fill("kept@example.com");
      window.context().setOffline(true);
      assertThat(page.locator("#away")).containsText("The server does not answer");
      Axe.check(page);
      page.locator("#erase button").click();
      page.waitForTimeout(AFTER_A_CLICK_MS);
      page.locator("#confirmation-word").fill("kept@example.com");
      page.locator("#confirmation-do").click();
      assertThat(page.locator("#confirmation-wrong")).containsText("may have been done or not");
      page.locator("#confirmation-leave").click();
      assertThat(page.locator("#erase-email")).hasValue("kept@example.com");
      window.context().setOffline(false);
      assertThat(page.locator("#away")).isHidden();
    }
  }
}

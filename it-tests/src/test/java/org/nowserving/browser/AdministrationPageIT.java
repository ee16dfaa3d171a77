package org.nowserving.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nowserving.browser.AdministrationPage.AFTER_A_CLICK_MS;
import static org.nowserving.browser.AdministrationPage.assertTold;
import static org.nowserving.browser.AdministrationPage.confirm;
import static org.nowserving.browser.AdministrationPage.figure;
import static org.nowserving.browser.AdministrationPage.go;
import static org.nowserving.browser.AdministrationPage.press;
import static org.nowserving.browser.AdministrationPage.row;
import static org.nowserving.browser.AdministrationPage.signIn;
import static org.nowserving.browser.AtTheDesk.answer;
import static org.nowserving.browser.AtTheDesk.arrive;
import static org.nowserving.browser.AtTheDesk.at;
import static org.nowserving.browser.AtTheDesk.everybodyGoesHome;
import static org.nowserving.browser.AtTheDesk.kiosk;
import static org.nowserving.browser.AtTheDesk.stateOf;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nowserving.desk.Badge;
import org.nowserving.desk.Device;
import org.nowserving.desk.Office;
import org.nowserving.it.Crew;
import org.nowserving.it.Ground;
import org.nowserving.it.Launch;
import org.nowserving.it.ServerProcess;
import org.nowserving.protocol.StaffName;
import org.nowserving.store.postgres.TestDatabase;

/** The administration's page, on one server for all tests: each makes what it looks at. */
@Tag("unhurried")
class AdministrationPageIT {
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

  // --- who comes in -----------------------------------------------------------------------------

  @Test
  void onlyAnAdminComesIn() throws Exception {
    try (Window window = window(Look.DESK)) {
      window.tolerate("console: .* 401 .*/api/login");
      Page page = window.open("/administration#members");
      signIn(page, "admin", "not the password of the admin");
      assertThat(page.locator("#sign-in-wrong")).hasText("The name or the password is wrong.");
      Axe.check(page);
      signIn(page, MARKUP, Launch.ADMIN_PASSWORD);
      assertThat(page.locator("#sign-in-why")).containsText("only an admin may come in");
      assertThat(page.locator("#sign-in-why")).containsText(MARKUP);
      page.keyboard().press("Escape");
      page.keyboard().press("Escape");
      signIn(page, "admin", Launch.ADMIN_PASSWORD);
      assertThat(row(page, "member-list", "admin")).isVisible();
      assertThat(page).hasTitle("Members · Now Serving");
      assertEquals("", page.locator("#sign-in-password").inputValue());
      page.locator("#sign-out").click();
      assertThat(page.locator("#sign-in")).isVisible();
      assertThat(page.locator("#member-list")).isHidden();
    }
  }

  @Test
  void aSessionThatIsOverIsAskedForAndTheWorkGoesOn() throws Exception {
    try (Window window = window(Look.DESK)) {
      window.tolerate("console: .* 401 ");
      Page page = signIn(window);
      go(page, "history");
      page.locator("#search-text").fill("nobody of this name");
      window.context().clearCookies();
      page.locator("#search .first").click();
      signIn(page, "admin", Launch.ADMIN_PASSWORD);
      assertThat(page.locator("#found")).hasText("Nothing was found.");
      assertThat(page.locator("#search-text")).hasValue("nobody of this name");
    }
  }

  // --- members ----------------------------------------------------------------------------------

  private static void assertSignsIn(String name, String password) throws Exception {
    try (Office office = new Office(server.service())) {
      office.signIn(new StaffName(name), password);
    }
  }

  private static void assertDoesNotSignIn(String name, String password)
      throws InterruptedException {
    try (Office office = new Office(server.service())) {
      assertThrows(Office.Refused.class, () -> office.signIn(new StaffName(name), password));
    }
  }

  @Test
  void membersComeGetNewPasswordsAndGo() throws Exception {
    String name = "Zoë \"" + MARKUP + "\"";
    try (Window window = window(Look.DESK)) {
      window.tolerate("console: .* 40[09] .*/api/staff");
      Page page = signIn(window);
      go(page, "members");
      page.locator("#add-member").click();
      page.locator("#member-name").fill(name);
      page.locator("#member-password").fill("too short");
      page.locator("#member-do").click();
      assertThat(page.locator("#member-wrong")).containsText("too short");
      Axe.check(page);
      page.locator("#member-make-up").click();
      page.locator("#member-do").dblclick();
      assertThat(page.locator("#member-done")).isVisible();
      Axe.check(page);
      String first = page.locator("#member-made-up").textContent();
      assertTrue(first.matches("[a-z]{6}(-[a-z]{6}){3}"), first);
      page.locator("#member-close").click();
      assertTold(page, "has been added");
      assertFalse(page.content().contains(first), "it is shown once");
      assertSignsIn(name, first);

      press(row(page, "member-list", name), "New password for");
      page.locator("#member-password").fill("another long sentence, this time typed");
      page.locator("#member-do").click();
      assertTold(page, "has a new password");
      assertDoesNotSignIn(name, first);
      assertSignsIn(name, "another long sentence, this time typed");

      press(row(page, "member-list", name), "Remove");
      confirm(page);
      assertTold(page, "has been removed");
      assertThat(row(page, "member-list", name)).hasCount(0);
      assertDoesNotSignIn(name, "another long sentence, this time typed");

      press(row(page, "member-list", "admin"), "Remove");
      page.waitForTimeout(AFTER_A_CLICK_MS);
      page.locator("#confirmation-do").click();
      assertThat(page.locator("#confirmation-wrong"))
          .hasText("This is the last admin, who cannot be removed.");
      page.locator("#confirmation-leave").click();
      assertThat(page.locator("#confirmation")).isHidden();
    }
  }

  // --- the desk ---------------------------------------------------------------------------------

  @Test
  void aTableIsFreedAndATicketNobodyServesIsCancelled() throws Exception {
    List<Badge> crew = Crew.hire(server.service(), "Greta", "Hugo");
    Device greta = at(server.service(), 3, crew.getFirst());
    Device hugo = at(server.service(), 4, crew.get(1));
    long ticket = arrive(kiosk(server.service()), "stuck@example.com", MARKUP);
    assertEquals("success claimed " + ticket, answer(hugo, "accept " + ticket));
    assertEquals("success unpick", answer(hugo, "unpick"));
    try (Window window = window(Look.DESK)) {
      Page page = signIn(window);
      go(page, "desk");
      assertThat(page.locator("#tables-count")).hasText("1 of \u206810\u2069 tables is in use.");
      assertThat(row(page, "tables", "Greta")).containsText("serves nobody");
      press(row(page, "tables", "Greta"), "Free");
      page.waitForTimeout(AFTER_A_CLICK_MS);
      Axe.check(page);
      page.keyboard().press("Escape");
      assertThat(row(page, "tables", "Greta")).isVisible();
      press(row(page, "tables", "Greta"), "Free");
      confirm(page);
      assertTold(page, "Table ~3~ is free");
      assertThat(row(page, "tables", "Greta")).hasCount(0);
      assertTrue(answer(greta, "accept " + ticket).startsWith("error accept "));

      Locator stuck = row(page, "stuck", "stuck@example.com");
      assertThat(stuck).containsText("serves it, but has no table");
      press(stuck, "Cancel ticket");
      confirm(page);
      assertTold(page, "Ticket ~" + ticket + "~ has been cancelled");
      assertThat(page.locator("#stuck-count")).hasText("There are none.");
      assertEquals("cancelled", stateOf(server.service(), ticket));
    }
  }

  @Test
  void theDayIsClosed() throws Exception {
    Device ida = at(server.service(), 5, Crew.hire(server.service(), "Ida").getFirst());
    Device kiosk = kiosk(server.service());
    long served = arrive(kiosk, "served@example.com", "Served");
    long waits = arrive(kiosk, "waits@example.com", "Waits");
    long alsoWaits = arrive(kiosk, "also@example.com", "Also Waits");
    answer(ida, "accept " + served);
    try (Window window = window(Look.DESK)) {
      Page page = signIn(window);
      go(page, "desk");
      assertThat(row(page, "tables", "Ida").locator(".stub")).hasText(String.valueOf(served));
      page.locator("#close-day").click();
      assertThat(page.locator("#confirmation-sentences p"))
          .hasText(
              new String[] {
                "2 tickets wait and will be cancelled.",
                "1 table is in use and will be freed.",
                "1 ticket is being served and stays."
              });
      confirm(page);
      assertTold(page, "The day is closed. 2 tickets were cancelled. 1 table was freed.");
      assertEquals(
          List.of("serving", "cancelled", "cancelled"),
          List.of(
              stateOf(server.service(), served),
              stateOf(server.service(), waits),
              stateOf(server.service(), alsoWaits)));
      press(row(page, "stuck", "served@example.com"), "Cancel ticket");
      confirm(page);
    }
  }

  // --- figures ----------------------------------------------------------------------------------

  @Test
  void figuresAreWhatWasDone() throws Exception {
    try (Window window = window(Look.DESK)) {
      Page page = signIn(window);
      int arrived = figure(page, "arrived");
      int served = figure(page, "served");
      int cancelled = figure(page, "cancelled");
      Device jan = at(server.service(), 6, Crew.hire(server.service(), "Jan").getFirst());
      Device kiosk = kiosk(server.service());
      long completed = arrive(kiosk, "one@example.com", "One");
      long absent = arrive(kiosk, "two@example.com", "Two");
      arrive(kiosk, "three@example.com", "Three");
      answer(jan, "accept " + completed);
      answer(jan, "complete " + completed);
      answer(jan, "accept " + absent);
      answer(jan, "cancel " + absent);
      answer(jan, "accept " + arrive(kiosk, "four@example.com", "Four"));

      // It looks by itself.
      assertThat(page.locator("#arrived")).hasText(String.valueOf(arrived + 4));
      assertThat(page.locator("#served")).hasText(String.valueOf(served + 1));
      assertThat(page.locator("#cancelled")).hasText(String.valueOf(cancelled + 1));
      assertThat(page.locator("#waiting")).hasText("1");
      assertThat(page.locator("#serving")).hasText("1");
      assertThat(page.locator("#service-level")).hasText("100%");
      assertThat(page.locator("#wait-median")).hasText(Pattern.compile("[0-9]+ s"));
      assertThat(page.locator("#chart canvas")).isVisible();
      page.locator("#hours-details summary").click();
      assertEquals(
          arrived + 4,
          page.locator("#hours tr td:nth-child(2)").allTextContents().stream()
              .mapToInt(Integer::parseInt)
              .sum());
      Axe.check(page);
      press(page.locator("#range"), "Yesterday");
      assertThat(page.locator("#arrived")).hasText("0");
      assertThat(page.locator("#wait-median")).hasText("–");
      assertThat(page.locator("#hours-none")).isVisible();
    }
  }
}

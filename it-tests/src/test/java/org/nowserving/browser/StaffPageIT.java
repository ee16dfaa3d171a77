package org.nowserving.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
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
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.Token;
import org.nowserving.store.postgres.TestDatabase;

/**
 * The staff's page, as members use it: by mouse, by key, in two windows, and after a token died.
 */
@Tag("unhurried")
class StaffPageIT {
  /** As {@link Crew} has it. */
  private static final String PASSWORD = "correct horse battery staple";

  /** The page takes a second press within 600 ms for the same one. */
  private static final int AFTER_A_PRESS_MS = 650;

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static Browser browser;
  private static Ground ground;
  private static TestDatabase database;
  private static Launch launch;
  private static ServerProcess server;
  private static Badge admin;
  private static int members;
  private static int visitors;

  @BeforeAll
  static void open() throws Exception {
    browser = Browser.start();
    ground = new Ground();
    database = TestDatabase.fresh();
    Launch first = ground.on(database).with("long-wait", "2s");
    server = ground.start(first);
    launch = first.with("port", String.valueOf(server.service().getPort()));
    admin = Crew.admin(server.service());
  }

  @AfterEach
  void closeTheDay() throws Exception {
    try (Office office = new Office(server.service())) {
      office.closeDay(admin);
    }
  }

  @AfterAll
  static void leaveNothing() throws Exception {
    HTTP.close();
    ground.close();
    database.close();
    browser.close();
  }

  private static String hire() throws Exception {
    String name = "member" + members++;
    try (Office office = new Office(server.service())) {
      office.add(admin, new StaffName(name), PASSWORD);
    }
    return name;
  }

  /** A visitor comes; returns the number that they got. */
  private static long arrive(String name) throws Exception {
    URI service = server.service();
    try (Device kiosk = Device.connect(HTTP, service, Endpoint.KIOSK)) {
      String line = "new visitor" + visitors++ + "@example.com " + name;
      return ((Reply.SignedIn) kiosk.ask(line, word -> {})).ticket().id().value();
    }
  }

  private static Window window(Look look) throws InterruptedException {
    Window window = browser.window(server.service(), look);
    // How a page that was just opened learns that nobody is signed in.
    window.tolerate("console: .* 401 .*/api/session");
    return window;
  }

  private static void signIn(Page page, String name) {
    page.locator("#name").fill(name);
    page.locator("#password").fill(PASSWORD);
    page.locator("#sign-in-button").click();
  }

  private static Page signedIn(Window window, String name) {
    Page page = window.open("/staff");
    signIn(page, name);
    assertThat(page.locator("#tables")).isVisible();
    return page;
  }

  private static Page atTable(Window window, String name, int table) {
    Page page = signedIn(window, name);
    sit(page, table);
    return page;
  }

  private static void sit(Page page, int table) {
    page.locator("#tables-free button").nth(table).click();
    assertSitsAt(page, table);
  }

  private static void assertSitsAt(Page page, int table) {
    assertThat(page.locator("#table")).hasText(Pattern.compile("\\D*" + table + "\\D*"));
    assertThat(page.locator("#tables")).isHidden();
  }

  private static Locator waiting(Page page, long ticket) {
    return page.locator("#waiting-list > [data-key='" + ticket + "']");
  }

  private static Locator serving(Page page, long ticket) {
    return page.locator("#serving-list > [data-key='" + ticket + "']");
  }

  private static void press(Page page, String key) {
    page.waitForTimeout(AFTER_A_PRESS_MS);
    page.keyboard().press(key);
  }

  private static String stateOf(long ticket) throws Exception {
    return Crew.history(server.service()).stream()
        .filter(entry -> entry.ticket() == ticket)
        .map(Office.Entry::state)
        .findFirst()
        .orElseThrow();
  }

  private static void endSession(Window window, String name) throws Exception {
    String token =
        window.context().cookies().stream()
            .filter(cookie -> cookie.name.equals("nowserving_session"))
            .map(cookie -> cookie.value)
            .findFirst()
            .orElseThrow();
    try (Office office = new Office(server.service())) {
      office.signOut(new Badge(new StaffName(name), new Token(token)));
    }
  }

  @Test
  void aDayAtTheDeskByKey() throws Exception {
    try (Window window = window(Look.DESK)) {
      Page page = atTable(window, hire(), 3);
      assertThat(page.locator("#waiting-nothing")).containsText("Nobody is waiting");
      assertThat(page).hasTitle("Staff · Now Serving");
      long first = arrive("First");
      long second = arrive("Second");
      assertThat(page).hasTitle("(2) Staff · Now Serving");
      assertThat(page.locator("#announced")).containsText("2 are waiting");
      assertThat(waiting(page, first)).containsText("long wait");

      press(page, "n");
      assertThat(serving(page, first)).containsText("First");
      assertThat(waiting(page, first)).hasCount(0);
      press(page, "x");
      assertThat(page.locator("#sure")).isVisible();
      press(page, "c"); // not in a dialog
      press(page, "Escape");
      assertThat(page.locator("#sure")).isHidden();
      assertThat(serving(page, first)).isVisible();
      press(page, "c");
      assertThat(serving(page, first)).hasCount(0);
      assertEquals("completed", stateOf(first));

      press(page, "Enter");
      assertThat(serving(page, second)).isVisible();
      press(page, "x");
      assertThat(page.locator("#keep")).isFocused();
      page.keyboard().press("Tab");
      page.keyboard().press("Enter");
      assertThat(serving(page, second)).hasCount(0);
      assertEquals("cancelled", stateOf(second));
      assertThat(page).hasTitle("Staff · Now Serving");
    }
  }

  @Test
  void aDayAtTheDeskByMouse() throws Exception {
    try (Window window = window(Look.DESK)) {
      window.tolerate("console: .* 401 .*/api/login");
      String member = hire();
      Page page = window.open("/staff");
      page.locator("#name").fill(member);
      page.locator("#password").fill("not the right password");
      page.locator("#sign-in-button").click();
      assertThat(page.locator("#sign-in-wrong")).hasText("The name or the password is wrong.");
      assertThat(page.locator("#password")).hasValue("");
      assertThat(page.locator("#name")).hasValue(member);
      signIn(page, member);
      long first = arrive("Anna Able");
      long second = arrive("Bernd Bär");
      assertThat(waiting(page, first).locator("button")).hasAttribute("aria-disabled", "true");
      sit(page, 4);

      page.keyboard().press("/");
      page.keyboard().type("bar"); // an n or a c would be a name, too
      assertThat(waiting(page, first)).hasCount(0);
      waiting(page, second).locator("button").dblclick();
      assertThat(serving(page, second)).isVisible();
      page.locator("#filter").fill("");
      assertThat(waiting(page, first)).isVisible();
      page.waitForTimeout(AFTER_A_PRESS_MS);
      page.locator("#accept-next").click();
      assertThat(serving(page, first).locator("h3")).isFocused();
      assertThat(page.locator("#serving-list > li").first()).containsText("Anna Able");

      page.waitForTimeout(AFTER_A_PRESS_MS);
      serving(page, second).locator("button").first().click();
      assertThat(serving(page, second)).hasCount(0);
      page.waitForTimeout(AFTER_A_PRESS_MS);
      serving(page, first).locator("button.danger").click();
      page.locator("#cancel-it").click();
      assertThat(serving(page, first)).hasCount(0);
      assertEquals("completed", stateOf(second));
      assertEquals("cancelled", stateOf(first));

      page.locator("#change-table").click();
      page.locator("#change-tables button").nth(5).click();
      assertSitsAt(page, 5);
      page.locator("#menu-button").click();
      page.locator("#sign-out").click();
      assertThat(page.locator("#door")).isVisible();
    }
  }

  @Test
  void aReloadAndARestartInTheMiddleOfServing() throws Exception {
    try (Window window = window(Look.DESK)) {
      window.tolerate("console: WebSocket connection .*failed");
      window.tolerate("console: Failed to load resource: net::ERR_CONNECTION_REFUSED");
      Page page = atTable(window, hire(), 6);
      long served = arrive("Served");
      press(page, "n");
      assertThat(serving(page, served)).isVisible();
      long waits = arrive("Waits");
      page.reload();
      assertSitsAt(page, 6);
      assertThat(serving(page, served)).containsText("Served");
      assertThat(serving(page, served)).not().containsText("≥");
      assertThat(waiting(page, waits)).isVisible();

      server.kill();
      assertThat(page.locator("#away")).not().hasText("");
      assertThat(page.locator("#accept-next")).hasAttribute("aria-disabled", "true");
      server = ground.start(launch);
      assertThat(page.locator("#away")).hasText("");
      assertSitsAt(page, 6);
      assertThat(serving(page, served)).isVisible();
      press(page, "n");
      assertThat(serving(page, waits)).isVisible();
      press(page, "c");
      assertThat(serving(page, waits)).hasCount(0);
    }
  }

  @Test
  void aTableThatIsTakenOverElsewhere() throws Exception {
    try (Window window = window(Look.DESK)) {
      Page one = atTable(window, hire(), 2);
      Page other = window.open("/staff");
      assertThat(other.locator("#tables-free button").nth(2)).containsText("last time");
      sit(other, 2);
      assertThat(one.locator("#lost")).containsText("was taken over elsewhere");
      assertThat(one.locator("#tables")).isVisible();
      one.reload();
      assertThat(one.locator("#tables")).isVisible(); // it does not take it back by itself
      one.close();

      try (Office office = new Office(server.service())) {
        office.free(admin, 2);
      }
      assertThat(other.locator("#lost")).isVisible();
      other.locator("#take-back").click();
      assertSitsAt(other, 2);
      assertThat(other.locator("#lost")).isHidden();
    }
  }

  @Test
  void aTokenThatDiedGoesOnWhereItWas() throws Exception {
    try (Window window = window(Look.DESK)) {
      String member = hire();
      Page page = atTable(window, member, 1);
      long served = arrive("Served");
      press(page, "n");
      assertThat(serving(page, served)).isVisible();
      long next = arrive("Next");
      assertThat(waiting(page, next)).isVisible();
      endSession(window, member);
      press(page, "n");
      assertThat(page.locator("#again")).isVisible();
      assertThat(page.locator("#name")).hasValue(member);
      Axe.check(page);

      signIn(page, member);
      assertThat(serving(page, next)).isVisible(); // the accept that was refused is said again
      assertThat(serving(page, served)).isVisible();
      assertSitsAt(page, 1);
      assertThat(page.locator("#signed-out")).isHidden();
    }
  }

  @Test
  void anAcceptThatWasPutOffIsForgotten() throws Exception {
    try (Window window = window(Look.DESK)) {
      String member = hire();
      Page page = atTable(window, member, 5);
      long served = arrive("Served");
      press(page, "n");
      assertThat(serving(page, served)).isVisible();
      long ticket = arrive("Waits");
      assertThat(waiting(page, ticket)).isVisible();
      endSession(window, member);
      press(page, "n");
      page.locator("#not-now").click();
      press(page, "c"); // whoever is being served is served to the end
      assertThat(serving(page, served)).hasCount(0);
      Axe.check(page);
      page.locator("#sign-in-again").click();
      signIn(page, member);
      assertThat(page.locator("#signed-out")).isHidden();
      assertSitsAt(page, 5);
      assertThat(page.locator("#accept-next")).hasAttribute("aria-disabled", "false");
      page.waitForTimeout(500);
      assertThat(waiting(page, ticket)).isVisible();
    }
  }

  @Test
  void nothingOfOneMemberIsLeftToTheNext() throws Exception {
    try (Window window = window(Look.DESK)) {
      Page page = atTable(window, hire(), 4);
      long first = arrive("Anna Able");
      long second = arrive("Bernd Bear");
      assertThat(waiting(page, second)).isVisible();
      page.locator("#filter").fill("Bernd");
      assertThat(waiting(page, first)).hasCount(0);
      page.locator("#menu-button").click();
      page.locator("#sign-out").click();
      assertThat(page.locator("#door")).isVisible();
      assertThat(page.locator("body")).not().containsText("Bernd");
      signIn(page, hire());
      assertThat(waiting(page, first)).isVisible();
      assertThat(waiting(page, second)).isVisible();
      assertThat(page.locator("#filter")).hasValue("");
    }
  }

  @Test
  void somebodyElseSignsInInAnotherWindow() throws Exception {
    try (Window window = window(Look.DESK)) {
      String member = hire();
      Page page = atTable(window, member, 6);
      String other = hire();
      page.evaluate(
          "shown => fetch('/api/login', { method: 'POST', body: JSON.stringify(shown),"
              + " headers: { 'Content-Type': 'application/json' } }).then(answer => answer.status)",
          Map.of("name", other, "password", PASSWORD));
      page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
      assertThat(page.locator("#other")).containsText(other);
      assertThat(page.locator("#me")).hasText(member);
      assertSitsAt(page, 6);
      Axe.check(page);
      page.locator("#go-on-as-other").click();
      assertThat(page.locator("#me")).hasText(other);
      assertThat(page.locator("#other")).isHidden();
      assertThat(page.locator("#tables")).isVisible();
    }
  }

  @Test
  void oneOfTwoWhoAcceptTheSame() throws Exception {
    try (Window left = window(Look.DESK);
        Window right = window(Look.DESK)) {
      Page one = atTable(left, hire(), 7);
      Page other = atTable(right, hire(), 8);
      for (int race = 0; race < 2; race++) {
        long ticket = arrive("Wanted");
        String next = "document.querySelector('#accept-next').click()";
        assertThat(waiting(one, ticket)).isVisible();
        assertThat(waiting(other, ticket)).isVisible();
        one.waitForTimeout(AFTER_A_PRESS_MS);
        one.evaluate(next);
        other.evaluate(next);
        assertThat(waiting(one, ticket)).hasCount(0);
        assertThat(waiting(other, ticket)).hasCount(0);
        assertEquals(1, serving(one, ticket).count() + serving(other, ticket).count());
      }
    }
  }

  @Test
  void theOfficeCancelsWhatIsServed() throws Exception {
    try (Window window = window(Look.DESK)) {
      Page page = atTable(window, hire(), 9);
      long ticket = arrive("Called Off");
      press(page, "n");
      assertThat(serving(page, ticket)).isVisible();
      press(page, "x");
      try (Office office = new Office(server.service())) {
        office.callOff(admin, ticket);
      }
      assertThat(page.locator("#sure")).isHidden();
      assertThat(serving(page, ticket)).hasCount(0);
      assertThat(page.locator("#told")).containsText("The office has cancelled");
    }
  }

  /** WCAG 2.2, 2.1.4: whoever speaks to their computer says letters. */
  @Test
  void keysCanBeSwitchedOff() throws Exception {
    try (Window window = window(Look.DESK)) {
      Page page = atTable(window, hire(), 0);
      long ticket = arrive("Waits");
      assertThat(waiting(page, ticket)).isVisible();
      page.locator("#menu-button").click();
      page.locator("#letters").uncheck();
      page.keyboard().press("Escape");
      page.reload();
      assertThat(waiting(page, ticket)).isVisible();
      assertSitsAt(page, 0);
      assertThat(page.locator("#accept-next kbd")).isHidden();
      page.keyboard().press("n");
      page.waitForTimeout(300);
      assertThat(waiting(page, ticket)).isVisible();
    }
  }

  @Test
  void aNameIsText() throws Exception {
    List<String> names =
        List.of(
            "<img src=x onerror=alert(1)><b>Bob</b>",
            "\"'`; DROP TABLE ticket; --\\",
            "😀".repeat(100),
            "W".repeat(100),
            "שרה אברהם مريم");
    try (Window window = window(Look.PHONE.sized(320, 640))) {
      Page page = atTable(window, hire(), 3);
      for (String name : names) {
        long ticket = arrive(name);
        assertThat(waiting(page, ticket).locator(".name")).hasText(name);
        assertFits(page);
        page.waitForTimeout(AFTER_A_PRESS_MS);
        page.locator("#accept-next").click();
        assertThat(serving(page, ticket).locator(".name")).hasText(name);
        assertFits(page);
        serving(page, ticket).locator("button.danger").click();
        assertThat(page.locator("#sure-who")).hasText(name);
        assertFits(page);
        page.locator("#keep").click();
      }
      assertEquals(0, page.locator("main img, main b, dialog img").count());
    }
  }

  /**
   * Two looks that differ in everything; that each word is there in each language WordsTest knows.
   */
  @Test
  void everybodyCanUseItInEveryState() throws Exception {
    for (Look look :
        List.of(
            Look.DESK.sized(1366, 768).speaking("en"),
            Look.PHONE.sized(320, 640).inTheDark().speaking("ar"))) {
      try (Window window = window(look)) {
        Page page = window.open("/staff");
        assertThat(page.locator("#door")).isVisible();
        check(page);
        signIn(page, hire());
        assertThat(page.locator("#tables")).isVisible();
        check(page);
        sit(page, 2);
        check(page);
        arrive("Erste");
        long second = arrive("محمد");
        assertThat(waiting(page, second)).isVisible();
        page.locator("#accept-next").click();
        assertThat(page.locator("#serving-list > li")).hasCount(1);
        assertThat(waiting(page, second)).hasClass(Pattern.compile("late"));
        check(page);
        checkDialogs(page);
        closeTheDay();
        assertThat(page.locator("#lost")).isVisible();
        check(page);
      }
    }
  }

  private static void checkDialogs(Page page) {
    page.locator("#menu-button").click();
    check(page);
    page.locator("#show-keys").click();
    checkAndClose(page, "#keys");
    page.locator("#menu-button").click();
    page.locator("#change-password").click();
    checkAndClose(page, "#password-dialog");
    page.locator("#change-table").click();
    checkAndClose(page, "#change");
    page.locator("#serving-list button.danger").click();
    checkAndClose(page, "#sure");
  }

  private static void checkAndClose(Page page, String dialog) {
    assertThat(page.locator(dialog)).isVisible();
    check(page);
    page.keyboard().press("Escape");
    assertThat(page.locator(dialog)).isHidden();
  }

  private static void check(Page page) {
    assertFits(page);
    Axe.check(page);
  }

  /** WCAG 2.2, 1.4.10: no need to scroll in two directions. */
  private static void assertFits(Page page) {
    assertEquals(
        true,
        page.evaluate("document.documentElement.scrollWidth <= innerWidth"),
        "the page is wider than the screen");
  }
}

package org.nowserving.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nowserving.desk.Office;
import org.nowserving.it.Crew;
import org.nowserving.it.Ground;
import org.nowserving.it.Launch;
import org.nowserving.it.ServerProcess;

/**
 * A morning through the four pages at once, as a newcomer would try it: the office hires, visitors
 * sign in, two members of the staff call and end, the wall shows it; a reload in the middle, a kill
 * -9 of the server in the middle, a second screen that comes late. At the end the figures on the
 * page and the history agree with what was done. It also takes the pictures of docs/screenshots.
 */
@Tag("unhurried")
class MorningOnThePagesIT {
  private static final String PASSWORD = "correct horse battery staple";

  /** The pages take a second press within 600 ms for the same one. */
  private static final int AFTER_A_PRESS_MS = 650;

  private static final List<String> VISITORS =
      List.of(
          "Vera Lindqvist",
          "José Ramírez Ortega",
          "مريم الحسن",
          "<b onclick=alert(1)>Bobby</b>",
          "Nguyễn Thị Ánh",
          "Oluwaseun Adébáyọ̀",
          "Klaus-Jürgen von Ahrensfeld-Oppenheimer",
          "张伟 😀");

  private static Browser browser;
  private static Ground ground;
  private static Launch launch;
  private static ServerProcess server;

  private final List<Window> windows = new ArrayList<>();

  @BeforeAll
  static void open() throws Exception {
    browser = Browser.start();
    ground = new Ground();
    Launch first = ground.launch().with("desk-name", "Passport Office").with("time-zone", "UTC");
    server = ground.start(first);
    launch = first.with("port", String.valueOf(server.service().getPort()));
  }

  @AfterAll
  static void leaveNothing() throws Exception {
    ground.close();
    browser.close();
  }

  private Page open(String path, Look look) throws InterruptedException {
    Window window = browser.window(server.service(), look);
    window.tolerate("console: .* 401 .*/api/session");
    window.tolerate("console: WebSocket connection .*failed");
    window.tolerate("console: Failed to load resource: net::ERR_CONNECTION_REFUSED");
    window.tolerate("console: Failed to load resource: net::ERR_CONNECTION_RESET");
    window.tolerate("console: Failed to load resource: net::ERR_EMPTY_RESPONSE");
    windows.add(window);
    return window.open(path);
  }

  private static void hire(Page office, String name) {
    office.locator("#add-member").click();
    office.locator("#member-name").fill(name);
    office.locator("#member-password").fill(PASSWORD);
    office.locator("#member-do").click();
    assertThat(office.locator("#member-list")).containsText(name);
    assertThat(office.locator("#member")).isHidden();
  }

  private Page office() throws InterruptedException {
    Page office = open("/administration#members", Look.DESK.sized(1440, 900));
    office.locator("#sign-in-name").fill("admin");
    office.locator("#sign-in-password").fill(Launch.ADMIN_PASSWORD);
    office.locator("#sign-in form button").click();
    assertThat(office.locator("#sign-in")).isHidden();
    return office;
  }

  private Page atTable(String name, int table, Look look) throws InterruptedException {
    Page page = open("/staff", look);
    page.locator("#name").fill(name);
    page.locator("#password").fill(PASSWORD);
    page.locator("#sign-in-button").click();
    page.locator("#tables-free button").nth(table).click();
    assertThat(page.locator("#table")).hasText(Pattern.compile("\\D*" + table + "\\D*"));
    return page;
  }

  private static long signIn(Page kiosk, int visitor) {
    assertThat(kiosk.locator("#email")).isVisible();
    kiosk.locator("#email").fill("visitor" + visitor + "@example.com");
    kiosk.waitForTimeout(AFTER_A_PRESS_MS);
    kiosk.locator("#email-step button").click();
    assertThat(kiosk.locator("#name")).isVisible();
    kiosk.locator("#name").fill(VISITORS.get(visitor));
    kiosk.waitForTimeout(AFTER_A_PRESS_MS);
    kiosk.locator("#sign-in").click();
    return number(kiosk);
  }

  private static long number(Page kiosk) {
    assertThat(kiosk.locator("#ticket")).isVisible();
    return Long.parseLong(kiosk.locator("#ticket").textContent());
  }

  private static void nextVisitor(Page kiosk) {
    kiosk.waitForTimeout(AFTER_A_PRESS_MS);
    kiosk.locator("#close").click();
  }

  private static Locator waiting(Page staff, long ticket) {
    return staff.locator("#waiting-list > [data-key='" + ticket + "']");
  }

  private static Locator serving(Page staff, long ticket) {
    return staff.locator("#serving-list > [data-key='" + ticket + "']");
  }

  private static void press(Page staff, String key) {
    staff.waitForTimeout(AFTER_A_PRESS_MS);
    staff.keyboard().press(key);
  }

  /**
   * Accepts the oldest by key, once the page shows that it can: not while it looks for its server.
   */
  private static void acceptNext(Page staff, long ticket) {
    assertThat(staff.locator("#accept-next-number")).hasText(String.valueOf(ticket));
    assertThat(staff.locator("#accept-next")).hasAttribute("aria-disabled", "false");
    press(staff, "n");
    assertThat(serving(staff, ticket)).isVisible();
  }

  /** The board has the ticket beside the table, wherever it stands. */
  private static void assertShows(Page wall, long ticket, int table) {
    String sentence = "Number %d, table %d".formatted(ticket, table);
    assertThat(wall.locator("#board .place .heard").filter(exactly(sentence))).hasCount(1);
  }

  private static void assertShowsNot(Page wall, long ticket) {
    assertThat(
            wall.locator("#board .place .heard")
                .filter(
                    new Locator.FilterOptions()
                        .setHasText(Pattern.compile("Number \\D?" + ticket + "\\b"))))
        .hasCount(0);
  }

  /** Numbers that are put into a sentence may stand between invisible marks of direction. */
  private static Locator.FilterOptions exactly(String sentence) {
    return new Locator.FilterOptions()
        .setHasText(
            Pattern.compile(
                "^" + sentence.replace(" ", "\\s").replaceAll("(\\d+)", "\\\\D?$1\\\\D?") + "$"));
  }

  @Test
  void aMorning() throws Exception {
    Page office = office();
    hire(office, "Alice Ferrari");
    hire(office, "Bob");
    Page wall = open("/display", Look.WALL);
    Page kiosk = open("/kiosk", Look.TABLET);
    Page alice = atTable("Alice Ferrari", 3, Look.DESK.sized(1366, 768));
    Page bob = atTable("Bob", 5, Look.DESK.sized(1366, 768).inTheDark());
    assertThat(wall.locator("#open-tables")).containsText("3");
    assertThat(wall.locator("#open-tables")).containsText("5");

    for (int visitor = 0; visitor < 6; visitor++) {
      assertEquals(visitor, signIn(kiosk, visitor));
      if (visitor == 5) {
        Screenshot.take(kiosk, "kiosk");
      }
      nextVisitor(kiosk);
    }
    assertThat(waiting(alice, 3).locator(".name")).hasText(VISITORS.get(3));

    acceptNext(alice, 0);
    assertThat(serving(alice, 0)).containsText("Vera Lindqvist");
    assertThat(waiting(bob, 0)).hasCount(0);
    assertShows(wall, 0, 3);
    alice.reload(); // in the middle of serving
    assertThat(serving(alice, 0)).containsText("Vera Lindqvist");
    assertThat(waiting(alice, 1)).isVisible();

    long alicesNewest = race(alice, bob, 1) ? 1 : 0;
    killInTheMiddle(kiosk, List.of(wall, alice, bob));

    Page late = open("/display", Look.WALL);
    for (Page screen : List.of(wall, late)) {
      assertShows(screen, alicesNewest, 3);
    }
    acceptNext(bob, 2);
    assertShows(late, 2, 5);
    takePictures(office, alice, bob, late);
    press(alice, "c");
    assertThat(serving(alice, alicesNewest)).hasCount(0);
    assertShowsNot(wall, alicesNewest);
    serveTheRest(alice, bob);
    assertTheOfficeKnows(office);
    for (Page page : List.of(office, wall, late, kiosk, alice, bob)) {
      Axe.check(page);
    }
    windows.forEach(Window::close);
  }

  /** Both want the same visitor in the same moment: one has them. Tells whether Alice does. */
  private static boolean race(Page alice, Page bob, long ticket) {
    alice.waitForTimeout(AFTER_A_PRESS_MS);
    // Of this row, not whoever is next: the slower one may know already, and would take another.
    String press =
        "document.querySelector(\"#waiting-list > [data-key='" + ticket + "'] button\")?.click()";
    alice.evaluate(press);
    bob.evaluate(press);
    assertThat(waiting(alice, ticket)).hasCount(0);
    assertThat(waiting(bob, ticket)).hasCount(0);
    boolean alices = serving(alice, ticket).count() == 1;
    assertEquals(alices ? 0 : 1, serving(bob, ticket).count(), "exactly one of two");
    return alices;
  }

  /** While a visitor is at the kiosk and others are being served: kill -9, and a new start. */
  private static void killInTheMiddle(Page kiosk, List<Page> others) throws Exception {
    kiosk.locator("#email").fill("visitor6@example.com");
    kiosk.waitForTimeout(AFTER_A_PRESS_MS);
    kiosk.locator("#email-step button").click();
    assertThat(kiosk.locator("#name")).isVisible();
    server.kill();
    kiosk.locator("#name").fill(VISITORS.get(6));
    kiosk.waitForTimeout(AFTER_A_PRESS_MS);
    kiosk.locator("#sign-in").click();
    assertThat(kiosk.locator("#away")).containsText("What you typed is kept");
    for (Page page : others) {
      assertThat(page.locator("#away")).not().hasText("");
    }
    server = ground.start(launch);
    assertEquals(6, number(kiosk));
    for (Page page : others) {
      assertThat(page.locator("#away")).hasText("");
    }
  }

  private static void takePictures(Page office, Page alice, Page bob, Page wall)
      throws IOException {
    assertThat(waiting(alice, 6)).isVisible();
    Screenshot.take(alice, "staff");
    assertThat(waiting(bob, 6)).isVisible();
    Screenshot.take(bob, "staff-dark");
    assertThat(wall.locator("#called")).isHidden();
    Screenshot.take(wall, "display");
    // A whole day, which this test has not: told by the test in the place of the server, for the
    // picture only.
    String day = Files.readString(Path.of("src/test/resources/org/nowserving/browser/a-day.json"));
    office.route(
        "**/api/figures**",
        route ->
            route.fulfill(
                new Route.FulfillOptions().setContentType("application/json").setBody(day)));
    office.navigate(office.url().replaceFirst("#.*", "#figures"));
    assertThat(office.locator("#arrived")).hasText("187");
    office.setViewportSize(1440, 1260);
    assertThat(office.locator("#chart canvas")).isVisible();
    Screenshot.take(office, "administration");
    office.unroute("**/api/figures**");
  }

  /** Bob cancels one of his, if he has any; everybody else is served. */
  private static void serveTheRest(Page alice, Page bob) {
    while (alice.locator("#serving-list > li").count() > 0) {
      end(alice, "c");
    }
    while (bob.locator("#serving-list > li").count() > 0) {
      end(bob, "c");
    }
    for (long ticket = 3; ticket <= 6; ticket++) {
      Page member = ticket % 2 == 0 ? alice : bob;
      acceptNext(member, ticket);
      if (ticket == 4) {
        press(member, "x");
        member.locator("#cancel-it").click();
        assertThat(serving(member, ticket)).hasCount(0);
      } else {
        end(member, "c");
      }
    }
  }

  private static void end(Page member, String key) {
    int before = member.locator("#serving-list > li").count();
    assertThat(member.locator("#serving-list > li.newest button").first())
        .hasAttribute("aria-disabled", "false");
    press(member, key);
    assertThat(member.locator("#serving-list > li")).hasCount(before - 1);
  }

  /** What the page of the administration and the history say is what was done. */
  private static void assertTheOfficeKnows(Page office) throws Exception {
    Map<String, Long> states =
        Crew.history(server.service()).stream()
            .collect(
                Collectors.groupingBy(Office.Entry::state, TreeMap::new, Collectors.counting()));
    assertEquals(Map.of("completed", 6L, "cancelled", 1L), states);
    assertThat(office.locator("#arrived")).hasText("7");
    assertThat(office.locator("#served")).hasText("6");
    assertThat(office.locator("#cancelled")).hasText("1");
    assertThat(office.locator("#waiting")).hasText("0");
  }
}

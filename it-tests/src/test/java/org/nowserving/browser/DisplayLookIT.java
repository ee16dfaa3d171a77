package org.nowserving.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nowserving.it.Ground;
import org.nowserving.it.ServerProcess;
import org.nowserving.store.postgres.TestDatabase;

/** What a display makes of words that the test speaks to it. */
@Tag("unhurried")
class DisplayLookIT {
  /** Nothing that is shown stands outside of the screen, and nothing has to be scrolled. */
  private static final String OUTSIDE =
      """
      () => [...document.querySelectorAll("header *, .place:not(.ticket) *, .nothing *, footer *")]
        .filter(element => !element.classList.contains("heard"))
        .map(element => [element, element.getBoundingClientRect()])
        .filter(([, box]) => box.width > 0 && (box.left < -1 || box.right > innerWidth + 1
          || box.top < -1 || box.bottom > innerHeight + 1))
        .map(([element]) => element.className + " " + element.textContent)
      """;

  private static Browser browser;
  private static Ground ground;
  private static TestDatabase database;
  private static ServerProcess server;

  @BeforeAll
  static void open() throws Exception {
    browser = Browser.start();
    ground = new Ground();
    database = TestDatabase.fresh();
    server = ground.start(ground.on(database));
  }

  @AfterAll
  static void leaveNothing() throws Exception {
    ground.close();
    database.close();
    browser.close();
  }

  private static void awaitTruth(Page page) {
    assertThat(page.locator("#board")).hasAttribute("data-age", "true");
  }

  /** A display that hears only what the test says. */
  private static Page toldBy(Window window, List<String> told) {
    Page page = window.tab();
    page.routeWebSocket(Pattern.compile(".*/display"), socket -> told.forEach(socket::send));
    page.navigate(window.url("/display"));
    awaitTruth(page);
    return page;
  }

  private static List<String> fullHall() {
    return Stream.concat(
            IntStream.range(0, 12).mapToObj(table -> "claimed " + (1_230 + table) + " " + table),
            IntStream.range(20, 40).mapToObj(table -> "pick " + table))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "1920, 1080, en-GB",
    "1920, 1080, de-DE",
    "1920, 1080, ar",
    "3840, 2160, de-DE",
    "1080, 1920, ar",
    "320, 640, de-DE",
  })
  void aFullHallFitsLargestFirst(int width, int height, String language) throws Exception {
    Look look = Look.WALL.sized(width, height).speaking(language);
    try (Window window = browser.window(server.service(), look)) {
      Page page = toldBy(window, fullHall());
      assertThat(page.locator("li")).hasCount(7);
      assertThat(page.locator("#more")).containsText("4");
      assertEquals(List.of(), page.evaluate(OUTSIDE));
      List<Double> sizes = sizes(page);
      assertEquals(sizes.stream().distinct().sorted(Comparator.reverseOrder()).toList(), sizes);
      if (height < width) {
        // Digits have at least 0.7 of their font; these have a quarter of the screen.
        assertTrue(0.7 * sizes.getFirst() > 0.245 * height, sizes::toString);
      }
      Axe.check(page);
    }
  }

  private static List<Double> sizes(Page page) {
    return ((List<?>)
            page.evaluate(
                "[...document.querySelectorAll('.newest .stub, li .stub')]"
                    + ".map(stub => parseFloat(getComputedStyle(stub).fontSize))"))
        .stream().map(size -> ((Number) size).doubleValue()).toList();
  }

  @Test
  void itsSettingsComeUpAreKeptAndGo() throws Exception {
    try (Window window = browser.window(server.service(), Look.WALL.sized(320, 640))) {
      Page page = toldBy(window, fullHall());
      assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
      assertThat(page.locator("#menu")).isHidden();
      page.keyboard().press("Tab");
      assertThat(page.locator("#menu")).isVisible();
      page.locator("#chime").focus();
      page.keyboard().press("Enter");
      assertThat(page.locator("#chime")).hasAttribute("aria-pressed", "false");
      page.locator("#light").click();
      page.getByText("العربية").click();
      assertThat(page.locator("html")).hasAttribute("dir", "rtl");
      Axe.check(page);
      page.keyboard().press("Escape");
      assertThat(page.locator("#menu")).isHidden();
      page.reload();
      awaitTruth(page);
      assertThat(page.locator("html")).hasAttribute("data-theme", "light");
      assertThat(page.locator("html")).hasAttribute("lang", "ar");
      assertThat(page.locator("#chime")).hasAttribute("aria-pressed", "false");
    }
  }

  /** What the board makes of words, told to it without a page. */
  @Test
  void severalTicketsAtOneTable() throws Exception {
    Map<String, String> stories =
        Map.ofEntries(
            Map.entry("claimed 5 3|claimed 6 3", "6@3 5+ 6+"),
            Map.entry("claimed 5 3|claimed 6 3|complete 3|claimed 6 3", "6@3 5- 6+"),
            Map.entry("claimed 5 3|claimed 6 3|cancel 3|claimed 5 3", "5@3 5+ 6-"),
            Map.entry("claimed 5 3|claimed 6 3|claimed 7 3|complete 3|claimed 7 3", "7@3 5+ 6+ 7+"),
            Map.entry(
                "claimed 5 3|claimed 6 3|claimed 7 3|complete 3|claimed 7 3|complete 3|claimed 6 3",
                "6@3 5- 6+ 7-"),
            Map.entry(
                "claimed 4 3|claimed 5 3|claimed 6 3|claimed 7 3|claimed 8 3"
                    + "|complete 3|claimed 8 3|complete 3|claimed 8 3|complete 3|claimed 6 3",
                "6@3 4+ 5+ 6+ 7- 8-"),
            Map.entry("claimed 5 3|complete 3", "5-"),
            Map.entry("claimed 5 3|complete 3|claimed 6 3", "6@3 5- 6+"),
            Map.entry("claimed 5 3|unpick 3|pick 4|claimed 5 4", "5@4 5+"),
            Map.entry("claimed 5 3|claimed 6 4|claimed 7 1", "7@1 6@4 5@3 5+ 6+ 7+"),
            Map.entry("claimed|claimed x 3|claimed 5|pick|hello 3|claimed 5 3 4", ""));
    try (Window window = browser.window(server.service(), Look.WALL)) {
      Page page = window.open("/display");
      for (Map.Entry<String, String> story : stories.entrySet()) {
        assertEquals(story.getValue(), page.evaluate(TELL, story.getKey()), story.getKey());
      }
    }
  }

  private static final String TELL =
      """
      async (story) => {
        const { Board } = await import("/pages/display/board.js");
        const board = new Board();
        board.beginAnew();
        board.settle();
        const calls = story.split("|").map(word => board.hear(word, "ticket-table")).filter(Boolean);
        const ever = [...new Set(calls.map(({ ticket }) => ticket))].sort();
        const holds = (ticket) => calls.some((call) => call.ticket === ticket && board.holds(call));
        return [
          ...board.shown.map(({ ticket, table }) => `${ticket}@${table}`),
          ...ever.map((ticket) => ticket + (holds(ticket) ? "+" : "-")),
        ].join(" ");
      }
      """;
}

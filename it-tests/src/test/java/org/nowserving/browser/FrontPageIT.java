package org.nowserving.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nowserving.it.Ground;
import org.nowserving.it.ServerProcess;
import org.nowserving.store.postgres.TestDatabase;

/** The front page, where a browser is let in as a kiosk or a display. */
@Tag("unhurried")
class FrontPageIT {
  private static final String KEY = "the-key-of-this-hall";
  private static final String LET_IN = "This browser may be a kiosk or a display now.";

  /** What a page of the server's own learns when it connects as a kiosk. */
  private static final String KNOCK =
      """
      () => new Promise(done => {
        const socket = new WebSocket("/kiosk");
        socket.onopen = () => { socket.close(); done("let in"); };
        socket.onerror = () => done("refused");
      })
      """;

  private static final String REFUSED_SOCKET = "console: WebSocket connection to .*/kiosk' failed";

  private static Browser browser;
  private static Ground ground;
  private static TestDatabase database;
  private static ServerProcess server;
  private static Path keys;

  @BeforeAll
  static void open() throws Exception {
    browser = Browser.start();
    ground = new Ground();
    database = TestDatabase.fresh();
    keys = Files.writeString(ground.directory().resolve("device-keys"), KEY + "\n");
    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
    server =
        ground.start(
            ground
                .on(database)
                .with("device-key-file", keys.toString())
                .with("device-key-grace", "0s"));
  }

  @AfterAll
  static void leaveNothing() throws Exception {
    ground.close();
    database.close();
    browser.close();
  }

  private static void show(Page page, String key) {
    page.getByLabel("Device key").fill(key);
    press(page, "Show it");
  }

  private static void press(Page page, String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button)).click();
  }

  private static void assertSaid(Page page, String words) {
    assertThat(page.getByRole(AriaRole.STATUS)).hasText(words);
  }

  @Test
  void everybodyCanUseIt() throws Exception {
    try (Window window = browser.window(server.service())) {
      Page page = window.open("/");
      assertThat(page).hasTitle("Now Serving");
      Axe.check(page);
    }
  }

  @Test
  void aKeyThatIsTypedInLetsInUntilItIsForgotten() throws Exception {
    try (Window window = browser.window(server.service())) {
      window.tolerate(REFUSED_SOCKET);
      Page page = window.open("/");
      assertEquals("refused", page.evaluate(KNOCK));
      show(page, KEY);
      assertSaid(page, LET_IN);
      assertThat(page.getByLabel("Device key")).hasValue("");
      assertEquals("let in", page.evaluate(KNOCK));
      assertEquals("let in", window.open("/").evaluate(KNOCK));
      Axe.check(page);

      press(page, "Forget it");
      assertSaid(page, "This browser shows no key any more.");
      assertEquals("refused", page.evaluate(KNOCK));
    }
  }

  @Test
  void aWrongKeyLetsNobodyIn() throws Exception {
    try (Window window = browser.window(server.service())) {
      window.tolerate(REFUSED_SOCKET);
      window.tolerate("console: .* 401 .*/api/device");
      Page page = window.open("/");
      show(page, "not-the-key-of-this-hall");
      assertThat(page.getByRole(AriaRole.STATUS)).containsText("key");
      assertEquals("refused", page.evaluate(KNOCK));
    }
  }

  @Test
  void aKeyInTheAddressLeavesIt() throws Exception {
    try (Window window = browser.window(server.service())) {
      Page page = window.open("/#key=" + KEY);
      assertSaid(page, LET_IN);
      assertEquals(server.service().toString(), page.url());
      assertEquals("let in", page.evaluate(KNOCK));
      page.reload();
      assertSaid(page, "");
      assertEquals("let in", page.evaluate(KNOCK));
    }
  }

  /** A kiosk or a display that nobody let in yet asks for the key itself. */
  @ParameterizedTest
  @ValueSource(strings = {"/kiosk", "/display"})
  void aDeviceAsksForItsKey(String path) throws Exception {
    try (Window window = browser.window(server.service())) {
      window.tolerate("console: WebSocket connection to .* failed");
      window.tolerate("console: .* 401 .*/api/device");
      Page page = window.open(path);
      assertThat(page.locator("#key-dialog")).isVisible();
      Axe.check(page);
      page.locator("#key").fill("not-the-key-of-this-hall");
      page.locator("#key-dialog button").click();
      assertThat(page.locator("#key-dialog output"))
          .hasText("That is not, or no longer, a key of this desk.");
      page.locator("#key").fill(KEY);
      page.locator("#key-dialog button").click();
      assertThat(page.locator("#key-dialog")).isHidden();
      assertThat(page.locator("#away")).hasText("");
    }
  }

  /**
   * The key of a device is replaced: it asks for the new one, and its old one counts as a wrong one
   * so seldom that nobody else of its address is slowed down (ten a minute are allowed).
   */
  @Test
  void aKeyThatIsReplacedIsAskedForAnew() throws Exception {
    try (Window window = browser.window(server.service())) {
      window.tolerate("console: WebSocket connection to .* failed");
      window.tolerate("console: .* 401 .*/api/device");
      Page page = window.open("/display#key=" + KEY);
      assertThat(page.locator("#nothing-title")).isVisible();
      assertThat(page.locator("#key-dialog")).isHidden();
      Files.writeString(keys, "another-key-of-this-hall\n");
      assertThat(page.locator("#key-dialog")).isVisible();
      Files.writeString(keys, KEY + "\n");
      Thread.sleep(3_000); // the file is looked at every 2 s
      page.locator("#key").fill(KEY);
      page.locator("#key-dialog button").click();
      assertThat(page.locator("#key-dialog")).isHidden();
    }
  }
}

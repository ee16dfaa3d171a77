package org.nowserving.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nowserving.it.Ground;
import org.nowserving.it.ServerProcess;
import org.nowserving.store.postgres.TestDatabase;

/**
 * A page that is opened for the first time weighs little and is there at once. It is timed, so
 * nothing runs beside it: it has no tag, unlike the other tests of the pages.
 */
class PageWeightIT {
  private static final int MOST_BYTES = 100_000;
  private static final int LONGEST_MS = 1_000;

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
    try (Window first = browser.window(server.service())) {
      first.open("/"); // a page is timed, and not how a browser and a server wake up
    }
  }

  @AfterAll
  static void leaveNothing() throws Exception {
    ground.close();
    database.close();
    browser.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/, main h1",
    "/kiosk, #email",
    "/staff, #sign-in-button",
    "/display, #nothing-title",
    "/administration, #sign-in"
  })
  void aPageIsLightAndSoonThere(String path, String firstState) throws Exception {
    try (Window window = browser.window(server.service(), Look.DESK)) {
      window.tolerate("console: .* 401 .*/api/session");
      PageWeight weight = PageWeight.of(window, path, firstState);
      System.out.print(path + ": " + weight);
      assertTrue(weight.bytes() < MOST_BYTES, weight::toString);
      assertTrue(weight.visibleMillis() < LONGEST_MS, weight::toString);
    }
  }
}

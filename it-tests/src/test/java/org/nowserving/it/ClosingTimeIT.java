package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nowserving.desk.Badge;
import org.nowserving.desk.Device;
import org.nowserving.desk.Office;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.Reply;
import org.nowserving.store.postgres.TestDatabase;

/** The closing time came while the server was down. */
@Tag("unhurried")
class ClosingTimeIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void whatWasLeftOverIsClosedAtTheStartAndNothingElse() throws Exception {
    Ground ground = new Ground();
    HttpClient http = HttpClient.newHttpClient();
    try (TestDatabase database = TestDatabase.fresh()) {
      ServerProcess first = ground.start(ground.on(database));
      Badge alice = Crew.hire(first.service(), "Alice").getFirst();
      Device desk = Device.connect(http, first.service(), Endpoint.STAFF);
      desk.ask("pick 3 " + alice.token().secret(), aside -> {});
      Device kiosk = Device.connect(http, first.service(), Endpoint.KIOSK);
      for (String name : List.of("Served", "Left", "Late")) {
        kiosk.ask("new v@example.com " + name, aside -> {});
      }
      desk.ask("accept 0", aside -> {});
      first.kill();
      // Two days ago: whatever the time is now, a closing has come since. The last visitor came
      // after it.
      database.execute(
          "UPDATE ticket SET opened_at = opened_at - interval '2 days' WHERE id < 2;"
              + " UPDATE ticket SET claimed_at = claimed_at - interval '2 days' WHERE id = 0;"
              + " UPDATE ticket SET opened_at = opened_at + interval '1 hour' WHERE id = 2;"
              + " UPDATE seat SET since = since - interval '2 days' WHERE staff IS NOT NULL");

      URI service = ground.start(ground.on(database).with("day-closes-at", "12:00")).service();
      awaitState(service, 1, "cancelled");
      Device display = Device.connect(http, service, Endpoint.DISPLAY); // AFTER her table is free
      List<Office.Entry> history = Crew.history(service);
      assertEquals(
          List.of("serving", "cancelled", "waiting"),
          history.stream().map(Office.Entry::state).toList());
      Device again = Device.connect(http, service, Endpoint.STAFF);
      assertEquals("taken", again.hear(PATIENCE).orElseThrow().line(), "her table is free");
      assertInstanceOf(
          Reply.Picked.class, again.ask("pick 3 " + alice.token().secret(), aside -> {}));
      assertInstanceOf(Reply.Completed.class, again.ask("complete 0", aside -> {}));
      for (String word : List.of("pick 3", "claimed 0 3", "complete 3")) {
        assertEquals(word, display.hear(PATIENCE).orElseThrow().line());
      }
      try (Connection connection = database.connect()) {
        assertEquals(List.of(), FloorAudit.of(connection));
      }
    } finally {
      http.shutdownNow();
      ground.close();
    }
  }

  private static void awaitState(URI service, long ticket, String state) throws Exception {
    long begun = System.nanoTime();
    while (Crew.history(service).stream()
        .noneMatch(entry -> entry.ticket() == ticket && entry.state().equals(state))) {
      assertTrue(System.nanoTime() - begun < PATIENCE.toNanos(), "the day is not closed");
      Thread.sleep(20);
    }
  }
}

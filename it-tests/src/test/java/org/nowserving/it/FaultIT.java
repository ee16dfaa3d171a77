package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nowserving.desk.Badge;
import org.nowserving.desk.ConnectionEnded;
import org.nowserving.desk.Desk;
import org.nowserving.desk.Device;
import org.nowserving.desk.Ledger.Deed;
import org.nowserving.desk.Ledger.Outcome;
import org.nowserving.desk.Plan;
import org.nowserving.desk.Tally;
import org.nowserving.protocol.Endpoint;

/**
 * The database stands still, or belongs to somebody else: what the devices are told in the meantime
 * is true.
 */
class FaultIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int FENCED = 4;

  private final HttpClient http = HttpClient.newHttpClient();
  private Ground ground;
  private ServerProcess server;
  private URI service;

  @BeforeEach
  void start() throws Exception {
    ground = new Ground();
    server = ground.start(ground.launch().withoutLimits());
    service = server.service();
  }

  @AfterEach
  void leaveNothing() throws Exception {
    ground.close();
    http.shutdownNow();
  }

  @Test
  void aDatabaseThatStandsStillForThreeSecondsLosesNothing() throws Exception {
    freezeUnderLoad(Duration.ofSeconds(3));
  }

  @Test
  void aDatabaseThatStandsStillForEightSecondsLosesNothing() throws Exception {
    List<Integer> endings = freezeUnderLoad(Duration.ofSeconds(8));
    assertTrue(endings.contains(1013), () -> "nobody was told to come back later: " + endings);
  }

  private List<Integer> freezeUnderLoad(Duration time) throws Exception {
    List<Badge> crew = Crew.hire(service, "Alice", "Bob", "Carol");
    try (Desk desk = new Desk(() -> Optional.of(service), Plan.rush(1, 100, 1), crew)) {
      desk.open();
      desk.awaitVisitors(100);
      ground.postgres().freeze();
      Thread.sleep(time); // the fault itself, not a wait for anything
      ground.postgres().thaw();
      desk.awaitVisitors((int) desk.ledger().count(Deed.Open.class, Outcome.ACKNOWLEDGED) + 100);
      desk.closeTheDoor();
      desk.compareThePictures();
      desk.awaitTheEnd();
      Tally tally =
          Tally.of(
              desk.ledger(),
              Crew.history(service).stream().filter(entry -> desk.isOurs(entry.email())).toList());
      System.out.printf(
          "PostgreSQL frozen for %d s under load; connections closed: %s%n%s",
          time.toSeconds(), desk.ledger().endings(), tally.report());
      assertTrue(tally.agrees(), tally::report);
      assertTrue(server.isAlive(), server::words);
      try (Connection database = ground.postgres().connect()) {
        assertEquals(List.of(), FloorAudit.of(database));
      }
      return desk.ledger().endings();
    }
  }

  @Test
  void whatIsHeldIsClosedUnansweredAndWhatComesLaterIsRefused() throws Exception {
    Badge alice = Crew.hire(service, "Alice").getFirst();
    Device early = Device.connect(http, service, Endpoint.KIOSK);
    Device late = Device.connect(http, service, Endpoint.KIOSK);
    ground.postgres().freeze();
    early.say("new early@example.com Early Bird");
    String refused = "error new the service is temporarily unavailable, nothing was changed";
    awaitRefusals();
    assertEquals(refused, answer(late, "new late@example.com Late Riser"));
    ConnectionEnded closed = assertThrows(ConnectionEnded.class, () -> early.hear(PATIENCE));
    assertEquals(1013, closed.code());
    ground.postgres().thaw();

    // The truth: the one in doubt was stored, the one refused was not.
    Device staff = Device.connect(http, service, Endpoint.STAFF);
    assertEquals("taken", line(staff));
    String unavailable = "error pick the service is temporarily unavailable, nothing was changed";
    String pick = "pick 0 " + alice.token().secret();
    String picked = answer(staff, pick);
    while (picked.equals(unavailable)) {
      picked = answer(staff, pick);
    }
    assertEquals("success pick 0", picked);
    String welcome = line(staff);
    assertTrue(
        welcome.startsWith("new {\"id\":0,\"email\":\"early@example.com\",\"name\":\"Early Bird\""),
        welcome);
    assertEquals("error accept ticket id does not exist", answer(staff, "accept 1"));
    assertEquals("success claimed 0", answer(staff, "accept 0"));
  }

  @Test
  void aServerThatLostTheFenceStops() throws Exception {
    Device kiosk = Device.connect(http, service, Endpoint.KIOSK);
    assertTrue(answer(kiosk, "new a@example.com A").startsWith("success new "));
    try (Connection database = ground.postgres().connect();
        Statement statement = database.createStatement()) {
      statement.execute("UPDATE writer SET epoch = epoch + 1, owner = gen_random_uuid()");
    }
    kiosk.say("new b@example.com B");
    assertThrows(
        ConnectionEnded.class,
        () -> {
          throw new AssertionError("an answer to what was not stored: " + kiosk.hear(PATIENCE));
        });
    assertEquals(FENCED, server.awaitExit(Duration.ofSeconds(15)), server::words);
    assertEquals(0, server.err().count("\tat "), server::words);

    server = ground.start(ground.launch().withoutLimits());
    assertEquals(
        List.of("a@example.com"),
        Crew.history(server.service()).stream().map(entry -> entry.email()).toList());
  }

  /**
   * Waits until the loop itself says that it refuses; the server is unready for other reasons
   * before.
   */
  private void awaitRefusals() throws Exception {
    HttpRequest metrics =
        HttpRequest.newBuilder(server.operations().resolve("/metrics")).timeout(PATIENCE).build();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!http.send(metrics, HttpResponse.BodyHandlers.ofString())
        .body()
        .contains("\nnowserving_store_ready 0.0\n")) {
      assertTrue(System.nanoTime() < deadline, () -> "nobody is refused:\n" + server.words());
      Thread.sleep(20);
    }
  }

  private static String answer(Device device, String command) throws Exception {
    device.say(command);
    return line(device);
  }

  private static String line(Device device) throws Exception {
    return device.hear(PATIENCE).orElseThrow(() -> new AssertionError("no answer")).line();
  }
}

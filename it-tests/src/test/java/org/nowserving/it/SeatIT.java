package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nowserving.desk.Badge;
import org.nowserving.desk.Device;
import org.nowserving.desk.Office;
import org.nowserving.protocol.Endpoint;
import org.nowserving.store.postgres.TestDatabase;

/**
 * Who has a table and who may use it, over connections that drop, servers that restart, and tokens
 * that die.
 */
@Tag("unhurried")
class SeatIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newHttpClient();
  private Ground ground;
  private TestDatabase database;

  @BeforeEach
  void prepare() throws Exception {
    ground = new Ground();
    database = TestDatabase.fresh();
  }

  @AfterEach
  void leaveNothing() throws Exception {
    ground.close();
    database.close();
    http.shutdownNow();
  }

  @Test
  void whoComesBackWithinTheGraceTimeWasNeverAway() throws Exception {
    URI service = ground.start(ground.on(database).with("table-grace", "30s")).service();
    Badge alice = Crew.hire(service, "Alice").getFirst();
    Device display = Device.connect(http, service, Endpoint.DISPLAY);
    Device first = pick(service, alice);
    assertEquals("pick 0", line(display));

    first.drop();
    Device second = pick(service, alice);
    assertEquals("success unpick", answer(second, "unpick"));
    assertEquals("unpick 0", line(display), "the display heard of the return");
  }

  @Test
  void whoStaysAwayForLongerLosesTheTable() throws Exception {
    URI service = ground.start(ground.on(database).with("table-grace", "500ms")).service();
    List<Badge> crew = Crew.hire(service, "Alice", "Bob");
    Device display = Device.connect(http, service, Endpoint.DISPLAY);
    Device alice = pick(service, crew.getFirst());
    assertEquals("pick 0", line(display));
    Device bob = Device.connect(http, service, Endpoint.STAFF);
    assertEquals("taken 0", line(bob));

    alice.drop();
    assertEquals("unpick 0", line(display));
    assertEquals("taken", line(bob));
    assertEquals("success pick 0", answer(bob, "pick 0 " + crew.get(1).token().secret()));
  }

  @Test
  void aRestartGivesEverySeatTheGraceTime() throws Exception {
    ServerProcess server = ground.start(ground.on(database));
    List<Badge> crew = Crew.hire(server.service(), "Alice", "Bob");
    Device alice = pick(server.service(), crew.getFirst());
    Device kiosk = Device.connect(http, server.service(), Endpoint.KIOSK);
    assertTrue(answer(kiosk, "new a@example.com A").startsWith("success new "));
    assertTrue(line(alice).startsWith("new "));
    assertEquals("success claimed 0", answer(alice, "accept 0"));

    server.kill();
    ServerProcess patient = ground.start(ground.on(database));
    Device early = Device.connect(http, patient.service(), Endpoint.DISPLAY);
    assertEquals("pick 0", line(early));
    assertEquals("claimed 0 0", line(early));
    assertEquals(
        "taken 0", line(Device.connect(http, patient.service(), Endpoint.STAFF)), "it is kept");

    patient.kill();
    URI service = ground.start(ground.on(database).with("table-grace", "500ms")).service();
    Device again = Device.connect(http, service, Endpoint.STAFF);
    String taken = line(again);
    while (taken.equals("taken 0")) {
      taken = line(again); // it came before the grace time was over
    }
    assertEquals("taken", taken);
    Device display = Device.connect(http, service, Endpoint.DISPLAY);
    assertEquals("success pick 0", answer(again, "pick 0 " + crew.getFirst().token().secret()));
    assertTrue(line(again).startsWith("claimed {\"id\":0,"), "the ticket stayed theirs");
    assertEquals("success complete 0", answer(again, "complete 0"));
    assertEquals("pick 0", line(display));
    assertEquals("claimed 0 0", line(display));
    assertEquals("complete 0", line(display));
  }

  @Test
  void aTokenIsDeadAfterLogout() throws Exception {
    URI service = ground.start(ground.on(database)).service();
    Badge badge = Crew.hire(service, "Alice").getFirst();
    Device alice = pick(service, badge);
    Device kiosk = Device.connect(http, service, Endpoint.KIOSK);
    for (String email : List.of("a@example.com", "b@example.com")) {
      assertTrue(answer(kiosk, "new " + email + " A").startsWith("success new "));
      assertTrue(line(alice).startsWith("new "));
    }
    assertEquals("success claimed 0", answer(alice, "accept 0"));

    try (Office office = new Office(service)) {
      office.signOut(badge);
    }
    String relogin = "error accept your session token was found to be invalid. please relogin";
    assertEquals(relogin, answer(alice, "accept 1"));
    assertTrue(answer(kiosk, "new c@example.com C").startsWith("success new "));
    assertEquals("success complete 0", answer(alice, "complete 0"), "they heard a name");
    assertEquals(relogin, answer(alice, "accept 1"));

    Device other = Device.connect(http, service, Endpoint.STAFF);
    assertEquals("taken 0", line(other));
    assertEquals(
        "error pick the provided token does not belong to any staff member",
        answer(other, "pick 1 " + badge.token().secret()));
  }

  @Test
  void aBearerAtTheHandshakeMakesAConnectionKnown() throws Exception {
    URI service = ground.start(ground.on(database)).service();
    Badge badge = Crew.hire(service, "Alice").getFirst();
    Device kiosk = Device.connect(http, service, Endpoint.KIOSK);
    assertTrue(answer(kiosk, "new a@example.com A").startsWith("success new "));
    Device alice =
        Device.connect(
            http,
            service,
            Endpoint.STAFF,
            Map.of("Authorization", "Bearer " + badge.token().secret()),
            Device.Limits.USUAL);
    assertEquals("taken", line(alice));
    assertTrue(line(alice).startsWith("new {\"id\":0,"));
    assertEquals("success pick 3", answer(alice, "pick 3"));
  }

  private Device pick(URI service, Badge badge) throws Exception {
    Device device = Device.connect(http, service, Endpoint.STAFF);
    assertTrue(line(device).startsWith("taken"));
    assertEquals("success pick 0", answer(device, "pick 0 " + badge.token().secret()));
    return device;
  }

  private static String answer(Device device, String command) throws Exception {
    device.say(command);
    return line(device);
  }

  private static String line(Device device) throws Exception {
    return device.hear(PATIENCE).orElseThrow(() -> new AssertionError("nothing was said")).line();
  }
}

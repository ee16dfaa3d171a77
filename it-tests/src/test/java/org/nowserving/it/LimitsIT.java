package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nowserving.desk.Device;
import org.nowserving.desk.Office;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.StaffName;
import org.nowserving.store.postgres.TestDatabase;

/** The limits of the server as it is shipped, set to very little: each is the one that it names. */
class LimitsIT {
  private static final String REFUSED =
      "error %s there were too many in the last minute, please wait a moment";

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
    http.close();
  }

  private Launch trustingNobody() throws IOException {
    return ground.on(database).with("trusted-addresses", "");
  }

  private static void assertAnswers(Device device, String line, String beginning) throws Exception {
    device.say(line);
    String answer = device.hear(Duration.ofSeconds(30)).orElseThrow().line();
    assertTrue(answer.startsWith(beginning), answer);
  }

  private void assertCounted(ServerProcess server, String limit, int times) throws Exception {
    String page =
        http.send(
                HttpRequest.newBuilder(server.operations().resolve("/metrics")).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    String sample = "nowserving_limits_hit_total{limit=\"%s\"} %d.0".formatted(limit, times);
    assertTrue(page.lines().anyMatch(sample::equals), () -> sample + " is not among\n" + page);
  }

  @Test
  void whatDevicesMaySay() throws Exception {
    ServerProcess server =
        ground.start(
            trustingNobody()
                .with("new-per-minute", "1")
                .with("query-per-minute", "2")
                .with("commands-per-second", "1")
                .with("commands-burst", "9")
                .with("unknown-staff-timeout", "1s"));
    URI service = server.service();
    try (Device kiosk = Device.connect(http, service, Endpoint.KIOSK)) {
      assertAnswers(kiosk, "new ann@example.com Ann", "success new {");
      assertAnswers(kiosk, "new ann@example.com Ann", REFUSED.formatted("new"));
      assertAnswers(kiosk, "query ann@example.com", "success query Ann");
      assertAnswers(kiosk, "query ann@example.com", "success query Ann");
      assertAnswers(kiosk, "query ann@example.com", REFUSED.formatted("query"));
    }
    try (RawSocket loud = RawSocket.connect(service, "/kiosk")) {
      for (int i = 0; i < 100; i++) {
        loud.send(RawSocket.FINAL | RawSocket.TEXT, new byte[] {'x'});
      }
      assertEquals(1008, loud.closeCode());
    } catch (IOException theRestWasNotTakenAnyMore) {
      // counted below all the same
    }
    try (RawSocket unknown = RawSocket.connect(service, "/staff")) {
      assertEquals(1008, unknown.closeCode());
    }
    assertCounted(server, "new_per_minute", 1);
    assertCounted(server, "query_per_minute", 1);
    assertCounted(server, "commands_per_second", 1);
    assertCounted(server, "unknown_staff_timeout", 1);
    assertCounted(server, "max_connections", 0);
  }

  @Test
  void wrongPasswordsWaitAndAreThenNotLookedAt() throws Exception {
    ServerProcess server = ground.start(trustingNobody().with("sign-in-failures-per-minute", "1"));
    try (Office office = new Office(server.service())) {
      assertEquals(401, failure(office));
      long begun = System.nanoTime();
      assertEquals(401, failure(office));
      assertTrue(System.nanoTime() - begun >= Duration.ofSeconds(1).toNanos());
      assertEquals(429, failure(office));
    }
    assertCounted(server, "sign_in_failures_per_minute", 2);
  }

  private static int failure(Office office) {
    return assertThrows(
            Office.Refused.class, () -> office.signIn(new StaffName("admin"), "a wrong password"))
        .status();
  }

  @Test
  void whoMayComeIn() throws Exception {
    ServerProcess server =
        ground.start(
            trustingNobody().with("max-connections", "3").with("max-connections-per-address", "2"));
    URI service = server.service();
    try (Device one = Device.connect(http, service, Endpoint.KIOSK);
        Device two = Device.connect(http, service, Endpoint.DISPLAY)) {
      IOException refused =
          assertThrows(IOException.class, () -> RawSocket.connect(service, "/kiosk"));
      assertTrue(
          String.valueOf(refused.getMessage()).contains("503 Service Unavailable"),
          refused::toString);
      assertAnswers(one, "query ann@example.com", "error query visitor email does not exist");
      assertAnswers(two, "unpick", "error unpick this command is not for this device");
    }
    assertCounted(server, "max_connections_per_address", 1);
  }
}

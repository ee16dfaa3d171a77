package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nowserving.desk.Badge;
import org.nowserving.desk.ConnectionEnded;
import org.nowserving.desk.Device;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.TableNumber;
import org.nowserving.store.postgres.TestDatabase;

/** Settings reach the place that they are for, as far as a device or a browser can tell. */
@Tag("unhurried")
class SettingsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static Ground ground;
  private static TestDatabase database;
  private static URI service;

  @BeforeAll
  static void start() throws Exception {
    ground = new Ground();
    database = TestDatabase.fresh();
    service =
        ground
            .start(
                ground
                    .on(database)
                    .with("display-claimed-order", "table-ticket")
                    .with("announce-to", "all")
                    .with("session-hours", "1")
                    .with("max-message-bytes", "1024"))
            .service();
  }

  @AfterAll
  static void leaveNothing() throws Exception {
    ground.close();
    database.close();
    HTTP.shutdownNow();
  }

  @Test
  void displayClaimedOrder() throws Exception {
    Badge badge = Crew.hire(service, "Alice").getFirst();
    Device display = Device.connect(HTTP, service, Endpoint.DISPLAY);
    Device alice = Device.connect(HTTP, service, Endpoint.STAFF);
    assertEquals(
        new Reply.Picked(new TableNumber(7)),
        alice.ask("pick 7 " + badge.token().secret(), aside -> {}));
    assertEquals("pick 7", line(display));
    Reply.SignedIn visitor =
        (Reply.SignedIn)
            Device.connect(HTTP, service, Endpoint.KIOSK).ask("new a@example.com A", aside -> {});
    long ticket = visitor.ticket().id().value();
    assertEquals(
        new Reply.Claimed(visitor.ticket().id()), alice.ask("accept " + ticket, aside -> {}));
    assertEquals("claimed 7 " + ticket, line(display));
  }

  @Test
  void announceTo() throws Exception {
    Device unknown = Device.connect(HTTP, service, Endpoint.STAFF);
    assertTrue(line(unknown).startsWith("taken"));
    Device.connect(HTTP, service, Endpoint.KIOSK).say("new announced@example.com B");
    String heard = line(unknown);
    while (!heard.contains("\"announced@example.com\"")) {
      heard = line(unknown); // what the other tests are doing
    }
    assertTrue(heard.startsWith("new {"), heard);
  }

  @Test
  void sessionHours() throws Exception {
    HttpRequest login =
        HttpRequest.newBuilder(service.resolve("/api/login"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"name\":\"admin\",\"password\":\"" + Launch.ADMIN_PASSWORD + "\"}"))
            .build();
    HttpResponse<String> answer = HTTP.send(login, HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode());
    String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
    assertTrue(cookie.contains("; Max-Age=3600;"), cookie);
    Matcher expires = Pattern.compile("\"expires\":\"([^\"]+)\"").matcher(answer.body());
    assertTrue(expires.find());
    Duration left = Duration.between(Instant.now(), Instant.parse(expires.group(1)));
    assertTrue(left.toMinutes() > 30 && left.toMinutes() < 90, left::toString);
  }

  @Test
  void maxMessageBytes() throws Exception {
    Device kiosk = Device.connect(HTTP, service, Endpoint.KIOSK);
    kiosk.say("x".repeat(1024));
    assertEquals("error the command is unknown", line(kiosk));
    kiosk.say("x".repeat(1025));
    ConnectionEnded closed = assertThrows(ConnectionEnded.class, () -> kiosk.hear(PATIENCE));
    assertEquals(1009, closed.code());
  }

  private static String line(Device device) throws Exception {
    return device.hear(PATIENCE).orElseThrow(() -> new AssertionError("nothing was said")).line();
  }
}

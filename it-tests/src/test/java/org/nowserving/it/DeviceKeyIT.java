package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nowserving.desk.ConnectionEnded;
import org.nowserving.desk.Device;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.Reply;
import org.nowserving.store.postgres.TestDatabase;

/** A server with device keys, and what it tells about them: nothing. */
@Tag("unhurried")
class DeviceKeyIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String OLD = "CANARY-the-old-device-key";
  private static final String NEXT = "CANARY-the-next-device-key";
  private static final String UNREAD = "CANARY-a-key-in-a-broken-file";
  private static final String IN_ADDRESS = "CANARY-in-an-address";

  private final HttpClient http = HttpClient.newHttpClient();
  private Ground ground;
  private Path keys;

  @BeforeEach
  void prepare() throws Exception {
    ground = new Ground();
    keys = ground.directory().resolve("device-keys");
  }

  @AfterEach
  void leaveNothing() throws Exception {
    http.shutdownNow();
    ground.close();
  }

  /** As docs/OPERATIONS.md says: a whole file at once. */
  private void write(String... lines) throws IOException {
    Path beside = Files.write(ground.directory().resolve("beside"), List.of(lines));
    Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-------"));
    Files.move(beside, keys, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private Device connect(ServerProcess server, Endpoint endpoint, Map<String, String> headers)
      throws Exception {
    return Device.connect(http, server.service(), endpoint, headers, Device.Limits.USUAL);
  }

  private int refusal(ServerProcess server, Endpoint endpoint, Map<String, String> headers) {
    return assertThrows(ConnectionEnded.class, () -> connect(server, endpoint, headers)).code();
  }

  private HttpResponse<String> get(URI uri) throws Exception {
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void devicesAreLetInByAKeyThatCanBeReplaced() throws Exception {
    try (TestDatabase database = TestDatabase.fresh()) {
      write("# the hall", OLD);
      ServerProcess server =
          ground.start(
              ground
                  .on(database)
                  .with("device-key-file", keys.toString())
                  .with("device-key-grace", "0s")
                  .with("log-level", "debug"));
      playAShortMorning(server);

      assertEquals(401, refusal(server, Endpoint.KIOSK, Map.of()));
      assertEquals(401, refusal(server, Endpoint.DISPLAY, Map.of()));
      assertEquals(401, refusal(server, Endpoint.KIOSK, Device.bearing(NEXT)));
      connect(server, Endpoint.STAFF, Map.of()).close();
      Device kiosk = connect(server, Endpoint.KIOSK, Device.bearing(OLD));
      assertInstanceOf(
          Reply.SignedIn.class, kiosk.ask("new vi@example.com Vi", DeviceKeyIT::nothing));
      assertSecretsInAddressesAreRefused(server);

      write("# the hall", NEXT);
      assertEquals(1008, assertThrows(ConnectionEnded.class, () -> kiosk.hear(PATIENCE)).code());
      assertEquals(401, refusal(server, Endpoint.KIOSK, Device.bearing(OLD)));
      connect(server, Endpoint.KIOSK, Device.bearing(NEXT)).close();

      write(UNREAD, "too short");
      assertTrue(server.err().await(Pattern.compile("keys stay as they"), PATIENCE).isPresent());
      connect(server, Endpoint.DISPLAY, Device.bearing(NEXT)).close();
      assertEquals(401, refusal(server, Endpoint.DISPLAY, Device.bearing(UNREAD)));

      String metrics = get(server.operations().resolve("/metrics")).body();
      assertTrue(
          metrics.contains("nowserving_handshakes_refused_total{reason=\"device_key\"} 5.0"));
      server.terminate();
      assertEquals(0, server.awaitExit(PATIENCE), server::words);
      assertEquals(0, server.out().count("CANARY") + server.err().count("CANARY"), server::words);
      assertEquals(-1, metrics.indexOf("CANARY"));
    }
  }

  private static void nothing(Object message) {
    throw new AssertionError("a kiosk hears nothing unasked, and heard " + message);
  }

  private void assertSecretsInAddressesAreRefused(ServerProcess server) throws Exception {
    for (String target :
        List.of("kiosk?key=", "api/device?key=", "api/staff?token=", "?Token=", "?other=")) {
      HttpResponse<String> answer = get(server.service().resolve("/" + target + IN_ADDRESS));
      assertEquals(400, answer.statusCode(), target);
      assertEquals(-1, answer.body().indexOf("CANARY"), target);
    }
  }

  /** With the key, the program of the README gets in too. */
  private void playAShortMorning(ServerProcess server) throws Exception {
    Path password =
        Files.writeString(ground.directory().resolve("password"), Launch.ADMIN_PASSWORD + "\n");
    Process morning =
        new ProcessBuilder(
                Path.of("morning").toAbsolutePath().toString(),
                "--url=" + server.service(),
                "--admin-password-file=" + password,
                "--device-key-file=" + keys,
                "--visitors=10",
                "--seconds=1")
            .redirectErrorStream(true)
            .start();
    Transcript said = new Transcript("the morning", morning.getInputStream());
    boolean ended = morning.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    morning.destroyForcibly();
    said.awaitEnd();
    assertTrue(ended && morning.exitValue() == 0, said::text);
  }
}

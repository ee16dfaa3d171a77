package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nowserving.desk.Office;
import org.nowserving.protocol.StaffName;
import org.nowserving.store.postgres.TestDatabase;

/**
 * The first words of a server: where it is and how to sign in, or in one sentence why it does not
 * start.
 */
class StartIT {
  private static final Duration FOR_A_REFUSAL = Duration.ofSeconds(60);

  private Ground ground;

  @BeforeEach
  void prepare() throws Exception {
    ground = new Ground();
  }

  @AfterEach
  void leaveNothing() throws Exception {
    ground.close();
  }

  @Test
  void theFirstStartSaysWhereItIsAndHowToSignInAndTheSecondIsFast() throws Exception {
    Launch launch = ground.launch().withoutVariable("NOWSERVING_ADMIN_PASSWORD");
    ServerProcess first = ground.start(launch);
    Duration firstStart = first.age();
    String password = FirstWords.password(first.out());
    try (Office office = new Office(first.service())) {
      office.signIn(new StaffName("admin"), password);
    }
    assertAll(
        () -> assertTrue(first.out().text().contains(ground.dataDir().toString()), first::words),
        () -> assertEquals(200, status(first.operations().resolve("/healthz"))),
        () -> assertEquals(200, status(first.operations().resolve("/readyz"))),
        () -> assertEquals(200, status(first.operations().resolve("/metrics"))));
    first.terminate();
    assertEquals(0, first.awaitExit(Duration.ofSeconds(10)), first::words);
    assertEquals(1, count(first, password), "the password is printed once");

    ServerProcess second = ground.start(launch);
    System.out.printf(
        "Ready after %.1f s at the first start, %.1f s at the second%n",
        firstStart.toMillis() / 1000.0, second.age().toMillis() / 1000.0);
    assertEquals(0, count(second, password), "the password is printed at the first start only");
    try (Office office = new Office(second.service())) {
      office.signIn(new StaffName("admin"), password);
    }
  }

  @Test
  void aPasswordThatWasGivenIsNotPrinted() throws Exception {
    ServerProcess server = ground.start(ground.launch());
    assertEquals(0, count(server, Launch.ADMIN_PASSWORD), server::words);
  }

  private static long count(ServerProcess server, String word) {
    return server.out().count(word) + server.err().count(word);
  }

  private static int status(URI uri) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        TestDatabase database = TestDatabase.fresh()) {
      String port = String.valueOf(taken.getLocalPort());
      assertRefuses(ground.on(database).with("port", port), "port", port);
      assertRefuses(ground.on(database).with("ops-port", port), "ops-port", port);
    }
  }

  @Test
  void aDatabaseThatCannotBeUsedIsNamed() throws Exception {
    try (TestDatabase database = TestDatabase.fresh()) {
      Launch launch = ground.on(database).with("database-wait", "1s");
      String name = database.jdbcUrl().replaceAll("\\?.*", "").replaceAll(".*/", "");
      assertRefuses(
          launch.with("database-url", database.jdbcUrl().replace(name, "nosuch")),
          "database-url",
          "nosuch");
      assertRefuses(launch.with("database-user", "nobody_at_all"), "database-user");
      Path wrong = Files.writeString(ground.directory().resolve("wrong"), "not the password\n");
      assertRefuses(
          launch.with("database-password-file", wrong.toString()), "database-password-file");
      assertRefuses(
          launch.with("database-password-file", ground.directory().resolve("none").toString()),
          "database-password-file");
      assertRefuses(
          launch.with("database-url", "jdbc:postgresql://127.0.0.1:" + freePort() + "/x"),
          "database-url");
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return probe.getLocalPort();
    }
  }

  @Test
  void aSettingThatDoesNotFitIsNamed() throws Exception {
    assertRefuses(ground.launch().with("tables", "0"), "tables");
    assertRefuses(ground.launch().with("table-grace", "soon"), "table-grace", "soon");
    assertRefuses(ground.launch().withVariable("NOWSERVING_TABLES", "many"), "NOWSERVING_TABLES");
  }

  @Test
  void theNetworkIsNotLetInWithoutAWordAboutDevices() throws Exception {
    assertRefuses(
        ground.launch().with("bind", "0.0.0.0"),
        "0.0.0.0",
        "device-key-file",
        "allow-anonymous-devices=true");
  }

  @Test
  void aKeyFileThatDoesNotDoIsNamed() throws Exception {
    String missing = ground.directory().resolve("none").toString();
    assertRefuses(
        ground.launch().with("device-key-file", missing), "device-key-file", missing, "read");
    Path weak = Files.writeString(ground.directory().resolve("keys"), "# the hall\nCANARY\n");
    ServerProcess server =
        assertRefuses(
            ground.launch().with("device-key-file", weak.toString()), weak.toString(), "line 2");
    assertEquals(0, count(server, "CANARY"), server::words);
  }

  @Test
  void aSettingThatNobodyKnowsIsNamed() throws Exception {
    assertRefuses(ground.launch().with("tabels", "5"), "--tabels");
    assertRefuses(ground.launch().withVariable("NOWSERVING_TABELS", "5"), "NOWSERVING_TABELS");
    Path file = Files.writeString(ground.directory().resolve("settings"), "tabels=5\n");
    assertRefuses(ground.launch().with("config", file.toString()), "tabels", file.toString());
  }

  @Test
  void aDataDirectoryThatCannotBeIsNamed() throws Exception {
    Path file = Files.writeString(ground.directory().resolve("file"), "");
    assertRefuses(ground.launch().with("data-dir", file.resolve("data").toString()), "data-dir");
    assertRefuses(ground.launch().with("data-dir", "/proc/nowserving-data"), "data-dir");
  }

  @Test
  void aSecondServerOnTheSameDataDirectoryIsRefused() throws Exception {
    ServerProcess first = ground.start(ground.launch());
    assertRefuses(ground.launch(), "data-dir", ground.dataDir().toString());
    assertTrue(first.isAlive());
    assertEquals(200, status(first.operations().resolve("/readyz")));
  }

  @Test
  void aSecondServerOnTheSameDatabaseWaitsAndIsRefused() throws Exception {
    try (TestDatabase database = TestDatabase.fresh()) {
      ServerProcess first = ground.start(ground.on(database));
      ServerProcess second =
          assertRefuses(ground.on(database).with("takeover-wait", "2s"), "takeover-wait");
      assertTrue(second.age().compareTo(Duration.ofSeconds(2)) >= 0, "it did not wait");
      assertTrue(first.isAlive());
      assertEquals(200, status(first.operations().resolve("/readyz")));
      first.terminate();
      assertEquals(0, first.awaitExit(Duration.ofSeconds(10)), first::words);
    }
  }

  @Test
  void aSecondServerTakesOverWhenTheFirstEndsInTime() throws Exception {
    try (TestDatabase database = TestDatabase.fresh()) {
      ServerProcess first = ground.start(ground.on(database));
      ServerProcess second = ground.begin(ground.on(database).with("takeover-wait", "60s"));
      first.terminate();
      assertEquals(0, first.awaitExit(Duration.ofSeconds(10)), first::words);
      second.awaitReady();
      assertEquals(200, status(second.operations().resolve("/readyz")));
      second.terminate();
      assertEquals(0, second.awaitExit(Duration.ofSeconds(10)), second::words);
    }
  }

  /** It ends by itself, not with success, and with one sentence that holds all the words. */
  private ServerProcess assertRefuses(Launch launch, String... words) throws Exception {
    ServerProcess server = ground.begin(launch);
    int exit = server.awaitExit(FOR_A_REFUSAL);
    List<String> said =
        server.err().lines().stream().filter(line -> line.startsWith("nowserving: ")).toList();
    assertAll(
        () -> assertNotEquals(0, exit, server::words),
        () -> assertEquals(1, said.size(), server::words),
        () -> {
          for (String word : words) {
            assertTrue(
                said.getFirst().contains(word), () -> word + " is missing in " + server.words());
          }
        },
        () -> assertEquals(0, server.err().count("\tat "), server::words),
        () -> assertEquals(0, server.err().count("Exception"), server::words),
        () -> assertEquals("", server.out().text(), server::words));
    return server;
  }
}

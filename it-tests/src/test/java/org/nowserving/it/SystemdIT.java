package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nowserving.ops.NotifySocket;
import org.nowserving.store.postgres.TestDatabase;

/** What the shipped process tells systemd. systemd itself is played by the test. */
@Tag("unhurried")
@EnabledOnOs(OS.LINUX)
class SystemdIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What a process that has ended said has come by then. */
  private static final Duration TO_ARRIVE = Duration.ofMillis(300);

  /** What the unit asks for; the process gives four signs in this time. */
  private static final Duration WATCHDOG = Duration.ofSeconds(10);

  private static final String READY = "READY=1\nSTATUS=Serving.";
  private static final String STOPPING = "STOPPING=1\nSTATUS=Finishing what was begun.";

  private static TestDatabase database;

  @BeforeAll
  static void open() throws Exception {
    database = TestDatabase.fresh();
  }

  @AfterAll
  static void close() throws Exception {
    database.close();
  }

  private static Launch told(Launch launch, NotifySocket socket, Duration watchdog) {
    return launch
        .withVariable("NOTIFY_SOCKET", socket.name())
        .withVariable("WATCHDOG_USEC", String.valueOf(watchdog.toNanos() / 1_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a path", "an abstract name"})
  void itHearsOfTheBeginningOfLifeAndOfTheEnd(String kind) throws Exception {
    try (Ground ground = new Ground();
        NotifySocket socket =
            new NotifySocket(
                kind.equals("a path")
                    ? ground.directory().resolve("notify").toString()
                    : "@nowserving-it-" + ProcessHandle.current().pid())) {
      ServerProcess server =
          ground.begin(told(ground.on(database), socket, Duration.ofMillis(400)));
      assertEquals(READY, socket.nextWord(PATIENCE));
      for (int sign = 0; sign < 3; sign++) {
        assertEquals("WATCHDOG=1", socket.next(PATIENCE));
      }
      server.terminate();
      assertEquals(STOPPING, socket.nextWord(PATIENCE));
      assertEquals(0, server.awaitExit(PATIENCE));
      assertEquals("nothing", socket.nextWord(TO_ARRIVE));
    }
  }

  @Test
  void whoNeverCouldCommitIsNeverReady() throws Exception {
    try (Ground ground = new Ground();
        NotifySocket socket = new NotifySocket(ground.directory().resolve("notify").toString())) {
      Launch launch =
          ground
              .on(database)
              .with("database-url", "jdbc:postgresql://127.0.0.1:1/nowserving")
              .with("database-wait", "1s");
      ServerProcess server = ground.begin(told(launch, socket, WATCHDOG));
      assertEquals(1, server.awaitExit(PATIENCE));
      assertEquals("nothing", socket.nextWord(TO_ARRIVE));
    }
  }

  /**
   * A turn that never ends: the process lives, and nobody could tell from outside but by silence.
   */
  @Test
  void aWedgedLoopFallsSilent() throws Exception {
    try (Ground ground = new Ground();
        HttpClient http = HttpClient.newHttpClient();
        NotifySocket socket = new NotifySocket(ground.directory().resolve("notify").toString())) {
      Path wedge = ground.directory().resolve("wedge");
      Launch launch =
          told(ground.on(database), socket, WATCHDOG)
              .withVariable("NOWSERVING_JAVA_OPTIONS", "-Dwedge=" + wedge);
      ServerProcess server = ground.begin(launch.process(withWedge(ground.directory())));
      assertEquals(READY, socket.nextWord(PATIENCE));
      assertEquals("WATCHDOG=1", socket.next(PATIENCE));

      Files.createFile(wedge);
      // The sign that was on its way, if any; then none for as long as systemd waits for one.
      socket.next(Duration.ofMillis(500));
      socket.forget();
      assertEquals("nothing", socket.next(WATCHDOG));
      assertTrue(server.isAlive());
      assertEquals(503, status(http, server.operations().resolve("/healthz")));
    }
  }

  private static int status(HttpClient http, URI address) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /**
   * The distribution with one jar more: a fault of the loop, which strikes when a file is there.
   */
  private static Path withWedge(Path directory) throws IOException {
    Path shipped = Launch.distribution().toAbsolutePath();
    Path wedged = Files.createDirectory(directory.resolve("wedged"));
    Files.createSymbolicLink(wedged.resolve("runtime"), shipped.resolve("runtime"));
    Files.copy(
        shipped.resolve("bin/nowserving"),
        Files.createDirectory(wedged.resolve("bin")).resolve("nowserving"),
        StandardCopyOption.COPY_ATTRIBUTES);
    Path lib = Files.createDirectory(wedged.resolve("lib"));
    List<Path> jars;
    try (Stream<Path> files = Files.list(shipped.resolve("lib"))) {
      jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
    }
    for (Path jar : jars) {
      Files.createSymbolicLink(lib.resolve(jar.getFileName()), jar);
    }
    compileWedge(directory, String.join(":", jars.stream().map(Path::toString).toList()), lib);
    return wedged;
  }

  private static void compileWedge(Path directory, String classPath, Path lib) throws IOException {
    Path source =
        Files.writeString(
            directory.resolve("Wedge.java"),
            """
            public final class Wedge implements org.nowserving.loop.LoopFault {
              private final java.nio.file.Path file = java.nio.file.Path.of(System.getProperty("wedge"));

              @Override
              public void strike() {
                while (java.nio.file.Files.exists(file)) {
                  java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                }
              }
            }
            """);
    Path classes = Files.createDirectory(directory.resolve("classes"));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", classPath, "-d", classes.toString(), source.toString());
    assertEquals(0, status);
    Path service = classes.resolve("META-INF/services/org.nowserving.loop.LoopFault");
    Files.createDirectories(service.getParent());
    Files.writeString(service, "Wedge");
    int packed =
        java.util.spi.ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--create",
                "--file",
                lib.resolve("wedge.jar").toString(),
                "-C",
                classes.toString(),
                ".");
    assertEquals(0, packed);
  }
}

package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nowserving.desk.Device;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.Reply;
import org.nowserving.store.postgres.TestDatabase;
import tools.jackson.databind.json.JsonMapper;

/** What the shipped process writes into its log. */
@Tag("unhurried")
class LogIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static TestDatabase database;
  private static HttpClient http;

  @BeforeAll
  static void open() throws Exception {
    database = TestDatabase.fresh();
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void close() throws Exception {
    http.close();
    database.close();
  }

  private static void visit(URI service) throws Exception {
    try (Device kiosk = Device.connect(http, service, Endpoint.KIOSK)) {
      kiosk.say("new vera@example.com Vera Bell");
      kiosk.answer(aside -> {});
      kiosk.say("query vera@example.com");
      kiosk.answer(aside -> {});
      kiosk.say("hello");
      kiosk.answer(aside -> {});
    }
  }

  /** What the log of a server holds that was started, visited and stopped. */
  private static List<String> linesOf(Ground ground, Launch launch) throws Exception {
    Path log = ground.directory().resolve("log");
    ServerProcess server =
        ground.begin(launch.process(Launch.distribution()).redirectError(log.toFile()));
    server.awaitReady();
    visit(server.service());
    server.terminate();
    assertEquals(0, server.awaitExit(PATIENCE));
    return Files.readAllLines(log);
  }

  @Test
  void theStoryOfAConnectionIsInTheLinesWithItsNumber() throws Exception {
    try (Ground ground = new Ground()) {
      List<String> lines =
          linesOf(
              ground, ground.on(database).with("log-level", "debug").with("log-format", "json"));
      List<String> story = new ArrayList<>();
      for (String line : lines) {
        Map<?, ?> fields = JsonMapper.shared().readValue(line, Map.class);
        if (Integer.valueOf(1).equals(fields.get("connection"))) {
          assertEquals("ConnectionStory", fields.get("source"));
          story.add(
              String.join(
                  " ",
                  fields.entrySet().stream()
                      .filter(field ->
                          !List.of("time", "source", "connection").contains(field.getKey()))
                      .map(field -> String.valueOf(field.getValue()))
                      .toList()));
        }
      }
      assertEquals(
          List.of(
              "info connected kiosk",
              "debug heard new",
              "debug answered done",
              "debug heard query",
              "debug answered done",
              "debug heard none",
              "debug answered unknown_command",
              "info disconnected kiosk by_device"),
          story);
      assertEquals(
          List.of(), lines.stream().filter(one -> one.matches("(?i).*(vera|bell).*")).toList());
    }
  }

  @Test
  void linesOfTextAreOneAnEventAndBeginWithTheTime() throws Exception {
    try (Ground ground = new Ground()) {
      List<String> lines = linesOf(ground, ground.on(database));
      Pattern line =
          Pattern.compile(
              "time=\\d{4}-\\d\\d-\\d\\dT\\S+Z level=(info|warn) message=(\\w+|\".*\")( \\w+=\\S+)* source=\\w+");
      assertEquals(List.of(), lines.stream().filter(one -> !line.matcher(one).matches()).toList());
      assertTrue(lines.getLast().contains("message=Stopped "), lines.getLast());
    }
  }

  @Test
  void theJournalGetsPrioritiesAndNoTimes() throws Exception {
    try (Ground ground = new Ground()) {
      Path journal = Files.createFile(ground.directory().resolve("journal"));
      Map<String, Object> stream = Files.readAttributes(journal, "unix:dev,ino");
      ServerProcess server =
          ground.begin(
              ground
                  .on(database)
                  .withVariable("JOURNAL_STREAM", stream.get("dev") + ":" + stream.get("ino"))
                  .process(Launch.distribution())
                  .redirectError(journal.toFile()));
      server.awaitReady();
      server.terminate();
      assertEquals(0, server.awaitExit(PATIENCE));
      List<String> lines = Files.readAllLines(journal);
      assertTrue(
          lines.contains("<6>level=info message=Stopped source=ProcessEnd"), lines.toString());
      assertEquals(
          List.of(), lines.stream().filter(one -> !one.matches("<[3467]>level=.*")).toList());
    }
  }

  /** Whoever reads the log may stand still: a pipe takes 64 KiB, and then nothing more. */
  @Test
  void aLogThatNobodyReadsHoldsNobodyUp() throws Exception {
    try (Ground ground = new Ground()) {
      Process process =
          ground
              .on(database)
              .withoutLimits()
              .with("new-per-minute", "1000000")
              .with("log-level", "debug")
              .process(Launch.distribution())
              .start();
      try {
        Transcript out = new Transcript("stdout of " + process.pid(), process.getInputStream());
        URI service =
            URI.create(
                out.await(Pattern.compile("^Service: +(\\S+)"), PATIENCE).orElseThrow().group(1));
        try (Device kiosk = Device.connect(http, service, Endpoint.KIOSK)) {
          // Two lines each of more than 80 bytes: several times what the pipe and the queue take.
          for (int visitor = 0; visitor < 6_000; visitor++) {
            kiosk.say("new v" + visitor + "@example.com Visitor " + visitor);
            if (visitor % 50 == 49) {
              for (int reply = 0; reply < 50; reply++) {
                assertInstanceOf(Reply.SignedIn.class, kiosk.answer(aside -> {}));
              }
            }
          }
        }
        process.destroy();
        assertTrue(process.waitFor(Duration.ofSeconds(15)), "the stop waits for the log");
      } finally {
        process.destroyForcibly();
      }
    }
  }
}

package org.nowserving.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nowserving.desk.Badge;
import org.nowserving.desk.ConnectionEnded;
import org.nowserving.desk.Device;
import org.nowserving.desk.Office;
import org.nowserving.it.Crew;
import org.nowserving.it.Ground;
import org.nowserving.it.Launch;
import org.nowserving.it.Scrape;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.ServerMessage;
import org.nowserving.protocol.StaffName;
import org.nowserving.store.postgres.TestDatabase;
import org.nowserving.watch.Promtool.Outcome;

/**
 * What a server of the distribution shows after a morning at the desk, and that the rules and the
 * dashboard of the distribution speak of nothing else.
 */
@Tag("unhurried")
class WatchIT {
  private static final int MOST_SERIES = 300;

  /** Left for what comes at run time (kinds of collections) and for what is thought of later. */
  private static final int ROOM = 40;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What each label of ours may hold; nobody can type something new into one of these. */
  private static final Map<String, Pattern> LABELS =
      Map.ofEntries(
          Map.entry("action", Pattern.compile("end of [a-z A-Z]+")),
          Map.entry("area", Pattern.compile("heap")),
          Map.entry("endpoint", Pattern.compile("staff|kiosk|display")),
          Map.entry("ending", Pattern.compile("[a-z_0-9]+")),
          Map.entry("id", Pattern.compile("[A-Z][A-Za-z0-9 ]+")),
          Map.entry("java", Pattern.compile("25[-+.\\w]*")),
          Map.entry("le", Pattern.compile("\\+Inf|[-.\\dE]+")),
          Map.entry("level", Pattern.compile("info|warn|error")),
          Map.entry("limit", Pattern.compile("[a-z_]+")),
          Map.entry("memory", Pattern.compile("heap|direct")),
          Map.entry("outcome", Pattern.compile("done|refused")),
          Map.entry("pool", Pattern.compile("lookups|reports")),
          Map.entry("reason", Pattern.compile("[a-z_]+")),
          Map.entry("secret", Pattern.compile("password|token|device_key")),
          Map.entry("state", Pattern.compile("waiting|serving")),
          Map.entry("verb", Pattern.compile("[a-z]+")),
          Map.entry("version", Pattern.compile("\\d[-.\\w]*")));

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static Path monitoring;
  private static Ground ground;
  private static TestDatabase database;
  private static Promtool promtool;
  private static Scrape before;
  private static Scrape after;
  private static List<Series> series;

  @BeforeAll
  static void spendAMorning() throws Exception {
    monitoring = Launch.distribution().resolve("monitoring");
    promtool = Promtool.find();
    ground = new Ground();
    database = TestDatabase.fresh();
    var server = ground.start(ground.on(database));
    before = Scrape.of(HTTP, server.operations());
    work(server.service());
    after = Scrape.of(HTTP, server.operations());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    // The last word to the display may be on its way still.
    while (after.sum("nowserving_last_display_seconds_count") < 3
        && System.nanoTime() - deadline < 0) {
      after = Scrape.of(HTTP, server.operations());
    }
    series = Series.of(after.page());
  }

  private static void work(URI service) throws Exception {
    Badge badge = Crew.hire(service, "Typed Staff").getFirst();
    try (Device display = Device.connect(HTTP, service, Endpoint.DISPLAY);
        Device kiosk = Device.connect(HTTP, service, Endpoint.KIOSK);
        Device staff = Device.connect(HTTP, service, Endpoint.STAFF);
        Office office = new Office(service)) {
      List<ServerMessage> aside = new ArrayList<>();
      kiosk.ask("new typed@example.com Typed Visitor", aside::add);
      kiosk.ask("query typed@example.com", aside::add);
      kiosk.ask("typed nonsense", aside::add);
      staff.ask("pick 1 " + badge.token().secret(), aside::add);
      assertEquals(Reply.Claimed.class, staff.ask("accept 0", aside::add).getClass());
      assertEquals(Reply.Completed.class, staff.ask("complete 0", aside::add).getClass());
      assertTrue(display.hear(PATIENCE).isPresent());
      assertThrows(
          Office.Refused.class,
          () -> office.signIn(new StaffName("Typed Stranger"), "a typed password"));
      assertThrows(
          ConnectionEnded.class,
          () ->
              Device.connect(
                  HTTP,
                  service,
                  Endpoint.STAFF,
                  Device.bearing("TypedToken4711"),
                  Device.Limits.USUAL));
    }
  }

  @AfterAll
  static void leaveNothing() throws Exception {
    ground.close();
    database.close();
    HTTP.shutdownNow();
  }

  @Test
  void promtoolHasNothingToSayAboutTheMetrics() throws Exception {
    Path page = Files.writeString(ground.directory().resolve("metrics"), after.page());
    assertEquals(new Outcome(0, ""), promtool.runOn(page, "check", "metrics"));
  }

  @Test
  void thereAreFewSeriesHoweverMuchIsTyped() {
    System.out.printf(
        "Series: %d after the start, %d after a morning%n",
        Series.of(before.page()).size(), series.size());
    assertTrue(series.size() <= MOST_SERIES - ROOM, after::page);
    Set<String> added = new TreeSet<>();
    series.forEach(one -> added.add(one.metric() + one.labels()));
    Series.of(before.page()).forEach(one -> added.remove(one.metric() + one.labels()));
    added.removeIf(one -> one.startsWith("jvm_gc_pause_seconds")); // there may have been one
    assertEquals(Set.of(), added);
  }

  @Test
  void noLabelHoldsWhatSomebodyTyped() {
    for (Series one : series) {
      one.labels()
          .forEach((label, value) -> {
            Pattern allowed = LABELS.get(label);
            assertTrue(allowed != null && allowed.matcher(value).matches(), one::toString);
          });
    }
    for (String typed : List.of("yped", "example.com", "4711", "nonsense")) {
      assertTrue(!after.page().contains(typed), typed);
    }
  }

  @Test
  void theMorningWasCounted() {
    assertEquals(1, after.sum("nowserving_wait_seconds_count"));
    assertEquals(1, after.sum("nowserving_service_seconds_count"));
    assertEquals(3, after.sum("nowserving_last_display_seconds_count"), "pick, claimed, complete");
    // The three of the display, and what the staff hear of a table and of a visitor.
    assertTrue(after.sum("nowserving_broadcasts_total") >= 3);
    assertEquals(1, after.sum("nowserving_sign_in_failures_total", "secret=\"password\""));
    assertEquals(1, after.sum("nowserving_sign_in_failures_total", "secret=\"token\""));
    assertEquals(1, after.sum("nowserving_ready"));
    assertEquals(0, after.sum("nowserving_longest_wait_seconds"));
    assertTrue(after.sum("netty_allocator_memory_used_bytes") > 0);
    assertTrue(after.sum("jvm_gc_max_data_size_bytes") > 0);
    assertTrue(after.sum("process_files_open_files") > 0);
  }

  @Test
  void theRulesAreGoodAndDoWhatTheirTestsSay() throws Exception {
    for (List<String> command :
        List.of(
            List.of("check", "rules", "--lint-fatal", Monitoring.RULES),
            List.of("test", "rules", Monitoring.RULE_TESTS),
            List.of("check", "config", "--lint-fatal", Monitoring.SCRAPE_CONFIGURATION))) {
      Outcome outcome = promtool.run(monitoring, command.toArray(String[]::new));
      assertEquals(0, outcome.exitCode(), outcome::output);
    }
  }

  @Test
  void prometheusUnderstandsWhatTheDashboardAsks() throws Exception {
    StringBuilder rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
    List<String> expressions = Monitoring.expressions(monitoring.resolve(Monitoring.DASHBOARD));
    for (int i = 0; i < expressions.size(); i++) {
      rules.append("  - record: panel_%d\n    expr: '%s'\n".formatted(i, expressions.get(i)));
    }
    Path file = Files.writeString(ground.directory().resolve("dashboard.yml"), rules);
    Outcome outcome = promtool.run(Path.of("."), "check", "rules", file.toString());
    assertEquals(0, outcome.exitCode(), outcome::output);
    assertTrue(outcome.output().contains(expressions.size() + " rules found"), outcome::output);
  }

  @Test
  void rulesAndDashboardAskForNothingThatIsNotThere() {
    List<Series> known = new ArrayList<>(series);
    known.add(new Series("up", Map.of(), 1)); // Prometheus' own
    List<Selector> asked =
        Stream.concat(
                Monitoring.alerts(monitoring.resolve(Monitoring.RULES)).stream()
                    .map(Monitoring.Alert::expression),
                Monitoring.expressions(monitoring.resolve(Monitoring.DASHBOARD)).stream())
            .flatMap(expression -> Selector.in(expression).stream())
            .toList();
    assertTrue(asked.size() > 60, "the expressions are not found: " + asked.size());
    assertEquals(
        List.of(), asked.stream().flatMap(one -> one.missing(known).stream()).distinct().toList());
  }
}

package org.nowserving.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nowserving.WrittenPage;
import org.nowserving.floor.Floor;
import org.nowserving.floor.Moment;
import org.nowserving.limits.Secret;
import org.nowserving.loop.LoopState;
import org.nowserving.net.Ending;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.Verb;
import org.postgresql.ds.PGSimpleDataSource;

/** docs/METRICS.md lists what /metrics shows, and what /metrics shows is what happened. */
class MetricsPageTest {
  private static final String OURS = "nowserving_";

  private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");

  private static final String INTRODUCTION =
      """
      # Metrics

      Made from the code: [Metrics](../server/src/main/java/org/nowserving/ops/Metrics.java). A test compares.

      `/metrics` on the operations port (`ops-bind`, `ops-port`; 127.0.0.1:8081) in Prometheus' text format. Times are in
      seconds, sizes in bytes. Every series below is there from the start, at zero. No label ever holds what somebody typed.

      What to look at first:

      - `nowserving_ready` is 0: nobody can do anything; most often because the database fails (`nowserving_store_ready`).
      - `nowserving_answer_seconds`: what people wait for the server.
      - `nowserving_tickets{state="waiting"}`: how many visitors wait.
      - `nowserving_inputs_undecided_total` grows: a bug; the log says more.
      - `nowserving_limits_hit_total` grows: somebody asks for too much; OPERATIONS.md says what to do about which limit.

      ## The product's own

      A histogram has `_bucket`, `_sum` and `_count`, as usual. The numbers of a wait and of a service are those of
      [FIGURES.md](FIGURES.md), since the start of the process; what is in the store from before does not count.

      | name | type | labels | what it says |
      | --- | --- | --- | --- |
      """;

  private static final String OTHERS =
      """

      ## What the libraries say

      | names that begin with | what they tell |
      | --- | --- |
      """;

  /** What Micrometer's binders begin their names with. */
  private static final Map<String, String> LIBRARIES =
      new TreeMap<>(
          Map.of(
              "hikaricp_",
              "the pools of database connections, by their name in the label `pool`: `lookups`"
                  + " (queries, sign-in) and `reports` (history)",
              "jvm_",
              "Java: the heap by its parts, and what was left of it after the last full collection; collections and"
                  + " how long they stopped everything; threads",
              "logback_",
              "lines in the log, by level",
              "netty_",
              "the memory that is kept for the buffers of sockets",
              "process_",
              "the process: time since its start, CPU, open files",
              "system_",
              "the machine: CPU, load"));

  private final Metrics metrics = new Metrics("1.2.3");
  private final HikariDataSource pool;

  MetricsPageTest() {
    HikariConfig config = new HikariConfig();
    config.setPoolName("lookups");
    config.setDataSource(new PGSimpleDataSource());
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1);
    pool = new HikariDataSource(config);
    LoopState state =
        new LoopState(0, true, true, new Floor.Figures(3, 2, 1, Optional.of(NOW.minusSeconds(90))));
    metrics.watchLoop(() -> state, () -> 7, () -> new Moment(NOW, 2_500_000_000L));
    metrics.watchReadiness(() -> true);
    metrics.watchPasswordHashes(() -> 4);
    metrics.watchPool(pool);
  }

  @AfterEach
  void stop() {
    pool.close();
    metrics.close();
  }

  private List<String> samples() {
    return metrics.scrape().lines().filter(line -> !line.startsWith("#")).toList();
  }

  private void assertShows(String sample) {
    assertTrue(samples().contains(sample), () -> sample + " is not among\n" + metrics.scrape());
  }

  @Test
  void thePageFollowsFromTheMeters() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    Matcher meter =
        Pattern.compile("# HELP (\\S+) (.*)\n# TYPE \\S+ (\\S+)\n((?:[^#].*\n)+)")
            .matcher(metrics.scrape());
    while (meter.find()) {
      String name = meter.group(1);
      if (name.startsWith(OURS)) {
        page.append(
            "| `%s` | %s | %s | %s |\n"
                .formatted(name, meter.group(3), labels(meter.group(4)), meter.group(2)));
      }
    }
    page.append(OTHERS);
    LIBRARIES.forEach((prefix, what) -> page.append("| `" + prefix + "` | " + what + " |\n"));
    WrittenPage.assertSays(page.toString(), "docs/METRICS.md");
  }

  /** Each label with its values, where these are a closed set. */
  private static String labels(String series) {
    Map<String, TreeSet<String>> values = new TreeMap<>();
    Matcher label = Pattern.compile("([a-z]+)=\"([^\"]*)\"").matcher(series);
    while (label.find()) {
      if (!label.group(1).equals("le")) {
        values.computeIfAbsent(label.group(1), name -> new TreeSet<>()).add(label.group(2));
      }
    }
    values.computeIfPresent("java", (name, version) -> new TreeSet<>());
    values.computeIfPresent("version", (name, version) -> new TreeSet<>());
    return values.entrySet().stream()
        .map(entry -> "`" + entry.getKey() + "`" + listed(entry.getValue()))
        .collect(Collectors.joining("; "));
  }

  private static String listed(Set<String> values) {
    return values.isEmpty() ? "" : ": " + String.join(", ", values);
  }

  @Test
  void everyOtherNameIsOneOfTheLibraries() {
    TreeSet<String> unused = new TreeSet<>(LIBRARIES.keySet());
    for (String sample : samples()) {
      if (!sample.startsWith(OURS)) {
        List<String> known = LIBRARIES.keySet().stream().filter(sample::startsWith).toList();
        assertEquals(1, known.size(), sample);
        unused.removeAll(known);
      }
    }
    assertEquals(new TreeSet<>(), unused);
  }

  @Test
  void gaugesShowHowItStands() {
    assertShows("nowserving_inbox 7.0");
    assertShows("nowserving_store_ready 1.0");
    assertShows("nowserving_tickets{state=\"waiting\"} 3.0");
    assertShows("nowserving_tickets{state=\"serving\"} 2.0");
    assertShows("nowserving_tables_taken 1.0");
    assertShows("nowserving_password_hashes_total 4.0");
    assertShows("nowserving_longest_wait_seconds 90.0");
    assertShows("nowserving_loop_idle_seconds 2.5");
    assertShows("nowserving_ready 1.0");
    assertShows(
        "nowserving_build_info{java=\"%s\",version=\"1.2.3\"} 1".formatted(Runtime.version()));
  }

  @Test
  void whatHappensIsCounted() {
    assertShows("nowserving_commands_total{outcome=\"done\",verb=\"accept\"} 0.0");
    metrics.decided(Verb.ACCEPT, false);
    metrics.decided(Verb.ACCEPT, true);
    metrics.decided(Verb.ACCEPT, true);
    assertShows("nowserving_commands_total{outcome=\"done\",verb=\"accept\"} 1.0");
    assertShows("nowserving_commands_total{outcome=\"refused\",verb=\"accept\"} 2.0");

    metrics.queried(true);
    assertShows("nowserving_commands_total{outcome=\"refused\",verb=\"query\"} 1.0");

    metrics.connectionOpened(Endpoint.KIOSK);
    metrics.connectionOpened(Endpoint.KIOSK);
    metrics.connectionClosed(Endpoint.KIOSK, Ending.TOO_SLOW);
    assertShows("nowserving_connections{endpoint=\"kiosk\"} 1.0");
    assertShows("nowserving_connections_opened_total{endpoint=\"kiosk\"} 2.0");
    assertShows("nowserving_connections_closed_total{ending=\"too_slow\",endpoint=\"kiosk\"} 1.0");
    assertShows("nowserving_connections{endpoint=\"staff\"} 0.0");

    metrics.stored(40, 3_000_000);
    metrics.storeFailing();
    assertShows("nowserving_commit_seconds_bucket{le=\"0.002\"} 0");
    assertShows("nowserving_commit_seconds_bucket{le=\"0.005\"} 1");
    assertShows("nowserving_commit_changes_sum 40.0");
    assertShows("nowserving_store_failures_total 1.0");

    metrics.said(3, 120);
    assertShows("nowserving_messages_sent_total 3.0");
    assertShows("nowserving_sent_bytes_total 120.0");

    metrics.broadcast(2);
    assertShows("nowserving_broadcasts_total 2.0");
    metrics.signInFailed(Secret.PASSWORD);
    assertShows("nowserving_sign_in_failures_total{secret=\"password\"} 1.0");
    assertShows("nowserving_sign_in_failures_total{secret=\"device_key\"} 0.0");

    metrics.displaysHeard(30_000_000);
    assertShows("nowserving_last_display_seconds_bucket{le=\"0.025\"} 0");
    assertShows("nowserving_last_display_seconds_bucket{le=\"0.05\"} 1");
    metrics.waited(Duration.ofMinutes(12));
    assertShows("nowserving_wait_seconds_bucket{le=\"600.0\"} 0");
    assertShows("nowserving_wait_seconds_bucket{le=\"900.0\"} 1");
    assertShows("nowserving_wait_seconds_sum 720.0");
    metrics.served(Duration.ofMinutes(3));
    assertShows("nowserving_service_seconds_bucket{le=\"120.0\"} 0");
    assertShows("nowserving_service_seconds_bucket{le=\"300.0\"} 1");

    metrics.answered(Endpoint.STAFF, 30_000_000);
    metrics.answered(Endpoint.DISPLAY, 30_000_000);
    assertShows("nowserving_answer_seconds_bucket{endpoint=\"staff\",le=\"0.05\"} 1");
    assertShows("nowserving_answer_seconds_count{endpoint=\"kiosk\"} 0");
  }

  @Test
  void theLongestWaitIsNothingWhereNobodyWaitsOrTheClockWasSetBack() {
    for (Optional<Instant> since :
        List.of(Optional.<Instant>empty(), Optional.of(NOW.plusSeconds(9)))) {
      try (Metrics fresh = new Metrics("1.2.3")) {
        LoopState state = new LoopState(0, true, true, new Floor.Figures(0, 0, 0, since));
        fresh.watchLoop(() -> state, () -> 0, () -> new Moment(NOW, 0));
        assertTrue(
            fresh.scrape().lines().anyMatch("nowserving_longest_wait_seconds 0.0"::equals),
            fresh::scrape);
      }
    }
  }

  @Test
  void noGaugeTellsTheGreatestOfAHistogram() {
    assertShows("hikaricp_connections_max{pool=\"lookups\"} 10.0"); // which is none of these
    List<String> greatest =
        samples().stream()
            .filter(sample -> sample.contains("_max{") || sample.contains("_max "))
            .filter(sample -> !sample.startsWith("hikaricp_connections_max{"))
            .toList();
    assertEquals(List.of(), greatest);
  }

  @Test
  void everyMemberOfAClosedSetHasASeries() {
    for (Ending ending : Ending.values()) {
      for (Endpoint endpoint : Endpoint.values()) {
        assertShows(
            "nowserving_connections_closed_total{ending=\"%s\",endpoint=\"%s\"} 0.0"
                .formatted(ending.name().toLowerCase(Locale.ROOT), endpoint.path().substring(1)));
      }
    }
    for (Verb verb : Verb.values()) {
      assertShows(
          "nowserving_commands_total{outcome=\"done\",verb=\"%s\"} 0.0".formatted(verb.word()));
    }
  }
}

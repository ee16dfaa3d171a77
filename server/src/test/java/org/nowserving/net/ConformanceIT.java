package org.nowserving.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nowserving.net.ConformanceReport.Case;
import org.nowserving.net.ConformanceReport.Verdict;
import tools.jackson.databind.ObjectMapper;

/**
 * Autobahn's conformance suite against the product's own pipeline ({@link EchoServer} says what is
 * replaced). The suite is Python, so it runs under Jython, as a process of its own.
 *
 * <p>{@code -Dit.autobahn.cases=all} runs all 301 cases, which takes minutes; patterns such as
 * {@code 9.*,10.1.1} run some.
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 40, unit = TimeUnit.MINUTES)
class ConformanceIT {
  /** All but the performance of group 9, and the extensions, of which the server has none. */
  private static final String QUICK = "1.*,2.*,3.*,4.*,5.*,6.*,7.*,10.*";

  private static final String ALL = QUICK + ",9.*";
  private static final String CASES = System.getProperty("it.autobahn.cases", "quick");

  /**
   * 6.4.3 and 6.4.4: bad UTF-8 is noticed at the end of the frame, not in the middle of it. The
   * standard allows either.
   */
  private static final Set<String> MAY_BE_NON_STRICT = Set.of("6.4.3", "6.4.4");

  /** What the suite has for a handshake, and for the end of a connection; by itself 5 and 1. */
  private static final int SUITE_PATIENCE_SECONDS = 30;

  private static final Pattern PLANNED = Pattern.compile("Ok, will run (\\d+) test cases");

  private final Path directory = Path.of(property("nowserving.test.autobahn-dir"));

  private static String property(String name) {
    return Objects.requireNonNull(System.getProperty(name), name);
  }

  private static List<String> patterns() {
    String cases =
        switch (CASES) {
          case "quick" -> QUICK;
          case "all" -> ALL;
          default -> CASES;
        };
    return List.of(cases.split(",", -1));
  }

  @Test
  void theSuiteFindsNothing() throws Exception {
    ConformanceReport report = play();
    assertEquals(planned(), report.cases().size(), "some cases did not run");
    System.out.println("Autobahn's cases " + String.join(" ", patterns()) + ":");
    System.out.println(report.table());
    System.out.println("Informational: " + report.with(Verdict.INFORMATIONAL));
    System.out.println("Non-strict: " + report.with(Verdict.NON_STRICT));
    assertEquals(List.of(), report.with(Verdict.FAILED), () -> "see " + directory);
    List<Case> nonStrict = report.with(Verdict.NON_STRICT);
    assertTrue(
        nonStrict.stream().allMatch(found -> MAY_BE_NON_STRICT.contains(found.id())),
        nonStrict::toString);
  }

  private ConformanceReport play() throws Exception {
    Path reports = directory.resolve("reports");
    try (EchoServer server = new EchoServer()) {
      Path plan = plan(server, reports);
      Process suite = jython(plan).redirectErrorStream(true).redirectOutput(log().toFile()).start();
      try {
        assertEquals(0, suite.waitFor(), () -> "the suite did not end well; see " + log());
      } finally {
        suite.destroyForcibly();
      }
    }
    return ConformanceReport.read(reports.resolve("index.json"));
  }

  private Path log() {
    return directory.resolve("suite.log");
  }

  /** How many cases there are, where this is known; otherwise how many the suite found to run. */
  private int planned() throws IOException {
    return switch (CASES) {
      case "quick" -> 247;
      case "all" -> 301;
      default -> {
        Matcher found = PLANNED.matcher(Files.readString(log()));
        assertTrue(found.find(), "the suite ran nothing");
        yield Integer.parseInt(found.group(1));
      }
    };
  }

  private Path plan(EchoServer server, Path reports) throws IOException {
    Map<String, Object> plan =
        Map.of(
            "outdir",
            reports.toString(),
            "servers",
            List.of(Map.of("agent", "nowserving", "url", server.uri().toString())),
            "options",
            Map.of(
                "failByDrop",
                false,
                "openHandshakeTimeout",
                SUITE_PATIENCE_SECONDS,
                "closeHandshakeTimeout",
                SUITE_PATIENCE_SECONDS,
                "serverConnectionDropTimeout",
                SUITE_PATIENCE_SECONDS),
            "cases",
            patterns());
    Files.createDirectories(reports);
    Files.deleteIfExists(reports.resolve("index.json"));
    return Files.writeString(
        directory.resolve("plan.json"), new ObjectMapper().writeValueAsString(plan));
  }

  private ProcessBuilder jython(Path plan) {
    return new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Dpython.cachedir.skip=true",
        "-cp",
        directory.resolve("lib").toString() + "/*",
        "org.python.util.jython",
        "-c",
        "import sys; sys.argv = ['wstest', '-m', 'fuzzingclient', '-s', '"
            + plan
            + "']; from autobahntestsuite import wstest; wstest.run()");
  }
}

package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nowserving.desk.Badge;
import org.nowserving.store.postgres.TestDatabase;

/**
 * Devices that read slowly, or not at all, harm themselves only.
 *
 * <p>How long words take to the healthy displays is measured in rounds, without stalled ones and
 * with them in turn; what is compared is the median of the rounds' 99th percentiles. It may grow by
 * a fifth and by {@code it.slow.slack-ms}, which is there for machines that do other work as well:
 * {@code -Dit.slow.slack-ms=0 -Dit.slow.rounds=7 -Dit.slow.seconds=12} is the promise itself.
 * {@code -Dit.slow.link-bytes} is how many bytes a second the slow console's link lets through.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class SlowDevicesIT {
  private static final int ROUNDS = Integer.getInteger("it.slow.rounds", 1);
  private static final int SECONDS = Integer.getInteger("it.slow.seconds", 3);
  private static final int SLACK_MS = Integer.getInteger("it.slow.slack-ms", 2_000);
  private static final int LINK_BYTES_PER_SECOND =
      Integer.getInteger("it.slow.link-bytes", 300_000);

  private static final double MOST_GROWTH = 1.2;

  private static final int HEALTHY = 450;
  private static final int STALLED = 50;

  /** Of each of the staff, while it is measured how long words take. */
  private static final int QUICK = 8;

  /** Of each of the staff, beside the slow console. */
  private static final int SLOW = 4;

  /** For how long the stalled may be there, with much to spare: what is left over is not served. */
  private static final int LONGEST_ROUND_SECONDS = SECONDS + 30;

  /** What the system takes in for a device that does not read, more or less. */
  private static final int SMALL = 4_096;

  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
  private static final Duration GONE_IN = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Out of memory ends the server. It ships with more than twice as much. */
  private static final String LITTLE_MEMORY = "-Xmx192m -XX:MaxDirectMemorySize=64m";

  /** Heap and buffers as above, and as much again for Java itself. */
  private static final int MOST_MEMORY_MIB = 512;

  private static final int WAITING = 10_000;
  private static final int KIOSKS = 8;

  /** Of a kiosk, without an answer. */
  private static final int IN_FLIGHT = 64;

  private final HttpClient http = HttpClient.newHttpClient();
  private Ground ground;
  private TestDatabase database;
  private ServerProcess server;

  @BeforeEach
  void start() throws Exception {
    ground = new Ground();
    database = TestDatabase.fresh();
    server =
        ground.start(
            ground
                .on(database)
                .withoutLimits()
                .withVariable("NOWSERVING_JAVA_OPTIONS", LITTLE_MEMORY));
  }

  @AfterEach
  void leaveNothing() throws Exception {
    ground.close();
    database.close();
    http.close();
  }

  @Test
  void displaysThatStopReadingHarmThemselvesOnly() throws Exception {
    try (Crowd crowd = new Crowd(server.service())) {
      List<Badge> crew = Crew.hire(server.service(), "Ann", "Ben", "Cem", "Dee", "Eve");
      openTickets(crowd, ROUNDS * LONGEST_ROUND_SECONDS * crew.size() * QUICK / 2);
      Shift shift = new Shift(crowd, crew);
      List<String> picks = new ArrayList<>();
      for (int table = 0; table < shift.tables(); table++) {
        picks.add("pick " + table);
      }
      Wall wall = new Wall(crowd, HEALTHY, picks, shift);
      shift.during(QUICK, () -> TimeUnit.SECONDS.sleep(1)); // a server that was just started
      wall.awaitHeard(2 * (int) shift.taken());

      List<Double> without = new ArrayList<>();
      List<Double> with = new ArrayList<>();
      for (int round = 1; round <= ROUNDS; round++) {
        without.add(print(round + " without", read(crowd, shift, wall)));
        with.add(print(round + " with", stall(crowd, shift, wall)));
      }
      wall.assertHeardAll();
      assertWholeStateFor(crowd, shift, picks);
      assertMemory();
      assertGrowth(median(without), median(with));
    }
  }

  /** There are as many displays as in {@link #stall}, and all of them read. */
  private Histogram read(Crowd crowd, Shift shift, Wall wall) throws Exception {
    List<Crowd.Member> others = new ArrayList<>();
    for (int i = 0; i < STALLED; i++) {
      others.add(crowd.join("/display", "", (line, nanos) -> {}));
    }
    shift.during(
        QUICK,
        () -> {
          long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
          while (System.nanoTime() < end) {
            tooSlow(); // which costs something, too
            Thread.sleep(LOOK_AGAIN);
          }
        });
    Histogram undisturbed = wall.awaitHeard(2 * (int) shift.taken());
    for (Crowd.Member other : others) {
      assertNull(other.end());
      other.close();
    }
    return undisturbed;
  }

  /** Some displays stop reading, and the staff work until they are gone. */
  private Histogram stall(Crowd crowd, Shift shift, Wall wall) throws Exception {
    List<SocketChannel> stalled = new ArrayList<>();
    for (int i = 0; i < STALLED; i++) {
      stalled.add(crowd.connect("/display", "", SMALL));
    }
    double closedBefore = tooSlow();
    long start = System.nanoTime();
    Duration[] gone = new Duration[1];
    shift.during(
        QUICK,
        () -> {
          awaitTooSlow(closedBefore + STALLED);
          for (SocketChannel one : stalled) {
            assertEnds(one);
          }
          gone[0] = Duration.ofNanos(System.nanoTime() - start);
        });
    Histogram disturbed = wall.awaitHeard(2 * (int) shift.taken());
    System.out.printf("%d stalled displays were gone in %.1f s%n", STALLED, seconds(gone[0]));
    // A machine that keeps the healthy waiting keeps everybody waiting, the server's timers too.
    Duration slowest = Duration.ofMillis((long) millis(disturbed, 100));
    assertTrue(gone[0].compareTo(GONE_IN.plus(slowest)) <= 0, () -> gone[0] + ", " + slowest);
    assertEquals(
        HEALTHY, scrape().sum("nowserving_connections", "endpoint=\"display\""), "displays left");
    return disturbed;
  }

  private Scrape scrape() throws IOException, InterruptedException {
    return Scrape.of(http, server.operations());
  }

  private double tooSlow() throws IOException, InterruptedException {
    return scrape()
        .sum("nowserving_connections_closed_total", "endpoint=\"display\"", "ending=\"too_slow\"");
  }

  private void awaitTooSlow(double count) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (tooSlow() < count) {
      assertTrue(System.nanoTime() < deadline, "the stalled are still there");
      Thread.sleep(LOOK_AGAIN);
    }
  }

  /** What the system took in can be read, and then there is an end. */
  private static void assertEnds(SocketChannel stalled) throws IOException {
    try (stalled) {
      stalled.socket().setSoTimeout((int) PATIENCE.toMillis());
      stalled.socket().getInputStream().readAllBytes();
    } catch (IOException reset) {
      assertTrue(String.valueOf(reset.getMessage()).contains("reset"), reset::toString);
    }
  }

  /** Who comes back hears how things stand. */
  private static void assertWholeStateFor(Crowd crowd, Shift shift, List<String> picks)
      throws Exception {
    List<String> present = new ArrayList<>(picks);
    present.addAll(shift.takeOneEach());
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    crowd.join("/display", "", (line, nanos) -> heard.add(line));
    for (String line : present) {
      assertEquals(line, heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }
  }

  private void assertMemory() throws IOException {
    String peak =
        Files.readAllLines(Path.of("/proc", String.valueOf(server.pid()), "status")).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .findFirst()
            .orElseThrow()
            .replaceAll("\\D", "");
    long mib = Long.parseLong(peak) / 1_024;
    System.out.printf("memory of the server, at the most: %d MiB%n", mib);
    assertTrue(server.isAlive(), server::words);
    assertTrue(mib <= MOST_MEMORY_MIB, () -> mib + " MiB");
  }

  /** The time within which so many percent were there; 0 where nothing was. */
  private static double millis(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e6;
  }

  private static double print(String round, Histogram latencies) {
    System.out.printf(
        "round %s the stalled: %d words to %d healthy displays, median %.1f ms, 99th percentile"
            + " %.1f ms, slowest %.1f ms%n",
        round,
        latencies.getTotalCount(),
        HEALTHY,
        millis(latencies, 50),
        millis(latencies, 99),
        millis(latencies, 100));
    return millis(latencies, 99);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static void assertGrowth(double without, double with) {
    System.out.printf(
        "99th percentile, median of %d rounds: %.1f ms without the stalled, %.1f ms with them,"
            + " %+.0f %%%n",
        ROUNDS, without, with, 100 * (with / without - 1));
    assertTrue(with <= MOST_GROWTH * without + SLACK_MS, () -> without + " ms, " + with + " ms");
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  /** So many visitors sign in, as fast as the server takes it. */
  private static void openTickets(Crowd crowd, int count) throws IOException, InterruptedException {
    BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    List<Crowd.Member> kiosks = new ArrayList<>();
    for (int i = 0; i < KIOSKS; i++) {
      kiosks.add(crowd.join("/kiosk", "", (line, nanos) -> answers.add(line)));
    }
    int said = 0;
    for (int heard = 0; heard < count; heard++) {
      for (; said < count && said < heard + KIOSKS * IN_FLIGHT; said++) {
        kiosks.get(said % KIOSKS).say("new visitor" + said + "@example.com Visitor Number " + said);
      }
      String answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (answer == null || !answer.startsWith("success new {")) {
        List<String> ends = kiosks.stream().map(kiosk -> String.valueOf(kiosk.end())).toList();
        throw new AssertionError("after " + heard + " tickets: " + answer + ", " + ends);
      }
    }
  }

  @Test
  void aConsoleOnASlowLinkGetsTenThousandTicketsWhileOthersAreServed() throws Exception {
    try (Crowd crowd = new Crowd(server.service())) {
      List<Badge> crew = Crew.hire(server.service(), "Ann", "Ben");
      openTickets(crowd, WAITING);
      Shift shift = new Shift(crowd, crew.subList(0, 1));

      SocketChannel console = crowd.connect("/staff", crew.get(1).token().secret(), 4 * SMALL);
      SlowLink link = new SlowLink(console, LINK_BYTES_PER_SECOND);
      long[] servedMeanwhile = new long[1];
      List<String> heard = new ArrayList<>();
      shift.during(
          SLOW,
          () -> {
            while (heard.size() < 1 + WAITING) {
              heard.add(link.hear());
            }
            servedMeanwhile[0] = shift.taken();
          });
      while (heard.size() < 1 + WAITING + shift.taken()) {
        heard.add(link.hear());
      }
      console.close();
      System.out.printf(
          "a console at %d bytes a second: %d tickets in %.1f s; meanwhile others took %d%n",
          LINK_BYTES_PER_SECOND, WAITING, link.seconds(), servedMeanwhile[0]);

      assertEquals("taken 0", heard.getFirst());
      for (int i = 0; i < WAITING; i++) {
        String line = heard.get(1 + i);
        assertTrue(line.startsWith("new {\"id\":" + i + ","), line);
      }
      for (String line : heard.subList(1 + WAITING, heard.size())) {
        assertTrue(line.startsWith("claimed {"), line);
      }
      assertTrue(servedMeanwhile[0] > 0, "nobody was served in the meantime");
    }
  }
}

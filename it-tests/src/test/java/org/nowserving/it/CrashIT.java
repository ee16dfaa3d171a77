package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nowserving.desk.Badge;
import org.nowserving.desk.Desk;
import org.nowserving.desk.Ledger;
import org.nowserving.desk.Ledger.Outcome;
import org.nowserving.desk.Plan;
import org.nowserving.desk.Tally;

/**
 * kill -9 of the server and of PostgreSQL, again and again, at seeded moments while visitors come
 * and staff serve them. Every command is written down as acknowledged, refused, or unknown; at the
 * end all of it is held against what was kept.
 *
 * <p>The settings are {@code -Dit.crash.server-kills}, {@code -Dit.crash.postgres-kills} and {@code
 * -Dit.crash.seed}. The figures that it prints are those of docs/RELIABILITY.md.
 */
class CrashIT {
  private static final int SERVER_KILLS = Integer.getInteger("it.crash.server-kills", 30);
  private static final int POSTGRES_KILLS = Integer.getInteger("it.crash.postgres-kills", 10);
  private static final long SEED = Long.getLong("it.crash.seed", 1);

  private static final int VISITORS_PER_SECOND = 150;
  private static final int MOST_ACKNOWLEDGED_BETWEEN_KILLS = 300;
  private static final Duration FOR_PROGRESS = Duration.ofSeconds(60);

  private enum Victim {
    SERVER,
    POSTGRES
  }

  private final Random chance = new Random(SEED);
  private final Address address = new Address();
  private final List<Duration> serverAway = new ArrayList<>();
  private final List<Duration> postgresAway = new ArrayList<>();
  private Ground ground;
  private Launch launch;
  private ServerProcess server;

  @BeforeEach
  void prepare() throws Exception {
    ground = new Ground();
    launch = ground.launch().with("tables", "20").withoutLimits();
    server = ground.start(launch);
    address.is(server.service());
  }

  @AfterEach
  void leaveNothing() throws Exception {
    ground.close();
  }

  @Test
  void nothingAcknowledgedIsLost() throws Exception {
    long start = System.nanoTime();
    List<Badge> crew = Crew.hire(server.service(), "Alice", "Bob", "Carol");
    Plan plan = Plan.rush(1, VISITORS_PER_SECOND, SEED);
    try (Desk desk = new Desk(address, plan, crew)) {
      desk.open();
      for (Victim victim : victims()) {
        awaitAcknowledged(desk, 1 + chance.nextInt(MOST_ACKNOWLEDGED_BETWEEN_KILLS));
        Thread.sleep(Duration.ofNanos(chance.nextInt(20_000_000))); // anywhere within a commit
        kill(victim, desk);
      }
      awaitAcknowledged(desk, MOST_ACKNOWLEDGED_BETWEEN_KILLS);
      desk.closeTheDoor();
      desk.compareThePictures();
      desk.awaitTheEnd();
      judge(desk, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private List<Victim> victims() {
    List<Victim> victims = new ArrayList<>();
    victims.addAll(Collections.nCopies(SERVER_KILLS, Victim.SERVER));
    victims.addAll(Collections.nCopies(POSTGRES_KILLS, Victim.POSTGRES));
    Collections.shuffle(victims, chance);
    return victims;
  }

  private void kill(Victim victim, Desk desk) throws Exception {
    long start = System.nanoTime();
    switch (victim) {
      case SERVER -> {
        address.isGone();
        server.kill();
        server = ground.start(launch);
        address.is(server.service());
        serverAway.add(Duration.ofNanos(System.nanoTime() - start));
      }
      case POSTGRES -> {
        long postmaster = ground.postgres().pid();
        ground.postgres().killPostmaster();
        awaitSuccessorOf(postmaster);
        awaitAcknowledged(desk, 1); // by the new one, because the old one has no process left
        postgresAway.add(Duration.ofNanos(System.nanoTime() - start));
      }
    }
  }

  /**
   * Waits until the server has started PostgreSQL again, which it does when the last process of the
   * killed one is gone.
   */
  private void awaitSuccessorOf(long postmaster) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + FOR_PROGRESS.toNanos();
    while (ground.postgres().process().filter(next -> next.pid() != postmaster).isEmpty()) {
      assertTrue(System.nanoTime() < deadline, () -> "PostgreSQL stays away:\n" + server.words());
      Thread.sleep(1);
    }
  }

  private void awaitAcknowledged(Desk desk, int more)
      throws InterruptedException, ExecutionException {
    long target = desk.ledger().count(Outcome.ACKNOWLEDGED) + more;
    long deadline = System.nanoTime() + FOR_PROGRESS.toNanos();
    while (desk.ledger().count(Outcome.ACKNOWLEDGED) < target) {
      assertTrue(server.isAlive(), () -> "the server ended by itself:\n" + server.words());
      assertTrue(System.nanoTime() < deadline, () -> "the desk stands still:\n" + server.words());
      desk.checkThatAllWork();
      Thread.sleep(1);
    }
  }

  private void judge(Desk desk, Duration took) throws Exception {
    Tally tally =
        Tally.of(
            desk.ledger(),
            Crew.history(server.service()).stream()
                .filter(entry -> desk.isOurs(entry.email()))
                .toList());
    List<String> broken;
    try (Connection database = ground.postgres().connect()) {
      broken = new ArrayList<>(FloorAudit.of(database));
    }
    broken.addAll(tally.contradictions());
    System.out.println(figures(desk.ledger(), tally, broken, took));
    assertAll(
        () -> assertEquals(List.of(), tally.lost()),
        () -> assertEquals(List.of(), tally.servedByTwo()),
        () -> assertEquals(List.of(), broken),
        () ->
            assertTrue(
                SERVER_KILLS + POSTGRES_KILLS < 5 || desk.ledger().count(Outcome.UNKNOWN) > 0,
                "no kill met a command under way: this run proves nothing"));
  }

  private String figures(Ledger ledger, Tally tally, List<String> broken, Duration took) {
    return """

    Crash test, seed %d: %d kill -9 of the server, %d kill -9 of PostgreSQL, under load, in %d s
      commands:  %,d acknowledged, %,d refused, %,d refused as unavailable, %,d unknown
      tickets:   %,d
      server:    ready again after %s
      database:  serving again after %s
      acknowledged and lost:   %d
      tickets served by two:   %d
      invariants broken:       %d
    """
        .formatted(
            SEED,
            SERVER_KILLS,
            POSTGRES_KILLS,
            took.toSeconds(),
            ledger.count(Outcome.ACKNOWLEDGED),
            ledger.count(Outcome.REFUSED),
            ledger.count(Outcome.UNAVAILABLE),
            ledger.count(Outcome.UNKNOWN),
            tally.tickets(),
            spread(serverAway),
            spread(postgresAway),
            tally.lost().size(),
            tally.servedByTwo().size(),
            broken.size());
  }

  private static String spread(List<Duration> times) {
    if (times.isEmpty()) {
      return "(none)";
    }
    List<Duration> sorted = times.stream().sorted().toList();
    return "%.1f s in the median, %.1f s at worst"
        .formatted(
            sorted.get(sorted.size() / 2).toMillis() / 1000.0,
            sorted.getLast().toMillis() / 1000.0);
  }
}

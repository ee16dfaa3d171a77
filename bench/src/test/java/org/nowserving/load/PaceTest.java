package org.nowserving.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who waits because the server stood still is counted as waiting, whenever it stood still. */
class PaceTest {
  private static final int STALL_MILLIS = 500;
  private static final Duration MEASURED = Duration.ofSeconds(1);

  /** A server that stands still once, beginning so long after the measurement does. */
  private static Measurement load(Plan plan, WrongServer server, long afterMillis, long millis)
      throws IOException, InterruptedException {
    Load.Watch watch =
        new Load.Watch() {
          @Override
          public void begins() {
            server.standStill(afterMillis, millis);
          }

          @Override
          public void ends() {}
        };
    return new Load(plan, watch, line -> {}).run();
  }

  private static Plan plan(WrongServer server) {
    return Plan.of(server.url(), Workload.ECHO).by(4, 1).lasting(Duration.ofMillis(100), MEASURED);
  }

  @Test
  void pacedEverybodyWhoWaitedCounts() throws IOException, InterruptedException {
    try (WrongServer server = new WrongServer()) {
      Measurement measured = load(plan(server).paced(1_000), server, 300, STALL_MILLIS);
      // half of all came due meanwhile; the last half of them, a quarter of all, waited the longer
      // half
      assertTrue(measured.latency().p90() > 250_000, measured::toString);
      assertTrue(measured.latency().p99() > 400_000, measured::toString);
      assertEquals(1_000 * measured.seconds(), (double) measured.latency().count(), 100.0);
    }
  }

  @Test
  void pacedAStallThatOutlastsTheMeasurementCounts() throws IOException, InterruptedException {
    try (WrongServer server = new WrongServer()) {
      Measurement measured = load(plan(server).paced(1_000), server, 800, 2 * STALL_MILLIS);
      assertTrue(measured.latency().p99() > 400_000, measured::toString);
      assertEquals(1_000 * measured.seconds(), (double) measured.latency().count(), 100.0);
      assertTrue(measured.commands() < 900, measured::toString);
    }
  }

  /** What the pace is there for: without it a stall is one slow answer a connection. */
  @Test
  void withoutAPaceFewOfThemCount() throws IOException, InterruptedException {
    try (WrongServer server = new WrongServer()) {
      Measurement measured = load(plan(server), server, 300, STALL_MILLIS);
      assertTrue(measured.latency().p90() < 250_000, measured::toString);
      assertTrue(measured.latency().max() > 400_000, measured::toString);
    }
  }

  @Test
  void aServerThatCannotKeepUpIsGivenUpAndNotWaitedForWithoutEnd() {
    try (WrongServer server = new WrongServer()) {
      Plan plan = plan(server).paced(3_000_000).lasting(Duration.ZERO, Duration.ofSeconds(30));
      LoadException end =
          assertThrows(
              LoadException.class, () -> new Load(plan, Load.Watch.NOBODY, line -> {}).run());
      assertTrue(
          String.valueOf(end.getMessage())
              .endsWith("commands wait that were due: ask for less a second"),
          end::toString);
    }
  }

  @Test
  void soManyASecondAndNoMore() throws IOException, InterruptedException {
    try (WrongServer server = new WrongServer()) {
      Measurement measured = new Load(plan(server).paced(200), Load.Watch.NOBODY, line -> {}).run();
      assertEquals(200, measured.commandsPerSecond(), 20);
    }
  }
}

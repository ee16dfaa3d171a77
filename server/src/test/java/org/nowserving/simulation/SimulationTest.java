package org.nowserving.simulation;

import org.junit.jupiter.api.Test;

/**
 * Thousands of simulated mornings. {@code -Dsimulation.seeds=N} lives through more, {@code
 * -Dsimulation.first=SEED} begins there; a failure names the seed that replays it.
 */
class SimulationTest {
  private static final long FIRST = Long.getLong("simulation.first", 0);
  private static final int SEEDS = Integer.getInteger("simulation.seeds", 10_000);

  @Test
  void everyMorningKeepsEveryPromise() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      live(seed);
    }
    System.out.println(
        "simulation: " + SEEDS + " mornings from seed " + FIRST + ", no promise broken");
  }

  private static void live(long seed) {
    try {
      new Simulation(seed).run();
    } catch (RuntimeException | AssertionError broken) {
      throw new AssertionError(
          "seed "
              + seed
              + ": "
              + broken.getMessage()
              + "\nreplay: mvn -pl server -am test -Dtest=SimulationTest"
              + " -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seeds=1 -Dsimulation.first="
              + seed,
          broken);
    }
  }
}

package org.nowserving.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Thousands of simulated mornings. {@code -Dsimulation.seeds=N} lives through more, {@code
 * -Dsimulation.first=SEED} begins there; a failure names the seed that replays it.
 */
class SimulationTest {
  private static final long FIRST = Long.getLong("simulation.first", 0);
  private static final int SEEDS = Integer.getInteger("simulation.seeds", 10_000);

  /**
   * Every reply that the floor can give of its own accord, and the refusal of a message that was
   * none.
   */
  private static final Set<String> REPLIES =
      Set.of(
          "SignedIn",
          "SignedIn again",
          "Claimed",
          "Completed",
          "Cancelled",
          "Picked",
          "Unpicked",
          "TOKEN_INVALID",
          "NO_TABLE_CHOSEN",
          "NO_SUCH_TICKET",
          "ALREADY_CLAIMED",
          "ALREADY_ENDED",
          "NOT_AT_A_TABLE",
          "NOT_YOUR_TICKET",
          "TOKEN_UNKNOWN",
          "TABLE_NOT_AVAILABLE",
          "NO_TABLE_ASSIGNED",
          "UNAVAILABLE",
          "MALFORMED",
          "UNKNOWN_COMMAND");

  @Test
  void everyMorningKeepsEveryPromise() {
    Map<String, Integer> heard = new TreeMap<>();
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      live(seed).forEach((reply, times) -> heard.merge(reply, times, Integer::sum));
    }
    System.out.println("simulation: " + SEEDS + " mornings from seed " + FIRST + ": " + heard);
    if (SEEDS >= 1_000) {
      assertEquals(REPLIES, heard.keySet(), "a simulation that never hears a reply proves nothing");
    }
  }

  private static Map<String, Integer> live(long seed) {
    try {
      return new Simulation(seed).run();
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

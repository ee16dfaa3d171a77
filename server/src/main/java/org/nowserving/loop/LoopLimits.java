package org.nowserving.loop;

import java.time.Duration;

/**
 * What bounds the loop. Pure.
 *
 * @param inputsPerTurn how many inputs one turn decides at most
 * @param gathered how many changes may wait for the committer before the loop takes no further
 *     inputs
 * @param answerTime for how long the store may be silent before commands are refused
 * @param patience for how long a command's answer may be held before its connection is closed in
 *     doubt
 */
public record LoopLimits(int inputsPerTurn, int gathered, Duration answerTime, Duration patience) {
  /** What a server runs with unless it is told otherwise. */
  public static final LoopLimits DEFAULT =
      new LoopLimits(1_024, 16_384, Duration.ofSeconds(1), Duration.ofSeconds(5));
}

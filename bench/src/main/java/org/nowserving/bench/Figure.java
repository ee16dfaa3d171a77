package org.nowserving.bench;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One row of the table of ratios: what is ours, divided by what it is held against, round by round.
 */
enum Figure {
  NEW_DEEP(Step.NEW_DEEP, Step.PG_INSERT, Bound.AT_LEAST, 2.5, 4),
  NEW_DEEP_PLAIN(Step.NEW_DEEP, Step.PLAIN_NEW, Bound.AT_LEAST, 8, 13),
  NEW_SINGLE(Step.NEW_SINGLE, Step.PG_INSERT, Bound.AT_LEAST, 1, 1.6),
  NEW_SINGLE_HALF(Step.NEW_SINGLE_HALF, Step.SYNC, Bound.AT_MOST, 30, 15),
  NEW_LONE(Step.NEW_LONE, Step.PG_THREE_ROWS, Bound.AT_MOST, 1, 0.7),
  CYCLES(Step.CYCLES, Step.PG_CHANGE, Bound.AT_LEAST, 3, 5),
  REFUSED(Step.REFUSED, Step.ECHO, Bound.AT_LEAST, 0.4, 0.7),
  QUERY(Step.QUERY, Step.PG_SELECT, Bound.AT_LEAST, 1, 2),
  WALL(Step.WALL, Step.BARE_FANOUT, Bound.AT_LEAST, 0.8, 0.95),
  WALL_UWS(Step.WALL, Step.UWS_FANOUT, Bound.AT_LEAST, 0.6, 0.8),
  REACH(Step.REACH, Step.BARE_REACH, Bound.AT_MOST, 3, 1.5),
  IDLE(Step.IDLE, Step.BARE_IDLE, Bound.AT_MOST, 1.5, 1.2),
  FULL_NEW(Step.FULL_NEW, Step.EMPTY_NEW, Bound.AT_LEAST, 0.75, 0.95),
  FULL_READY(Step.FULL_READY, Step.EMPTY_READY, Bound.AT_MOST, 1.5, 1.2),
  FULL_HEAP(Step.FULL_HEAP, Step.EMPTY_HEAP, Bound.AT_MOST, 1.1, 1.0);

  /** On which side of its bounds a ratio is good. */
  enum Bound {
    AT_LEAST,
    AT_MOST
  }

  private final Step ours;
  private final Step yardstick;
  private final Bound bound;
  private final double must;
  private final double aim;

  Figure(Step ours, Step yardstick, Bound bound, double must, double aim) {
    this.ours = ours;
    this.yardstick = yardstick;
    this.bound = bound;
    this.must = must;
    this.aim = aim;
  }

  Step ours() {
    return ours;
  }

  Step yardstick() {
    return yardstick;
  }

  /** Everything that has to be measured for it. */
  Set<Step> steps() {
    return switch (this) {
      case REACH -> EnumSet.of(ours, yardstick, Step.SYNC);
      case NEW_SINGLE_HALF -> EnumSet.of(ours, yardstick, Step.NEW_SINGLE);
      case NEW_DEEP,
          NEW_DEEP_PLAIN,
          NEW_SINGLE,
          NEW_LONE,
          CYCLES,
          REFUSED,
          QUERY,
          WALL,
          WALL_UWS,
          IDLE,
          FULL_NEW,
          FULL_READY,
          FULL_HEAP ->
          EnumSet.of(ours, yardstick);
    };
  }

  /** What it is held against, for people. */
  String yardstickTitle() {
    return this == REACH ? yardstick.title() + ", + one fdatasync" : yardstick.title();
  }

  double must() {
    return must;
  }

  double aim() {
    return aim;
  }

  Bound bound() {
    return bound;
  }

  boolean holds(double ratio, double wanted) {
    return switch (bound) {
      case AT_LEAST -> ratio >= wanted;
      case AT_MOST -> ratio <= wanted;
    };
  }

  /** The ratio of each round in which both were measured. */
  List<Double> ratios(Samples samples) {
    List<Double> ratios = new ArrayList<>();
    int rounds = Math.min(samples.count(ours), samples.count(yardstick));
    for (int round = 0; round < rounds; round++) {
      double against = samples.value(yardstick, round);
      if (this == REACH) {
        against += samples.value(Step.SYNC, round);
      }
      ratios.add(samples.value(ours, round) / against);
    }
    return ratios;
  }
}

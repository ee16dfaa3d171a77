package org.nowserving.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What every round showed. One thread. */
final class Samples {
  /**
   * One step in one round.
   *
   * @param value in the step's unit
   * @param foreign the share of all cores that was taken by what is none of our processes, 0 to 1
   * @param perCpuSecond how many commands, or deliveries, for a second of the server's CPU; 0 where
   *     there is no such server
   */
  record Sample(double value, double foreign, double perCpuSecond) {}

  private final Map<Step, List<Sample>> samples = new EnumMap<>(Step.class);

  void add(Step step, Sample sample) {
    samples.computeIfAbsent(step, none -> new ArrayList<>()).add(sample);
  }

  int count(Step step) {
    return of(step).size();
  }

  double value(Step step, int round) {
    return of(step).get(round).value();
  }

  List<Sample> of(Step step) {
    return samples.getOrDefault(step, List.of());
  }

  Map<Step, List<Sample>> all() {
    return samples;
  }
}

package org.nowserving.micro;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** What each operation cost. Pure. */
record CostTable(List<Cost> costs) {
  private static final String BYTES = "gc.alloc.rate.norm";

  /**
   * One row.
   *
   * @param error half the width of the interval in which the mean lies with 99.9 % confidence
   */
  record Cost(String operation, double nanos, double error, double bytes) {}

  CostTable {
    costs = List.copyOf(costs);
  }

  static CostTable of(Collection<RunResult> results) {
    return new CostTable(results.stream().map(CostTable::cost).toList());
  }

  private static Cost cost(RunResult result) {
    Result<?> time = result.getPrimaryResult();
    Result<?> allocated = Objects.requireNonNull(result.getSecondaryResults().get(BYTES), BYTES);
    return new Cost(
        operation(result.getParams().getBenchmark()),
        time.getScore(),
        time.getScoreError(),
        allocated.getScore());
  }

  /** {@code org.nowserving.micro.ParserBenchmark.kioskNew} in words: parser: kiosk new. */
  static String operation(String benchmark) {
    String[] names = benchmark.substring("org.nowserving.micro.".length()).split("\\.", -1);
    String part = names[0].replace("Benchmark", "").toLowerCase(Locale.ROOT);
    String words = names[1].replaceAll("(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    return part + ": " + words;
  }

  String plain() {
    return text("%-32s %10s %8s %10s%n", "%-32s %10.1f %8.1f %10.0f%n", "");
  }

  String markdown() {
    return text(
        "| %s | %s | %s | %s |%n",
        "| %s | %.1f | %.1f | %.0f |%n", "| --- | ---: | ---: | ---: |\n");
  }

  private String text(String headForm, String rowForm, String rule) {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, headForm, "operation", "ns/op", "±", "bytes/op"));
    text.append(rule);
    for (Cost cost : costs) {
      text.append(
          String.format(
              Locale.ROOT, rowForm, cost.operation(), cost.nanos(), cost.error(), cost.bytes()));
    }
    return text.toString();
  }
}

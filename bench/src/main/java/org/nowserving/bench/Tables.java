package org.nowserving.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nowserving.bench.Samples.Sample;

/** What was measured, as the tables of a page. Pure but for {@link #writeInto}. */
final class Tables {
  private static final String CONDITIONS = "conditions";
  private static final String RATIOS = "ratios";
  private static final String STEPS = "steps";

  private final Samples samples;
  private final Machine machine;
  private final int rounds;
  private final int seconds;

  Tables(Samples samples, Machine machine, int rounds, int seconds) {
    this.samples = samples;
    this.machine = machine;
    this.rounds = rounds;
    this.seconds = seconds;
  }

  /** The page that they are for. */
  static MarkedPage page(Path path) {
    return new MarkedPage(path, "bench/table");
  }

  static void check(MarkedPage page) throws IOException {
    page.check(List.of(CONDITIONS, RATIOS, STEPS));
  }

  void writeInto(MarkedPage page) throws IOException {
    page.write(Map.of(CONDITIONS, conditions(), RATIOS, ratios(), STEPS, steps()));
  }

  String conditions() {
    return "%s: %s. %d rounds of %d seconds each.\n"
        .formatted(LocalDate.now(ZoneOffset.UTC), machine.sentence(), rounds, seconds);
  }

  /** A row for each figure: the ratio, its spread, and whether it is what it has to be. */
  String ratios() {
    List<String> rows = new ArrayList<>();
    rows.add("| figure | held against | ratio | spread | must | aim | holds |");
    rows.add("| --- | --- | --- | --- | --- | --- | --- |");
    for (Figure figure : Figure.values()) {
      List<Double> ratios = figure.ratios(samples);
      if (ratios.isEmpty()) {
        continue;
      }
      Spread spread = Spread.of(ratios);
      rows.add(
          "| %s | %s | **%s** | %s–%s | %s %s | %s | %s |"
              .formatted(
                  figure.ours().title(),
                  figure.yardstickTitle(),
                  ratio(spread.median()),
                  ratio(spread.least()),
                  ratio(spread.most()),
                  figure.bound() == Figure.Bound.AT_LEAST ? "≥" : "≤",
                  plain(figure.must()),
                  plain(figure.aim()),
                  verdict(figure, spread.median())));
    }
    return String.join("\n", rows) + "\n";
  }

  private static String verdict(Figure figure, double ratio) {
    if (figure.holds(ratio, figure.aim())) {
      return "aim";
    }
    return figure.holds(ratio, figure.must()) ? "must" : "**missed**";
  }

  /** A row for each thing that was measured, in its own unit. */
  String steps() {
    List<String> rows = new ArrayList<>();
    rows.add("| measured | median | spread | a second of the server's CPU | foreign CPU |");
    rows.add("| --- | --- | --- | --- | --- |");
    for (Step step : Step.values()) {
      List<Sample> all = samples.of(step);
      if (all.isEmpty()) {
        continue;
      }
      Spread values = Spread.of(all.stream().map(Sample::value).toList());
      double perCpuSecond = Spread.of(all.stream().map(Sample::perCpuSecond).toList()).median();
      Spread foreign = Spread.of(all.stream().map(Sample::foreign).toList());
      rows.add(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s–%s | %s | %.0f %% (most %.0f %%) |",
              step.title(),
              value(step, values.median()),
              value(step, values.least()),
              value(step, values.most()),
              perCpuSecond > 0 ? count(perCpuSecond) : "",
              foreign.median() * 100,
              foreign.most() * 100));
    }
    return String.join("\n", rows) + "\n";
  }

  private static String value(Step step, double value) {
    return switch (step.unit()) {
      case A_SECOND -> count(value) + "/s";
      case MICROSECONDS ->
          value < 10_000
              ? String.format(Locale.ROOT, "%.0f µs", value)
              : String.format(Locale.ROOT, "%.0f ms", value / 1e3);
      case BYTES -> count(value) + " B";
    };
  }

  private static String count(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, "%.2f", ratio);
  }

  private static String plain(double bound) {
    return bound == Math.rint(bound)
        ? String.format(Locale.ROOT, "%.0f", bound)
        : String.format(Locale.ROOT, "%s", bound);
  }
}

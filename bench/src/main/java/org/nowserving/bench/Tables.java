package org.nowserving.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nowserving.bench.Samples.Sample;

/** What was measured, as the tables of a page. Pure but for {@link #writeInto}. */
final class Tables {
  private static final String BEGIN = "<!-- table: ";
  private static final String END = "<!-- end of table -->";
  private static final List<String> NAMES = List.of("conditions", "ratios", "steps");

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

  /** Whether the page has a place for each table; half an hour is too long to find out after. */
  static void check(Path page) throws IOException {
    String text = Files.readString(page);
    for (String name : NAMES) {
      replace(text, name, "");
    }
  }

  /** Puts the tables where the page has its marks; the rest of it stays as it is. */
  void writeInto(Path page) throws IOException {
    String text = Files.readString(page);
    List<String> tables = List.of(conditions(), ratios(), steps());
    for (int i = 0; i < NAMES.size(); i++) {
      text = replace(text, NAMES.get(i), tables.get(i));
    }
    Files.writeString(page, text);
  }

  private static String replace(String page, String name, String table) throws IOException {
    String begin = BEGIN + name + ", written by bench/table -->";
    int from = page.indexOf(begin);
    int to = page.indexOf(END, from + begin.length());
    int another = page.indexOf(BEGIN, from + begin.length());
    if (from < 0 || to < 0 || (another >= 0 && another < to)) {
      throw new IOException("the page has no place for the table: " + begin + " … " + END);
    }
    return page.substring(0, from + begin.length()) + "\n\n" + table + "\n" + page.substring(to);
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

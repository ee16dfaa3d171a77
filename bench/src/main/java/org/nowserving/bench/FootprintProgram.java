package org.nowserving.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nowserving.bench.Footprint.Reading;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command: measures starts, memory and sizes, and writes these tables of docs/PERFORMANCE.md.
 */
@Command(
    name = "footprint",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures how soon Now Serving serves after it was started, how much memory it occupies, and how"
          + " large the distribution is, and writes the tables of docs/PERFORMANCE.md.",
      "It takes some five minutes and needs the machine for itself. All that it starts listens on"
          + " 127.0.0.1 and ends with it."
    })
public final class FootprintProgram implements Callable<Integer> {
  private static final String STARTS = "starts and memory";
  private static final String SIZES = "sizes";

  /** The names of all tables. */
  static final List<String> TABLES = List.of(STARTS, SIZES);

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--rounds", defaultValue = "7", description = "Rounds (${DEFAULT-VALUE}).")
  private int rounds;

  @Mixin private final Measuring measuring = new Measuring();

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return Measuring.commandLine(new FootprintProgram());
  }

  @Override
  public Integer call() throws Exception {
    if (rounds < 1 && spec != null) {
      throw new CommandLine.ParameterException(spec.commandLine(), "--rounds is at least 1");
    }
    MarkedPage target = page(measuring.page());
    target.check(TABLES);
    measuring.run((workshop, progress) -> measure(workshop, progress, target));
    return 0;
  }

  private void measure(Workshop workshop, Consumer<String> progress, MarkedPage target)
      throws Exception {
    Map<JavaChoice, List<Reading>> readings = new Footprint(workshop, progress).measure(rounds);
    progress.accept("packing the distribution");
    String starts = conditions(Machine.read(workshop.cluster())) + starts(readings);
    String sizes = sizes(workshop.tree());
    System.out.println(starts);
    System.out.println(sizes);
    target.write(Map.of(STARTS, starts, SIZES, sizes));
    progress.accept("written to " + target.path());
  }

  static MarkedPage page(Path path) {
    return new MarkedPage(path, "bench/footprint");
  }

  private String conditions(Machine machine) {
    return "%s: %s. %d starts each, median and spread.\n\n"
        .formatted(LocalDate.now(ZoneOffset.UTC), machine.sentence(), rounds);
  }

  static String starts(Map<JavaChoice, List<Reading>> readings) {
    List<String> rows = new ArrayList<>();
    rows.add(
        "| Java | exec to the first answer | resident, idle | with 1,000 devices | after a sign-in |");
    rows.add("| --- | --- | --- | --- | --- |");
    readings.forEach((choice, all) ->
        rows.add(
            "| %s | %s | %s | %s | %s |"
                .formatted(
                    choice.title(),
                    cell(all, Reading::firstMillis, "ms"),
                    cell(all, Reading::idle, "MB"),
                    cell(all, Reading::connected, "MB"),
                    cell(all, Reading::signedIn, "MB"))));
    return String.join("\n", rows) + "\n";
  }

  private static String cell(List<Reading> all, ToDoubleFunction<Reading> value, String unit) {
    Spread spread = Spread.of(all.stream().map(value::applyAsDouble).toList());
    return String.format(
        Locale.ROOT,
        "**%.0f %s** (%.0f–%.0f)",
        spread.median(),
        unit,
        spread.least(),
        spread.most());
  }

  /** What is shipped, as it lies on a disk and packed by {@code xz}. */
  private static String sizes(Tree tree) throws IOException, InterruptedException {
    List<String> rows = new ArrayList<>();
    rows.add("| what | on the disk | packed |");
    rows.add("| --- | --- | --- |");
    rows.add(sizeRow(tree, "the distribution", ""));
    rows.add(sizeRow(tree, "without the bundled PostgreSQL", "--exclude=./postgres"));
    Optional<Path> debian = debianPackage(tree);
    if (debian.isPresent()) {
      rows.add("| the Debian package | | %s |".formatted(megabytes(Files.size(debian.get()))));
    }
    return String.join("\n", rows) + "\n";
  }

  private static String sizeRow(Tree tree, String what, String exclude)
      throws IOException, InterruptedException {
    String tar = "tar -C '" + tree.distribution() + "' " + exclude + " -c .";
    return "| %s | %s | %s |"
        .formatted(what, megabytes(length(tar)), megabytes(length(tar + " | xz -T0")));
  }

  private static long length(String command) throws IOException, InterruptedException {
    return Long.parseLong(Run.output(List.of("sh", "-c", command + " | wc -c")).strip());
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  private static Optional<Path> debianPackage(Tree tree) throws IOException {
    try (Stream<Path> files = Files.list(tree.distribution().getParent())) {
      return files.filter(file -> file.toString().endsWith(".deb")).sorted().findFirst();
    }
  }
}

package org.nowserving.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The command: runs every benchmark of this package and prints one table. */
public final class Microbenchmarks {
  private static final int WARMUPS = 3;
  private static final int MEASUREMENTS = 5;
  private static final TimeValue ITERATION = TimeValue.seconds(1);

  private static final String USAGE =
      """
      Measures what one operation of the parser, the writer and the floor takes, in about three minutes.

        --markdown FILE   writes the table there too, as Markdown
        --only REGEX      measures only the benchmarks whose name matches, for example Parser
        --help
      """;

  /**
   * What the command line asks for.
   *
   * @param only a regular expression that is looked for in the names of the benchmarks
   */
  record Wishes(String only, Optional<Path> markdown) {}

  private Microbenchmarks() {}

  public static void main(String[] arguments) throws RunnerException, IOException {
    if (List.of(arguments).contains("--help")) {
      System.out.print(USAGE);
      return;
    }
    Optional<Wishes> wishes = wishes(List.of(arguments));
    if (wishes.isEmpty()) {
      System.err.print(USAGE);
      System.exit(2);
      return;
    }
    Collection<RunResult> results = new Runner(options(wishes.get().only())).run();
    CostTable table = CostTable.of(results);
    System.out.print("\n" + table.plain());
    if (wishes.get().markdown().isPresent()) {
      Files.writeString(wishes.get().markdown().get(), table.markdown());
    }
  }

  /** Empty where the command line cannot be understood. */
  static Optional<Wishes> wishes(List<String> arguments) {
    Wishes wishes = new Wishes("", Optional.empty());
    for (int i = 0; i < arguments.size(); i += 2) {
      if (i + 1 == arguments.size()) {
        return Optional.empty();
      }
      String value = arguments.get(i + 1);
      switch (arguments.get(i)) {
        case "--only" -> wishes = new Wishes(value, wishes.markdown());
        case "--markdown" -> wishes = new Wishes(wishes.only(), Optional.of(Path.of(value)));
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(wishes);
  }

  private static Options options(String only) {
    return new OptionsBuilder()
        .include("^org\\.nowserving\\.micro\\..*" + only)
        .forks(1)
        .warmupIterations(WARMUPS)
        .warmupTime(ITERATION)
        .measurementIterations(MEASUREMENTS)
        .measurementTime(ITERATION)
        .addProfiler(GCProfiler.class) // counts the bytes
        .shouldFailOnError(true)
        // As bin/nowserving starts the server.
        .jvmArgs("-Xms64m", "-Xmx512m", "-ea:org.nowserving...")
        .build();
  }
}

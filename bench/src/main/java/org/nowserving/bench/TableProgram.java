package org.nowserving.bench;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command: measures everything and writes the tables of docs/PERFORMANCE.md. */
@Command(
    name = "table",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures Now Serving against what it is held against, side by side on this machine, in rounds,"
          + " and writes the tables of docs/PERFORMANCE.md.",
      "It takes a quarter of an hour on 2 cores, some 6 GB of disk, and needs the machine for itself. All"
          + " that it starts listens on 127.0.0.1 and ends with it."
    })
public final class TableProgram implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--rounds", defaultValue = "5", description = "Rounds (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--figures",
      split = ",",
      description = "Only these, and nothing is written: ${COMPLETION-CANDIDATES}.")
  private Set<Figure> figures = EnumSet.noneOf(Figure.class);

  @Option(
      names = "--seconds",
      defaultValue = "3",
      description = "How long each thing is measured in a round (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--old-tickets",
      defaultValue = "" + OldTickets.TICKETS,
      description = "How many the full database holds (${DEFAULT-VALUE}).")
  private int oldTickets;

  @Option(
      names = "--postgres-port",
      defaultValue = "25432",
      description = "Where its PostgreSQL listens (${DEFAULT-VALUE}).")
  private int postgresPort;

  @Option(
      names = "--page",
      description = "The page whose tables are written (docs/PERFORMANCE.md).")
  private @Nullable Path page;

  @Option(names = "--tree", defaultValue = ".", hidden = true)
  private Path tree = Path.of(".");

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new TableProgram())
        .setExecutionExceptionHandler((failure, command, parsed) -> {
          command.getErr().println("No table was written: " + failure);
          return 1;
        });
  }

  @Override
  public Integer call() throws Exception {
    if (rounds < 1 || seconds < 1 || oldTickets < 1) {
      throw wrong("--rounds, --seconds and --old-tickets are at least 1");
    }
    long start = System.nanoTime();
    Tree where = new Tree(tree.toAbsolutePath().normalize());
    MarkedPage target = Tables.page(page == null ? where.performancePage() : page);
    Tables.check(target);
    Path directory = Files.createTempDirectory("nowserving-table");
    Path log = directory.resolve("log");
    Files.createFile(log);
    PrintWriter out = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    Consumer<String> progress =
        line ->
            out.println(LocalTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS) + " " + line);
    progress.accept("works in " + directory);
    try (Cluster cluster = Cluster.start(directory, postgresPort, log);
        Rounds all =
            new Rounds(
                new Workshop(where, directory, log, cluster), steps(), oldTickets, progress)) {
      all.warmUp();
      Samples samples = all.measure(rounds, Duration.ofSeconds(seconds));
      Tables tables = new Tables(samples, Machine.read(cluster), rounds, seconds);
      System.out.println(tables.ratios());
      if (figures.isEmpty()) {
        tables.writeInto(target);
        progress.accept("written to " + target.path());
      } else {
        System.out.println(tables.steps());
      }
      progress.accept(
          "done in %d min".formatted(Duration.ofNanos(System.nanoTime() - start).toMinutes()));
    }
    Workshop.delete(directory);
    return 0;
  }

  private Set<Step> steps() {
    Set<Step> steps = EnumSet.noneOf(Step.class);
    for (Figure figure : figures.isEmpty() ? EnumSet.allOf(Figure.class) : figures) {
      steps.addAll(figure.steps());
    }
    return steps;
  }

  private CommandLine.ParameterException wrong(String sentence) {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec BEFORE it calls");
    }
    return new CommandLine.ParameterException(spec.commandLine(), sentence);
  }
}

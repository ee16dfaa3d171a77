package org.nowserving.bench;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private final Measuring measuring = new Measuring();

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return Measuring.commandLine(new TableProgram());
  }

  @Override
  public Integer call() throws Exception {
    if (rounds < 1 || seconds < 1 || oldTickets < 1) {
      throw wrong("--rounds, --seconds and --old-tickets are at least 1");
    }
    MarkedPage target = Tables.page(measuring.page());
    Tables.check(target);
    measuring.run((workshop, progress) -> measure(workshop, progress, target));
    return 0;
  }

  private void measure(Workshop workshop, Consumer<String> progress, MarkedPage target)
      throws Exception {
    long start = System.nanoTime();
    try (Rounds all = new Rounds(workshop, steps(), oldTickets, progress)) {
      all.warmUp();
      Samples samples = all.measure(rounds, Duration.ofSeconds(seconds));
      Tables tables = new Tables(samples, Machine.read(workshop.cluster()), rounds, seconds);
      System.out.println(tables.ratios());
      if (figures.isEmpty()) {
        tables.writeInto(target);
        progress.accept("written to " + target.path());
      } else {
        System.out.println(tables.steps());
      }
    }
    progress.accept(
        "done in %d min".formatted(Duration.ofNanos(System.nanoTime() - start).toMinutes()));
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

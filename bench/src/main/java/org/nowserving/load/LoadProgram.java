package org.nowserving.load;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nowserving.desk.Badge;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** The command: puts a load on a running server and says how it did. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Puts a load on a running server, checks every answer and says how long they took.",
      "It ends after --seconds, or after --most commands, and with the first wrong answer. The server"
          + " needs limits that are out of reach, as `bench/table` sets them, and nobody else to serve;"
          + " the tickets stay.",
      "Progress goes to stderr, the result to stdout. It ends with 0; with 1 where the server did not"
          + " do what it had to; with 2 where an option is wrong."
    },
    footer = {
      "",
      "With --rate the time of an answer counts from when its command was due, so that a server that"
          + " stands still is not spared the commands that it kept from being said. Without it every"
          + " connection says the next thing as soon as it may: then the number of answers a second"
          + " is the figure, and times are those of a server that is never left alone."
    })
public final class LoadProgram implements Callable<Integer> {
  private static final String PASSWORD_VARIABLE = "NOWSERVING_ADMIN_PASSWORD";

  // What fits into this process, and into a night.
  private static final long MOST_CONNECTIONS = 50_000;
  private static final long MOST_DEPTH = 10_000;
  private static final long MOST_UNANSWERED = 1_000_000;
  private static final long MOST_TICKETS = 400_000;
  private static final long MOST_VISITORS = 1_000_000_000_000L;
  private static final long MOST_SECONDS = 43_200;
  private static final long MOST_COMMANDS = 500_000_000;
  private static final double LEAST_RATE = 0.1;
  private static final double MOST_RATE = 1_000_000;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--url",
      defaultValue = "http://127.0.0.1:8080",
      description = "The server (${DEFAULT-VALUE}).")
  private URI url = URI.create("http://127.0.0.1:8080");

  @Option(
      names = "--workload",
      defaultValue = "NEW",
      description = "What is done: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private Workload workload = Workload.NEW;

  @Option(
      names = "--connections",
      defaultValue = "64",
      description = "How many speak (${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--depth",
      defaultValue = "1",
      description = "How many commands each may have unanswered (${DEFAULT-VALUE}).")
  private int depth;

  @Option(names = "--rate", description = "How many commands a second are due, of all together.")
  private @Nullable Double rate;

  @Option(
      names = "--displays",
      defaultValue = "1000",
      description = "How many listen, in WALL, FANOUT and IDLE (${DEFAULT-VALUE}).")
  private int displays;

  @Option(
      names = "--tickets",
      defaultValue = "10000",
      description = "How many are opened for the staff, in SERVE and WALL (${DEFAULT-VALUE}).")
  private int tickets;

  @Option(
      names = "--visitors",
      defaultValue = "1000000000",
      description = "How many different people sign in (${DEFAULT-VALUE}).")
  private long visitors;

  @Option(
      names = "--warm-up",
      defaultValue = "3",
      description = "Seconds before it is measured (${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "For how long it is measured (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--most",
      defaultValue = "10000000",
      description = "After how many commands it ends early (${DEFAULT-VALUE}).")
  private long most;

  @Option(names = "--json", description = "A file for the figures, as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--admin-password-file",
      description =
          "SERVE and WALL make staff members for the time: the password of `admin`, else "
              + PASSWORD_VARIABLE
              + ".")
  private @Nullable Path adminPasswordFile;

  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(commandLine().setOut(out).setErr(err).execute(arguments));
  }

  /** The result goes to its out, everything else to its err. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new LoadProgram());
    List<String> footer = new ArrayList<>(List.of("", "The workloads:"));
    for (Workload one : Workload.values()) {
      footer.add(String.format(Locale.ROOT, "  %-8s %s", one, one.description()));
    }
    footer.addAll(List.of(line.getCommandSpec().usageMessage().footer()));
    line.getCommandSpec().usageMessage().footer(footer.toArray(String[]::new));
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((failure, command, parsed) -> {
          String why = failure.getMessage() == null ? failure.toString() : failure.getMessage();
          command.getErr().println("The load ended early: " + why);
          return 1;
        });
  }

  @Override
  public Integer call() throws Exception {
    checkNumbers();
    if (!"http".equals(url.getScheme()) || url.getHost() == null) {
      throw wrong("--url is one such as http://127.0.0.1:8080");
    }
    Path directory = json == null ? null : json.toAbsolutePath().getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      throw wrong("--json names a file in a directory that is there");
    }
    if (!workload.needsStaff()) {
      return run(List.of());
    }
    String password = adminPassword();
    try (Staff staff = Staff.hire(url, password, workload == Workload.WALL ? 1 : connections)) {
      return run(staff.badges());
    }
  }

  private void checkNumbers() {
    between("--connections", connections, 1, MOST_CONNECTIONS);
    between("--depth", depth, 1, MOST_DEPTH);
    between("--displays", displays, 1, MOST_CONNECTIONS);
    between("--tickets", tickets, 1, MOST_TICKETS);
    between("--visitors", visitors, 1, MOST_VISITORS);
    between("--warm-up", warmUp, 0, MOST_SECONDS);
    between("--seconds", seconds, 1, MOST_SECONDS);
    between("--most", most, 1, MOST_COMMANDS);
    if ((long) connections * depth > MOST_UNANSWERED) {
      throw wrong("--connections times --depth is at most 1,000,000");
    }
    if (rate != null && !(rate >= LEAST_RATE && rate <= MOST_RATE)) {
      throw wrong("--rate is from 0.1 to 1,000,000 a second");
    }
    if (rate != null && workload == Workload.IDLE) {
      throw wrong("in IDLE nobody speaks, so it has no --rate");
    }
  }

  private void between(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw wrong(String.format(Locale.ROOT, "%s is from %,d to %,d", option, least, most));
    }
  }

  private CommandLine.ParameterException wrong(String sentence) {
    return new CommandLine.ParameterException(command(), sentence);
  }

  private CommandLine command() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec BEFORE it calls");
    }
    return spec.commandLine();
  }

  private int run(List<Badge> staff) throws IOException, InterruptedException {
    Plan atWill =
        Plan.of(url, workload)
            .by(connections, depth)
            .lasting(Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds))
            .atMost(most)
            .before(displays)
            .with(tickets, staff)
            .visitedBy(visitors);
    Plan plan = rate == null ? atWill : atWill.paced(rate);
    PrintWriter progress = command().getErr();
    Measurement measurement = new Load(plan, Load.Watch.NOBODY, progress::println).run();
    lines(measurement).forEach(command().getOut()::println);
    if (json != null) {
      Files.writeString(
          json,
          JsonMapper.builder()
                  .build()
                  .writerWithDefaultPrettyPrinter()
                  .writeValueAsString(measurement)
              + "\n");
    }
    return 0;
  }

  private static List<String> lines(Measurement measured) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %,d answers in %.2f s, %,.0f a second",
            measured.workload(),
            measured.commands(),
            measured.seconds(),
            measured.commandsPerSecond()));
    lines.addAll(times("answered after", measured.latency()));
    if (measured.deliveries() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%,d deliveries, %,.0f a second",
              measured.deliveries(),
              measured.deliveriesPerSecond()));
    }
    lines.addAll(times("heard by the last display after", measured.reached()));
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d messages were heard, and each was as it had to be",
            measured.checked()));
    return lines;
  }

  private static List<String> times(String what, Measurement.Latency times) {
    if (times.count() == 0) {
      return List.of();
    }
    return List.of(
        String.format(
            Locale.ROOT,
            "%s (µs): mean %,.0f, half %,.0f, 90 %% %,.0f, 99 %% %,.0f, 99.9 %% %,.0f, longest %,.0f",
            what,
            times.mean(),
            times.p50(),
            times.p90(),
            times.p99(),
            times.p999(),
            times.max()));
  }

  private String adminPassword() throws IOException {
    if (adminPasswordFile != null) {
      try {
        return Files.readAllLines(adminPasswordFile).stream().findFirst().orElse("");
      } catch (IOException e) {
        throw new LoadException("the password file cannot be read: " + e, e);
      }
    }
    String given = System.getenv(PASSWORD_VARIABLE);
    if (given == null) {
      throw new LoadException(
          workload + " needs staff: give --admin-password-file or set " + PASSWORD_VARIABLE, null);
    }
    return given;
  }
}

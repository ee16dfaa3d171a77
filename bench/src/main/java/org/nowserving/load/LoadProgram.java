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
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nowserving.desk.Badge;
import org.nowserving.desk.Office;
import org.nowserving.protocol.StaffName;
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
          + " needs limits that are out of reach, as `bench/table` sets them; the tickets stay."
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
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new LoadProgram())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((failure, command, parsed) -> {
          String why = failure.getMessage() == null ? failure.toString() : failure.getMessage();
          command.getErr().println("The load ended early: " + why);
          return 1;
        });
  }

  @Override
  public Integer call() throws Exception {
    checkNumbers();
    if (!workload.needsStaff()) {
      return run(List.of());
    }
    try (Office office = new Office(url)) {
      Badge admin = office.signIn(new StaffName("admin"), adminPassword());
      List<Badge> staff = new ArrayList<>();
      try {
        hire(office, admin, workload == Workload.WALL ? 1 : connections, staff);
        return run(staff);
      } finally {
        for (Badge member : staff) {
          office.remove(admin, member.name());
        }
      }
    }
  }

  private void checkNumbers() {
    if (connections < 1 || depth < 1 || displays < 0 || tickets < 0 || visitors < 1 || most < 1) {
      throw wrong("connections, depth, visitors and most are at least 1, nothing is negative");
    }
    if (warmUp < 0 || seconds < 1 || (rate != null && !(rate > 0))) {
      throw wrong("it is measured for at least 1 second, and a rate is more than 0");
    }
  }

  private CommandLine.ParameterException wrong(String sentence) {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec BEFORE it calls");
    }
    return new CommandLine.ParameterException(spec.commandLine(), sentence);
  }

  /** Adds to the list one by one, so that whoever was made can be removed again. */
  static void hire(Office office, Badge admin, int count, List<Badge> staff)
      throws IOException, InterruptedException {
    String mark = UUID.randomUUID().toString();
    for (int i = 1; i <= count; i++) {
      StaffName name = new StaffName("Load " + mark.substring(0, 4) + " " + i);
      office.add(admin, name, mark);
      staff.add(office.signIn(name, mark));
    }
  }

  private int run(List<Badge> staff) throws IOException, InterruptedException {
    Plan plan =
        new Plan(
            url,
            workload,
            connections,
            depth,
            Optional.ofNullable(rate),
            Duration.ofSeconds(warmUp),
            Duration.ofSeconds(seconds),
            most,
            displays,
            tickets,
            visitors,
            staff);
    PrintWriter progress = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    Measurement measurement = new Load(plan, Load.Watch.NOBODY, progress::println).run();
    print(measurement);
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

  private static void print(Measurement measured) {
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
    lines.forEach(System.out::println);
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
      return Files.readAllLines(adminPasswordFile).stream().findFirst().orElse("");
    }
    String given = System.getenv(PASSWORD_VARIABLE);
    if (given == null) {
      throw new LoadException(
          workload + " needs staff: give --admin-password-file or set " + PASSWORD_VARIABLE, null);
    }
    return given;
  }
}

package org.nowserving.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * What every program that writes tables has: its options, a workshop for the time, and lines for
 * whoever waits. One thread.
 */
final class Measuring {
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

  /** What is measured in a workshop. */
  interface Work {
    void in(Workshop workshop, Consumer<String> progress) throws Exception;
  }

  /** A failure is one sentence: the tables were not written. */
  static CommandLine commandLine(Callable<Integer> program) {
    return new CommandLine(program)
        .setExecutionExceptionHandler((failure, command, parsed) -> {
          command.getErr().println("No table was written: " + failure);
          return 1;
        });
  }

  /** The page that the tables are for. */
  Path page() {
    return page == null ? tree().performancePage() : page;
  }

  private Tree tree() {
    return new Tree(tree.toAbsolutePath().normalize());
  }

  /** Makes the workshop, and takes it away when the work is done; after a failure its log stays. */
  void run(Work work) throws Exception {
    Path directory = Files.createTempDirectory("nowserving-bench");
    Path log = Files.createFile(directory.resolve("log"));
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    Consumer<String> progress =
        line ->
            err.println(LocalTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS) + " " + line);
    progress.accept("works in " + directory);
    try (Cluster cluster = Cluster.start(directory, postgresPort, log)) {
      work.in(new Workshop(tree(), directory, log, cluster), progress);
    }
    delete(directory);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}

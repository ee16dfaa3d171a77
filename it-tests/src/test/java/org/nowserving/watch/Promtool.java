package org.nowserving.watch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Prometheus' own tool for its files. There always is one: where none is on the path, Debian's
 * package is downloaded once into {@code target}, and not installed. One thread.
 */
final class Promtool {
  private static final Path DOWNLOADS = Path.of("target", "promtool").toAbsolutePath();
  private static final Path DOWNLOADED = DOWNLOADS.resolve("usr/bin/promtool");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path program;

  /** What came of running a program; its output is what it wrote, errors and all. */
  record Outcome(int exitCode, String output) {}

  private Promtool(Path program) {
    this.program = program;
  }

  /** Prints which one it takes. */
  static Promtool find() throws IOException, InterruptedException {
    Optional<Path> installed =
        Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
            .map(directory -> Path.of(directory, "promtool"))
            .filter(Files::isExecutable)
            .findFirst();
    if (installed.isEmpty() && !Files.isExecutable(DOWNLOADED)) {
      download();
    }
    Promtool found = new Promtool(installed.orElse(DOWNLOADED));
    String version =
        found.run(Path.of("."), "--version").output().lines().findFirst().orElse("no version");
    System.out.printf(
        "promtool: %s, %s: %s%n",
        found.program, installed.isPresent() ? "found on this machine" : "downloaded", version);
    return found;
  }

  private static void download() throws IOException, InterruptedException {
    Files.createDirectories(DOWNLOADS.resolve("lists/partial"));
    try {
      // A machine may never have been told what packages there are, and an ordinary user may not
      // tell it: so this keeps lists of its own where it has to.
      List<String> own =
          List.of(
              "-o",
              "Dir::State::lists=" + DOWNLOADS.resolve("lists"),
              "-o",
              "Dir::Cache=" + DOWNLOADS);
      List<String> tries = new ArrayList<>();
      if (!succeeds(tries, "apt-get", List.of(), "download", "prometheus")) {
        succeeds(tries, "apt-get", own, "update");
        succeeds(tries, "apt-get", own, "download", "prometheus");
      }
      for (Path archive : archives()) {
        succeeds(tries, "dpkg-deb", List.of(), "-x", archive.toString(), DOWNLOADS.toString());
      }
      if (!Files.isExecutable(DOWNLOADED)) {
        throw missing(String.join("\n", tries));
      }
    } catch (IOException noDebian) {
      throw missing(String.valueOf(noDebian.getMessage()));
    }
  }

  private static AssertionError missing(String why) {
    return new AssertionError(
        "promtool is needed, and Debian's package could not be downloaded: install Prometheus"
            + " (Debian: apt-get install prometheus), or put its promtool on the PATH.\n"
            + why);
  }

  private static List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(DOWNLOADS)) {
      return files.filter(file -> file.toString().endsWith(".deb")).toList();
    }
  }

  private static boolean succeeds(
      List<String> tries, String program, List<String> options, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(options);
    command.addAll(List.of(arguments));
    Outcome outcome = run(DOWNLOADS, null, command);
    tries.add(String.join(" ", command) + "\n" + outcome.output());
    return outcome.exitCode() == 0;
  }

  /** Runs it in that directory. */
  Outcome run(Path directory, String... arguments) throws IOException, InterruptedException {
    return run(directory, null, command(arguments));
  }

  /** Runs it on what it is to read. */
  Outcome runOn(Path input, String... arguments) throws IOException, InterruptedException {
    return run(Path.of("."), input, command(arguments));
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static Outcome run(Path directory, @Nullable Path input, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("promtool-", ".out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.redirectInput(input == null ? new File("/dev/null") : input.toFile());
      Process process = builder.start();
      if (!process.waitFor(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " did not end in " + PATIENCE);
      }
      return new Outcome(process.exitValue(), Files.readString(output));
    } finally {
      Files.delete(output);
    }
  }
}

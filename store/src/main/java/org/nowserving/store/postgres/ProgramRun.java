package org.nowserving.store.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One short run of another program, to its end: its exit code and all that it said. Also the place
 * that says in which surroundings the programs of PostgreSQL run. Any thread; blocks.
 */
record ProgramRun(int exitCode, String output) {
  /**
   * Where programs are: where a system has them, also for a server without a PATH; then the PATH.
   */
  private static final List<String> FOLDERS =
      Stream.concat(
              Stream.of("/usr/bin", "/bin", "/usr/sbin", "/sbin"),
              Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":", -1))
                  .filter(folder -> folder.startsWith("/")))
          .distinct()
          .toList();

  /**
   * One thread a run reads what it says, so that a program with much to say is not held up by a
   * full pipe.
   */
  private static final Executor READER =
      task -> Thread.ofVirtual().name("program-output").start(task);

  /**
   * A program about to be started: in the root folder, so that it pins nobody's and needs leave for
   * none, and with an environment of its own. The server's environment stays out of it: it may hold
   * a password ({@code NOWSERVING_ADMIN_PASSWORD}), systemd's {@code NOTIFY_SOCKET}, or variables
   * that PostgreSQL obeys ({@code PGPORT}).
   */
  static ProcessBuilder prepare(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(Path.of("/").toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", String.join(":", FOLDERS));
    // Its words are read by this code, its times by people who compare them with the server's.
    environment.put("LC_ALL", "C");
    environment.put("TZ", "UTC");
    return builder;
  }

  /** A program of the system by its name, from where such programs are. */
  static Optional<String> find(String name) {
    return FOLDERS.stream()
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  /**
   * Runs it.
   *
   * @throws IOException when it cannot be started, or has not ended in time (it is killed then)
   */
  static ProgramRun of(List<String> command, Duration patience)
      throws IOException, InterruptedException {
    Process process = prepare(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process), READER);
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(
            command.getFirst() + " has not ended in " + patience.toSeconds() + " seconds");
      }
      return new ProgramRun(process.exitValue(), output.join());
    } finally {
      process.destroyForcibly();
    }
  }

  private static String read(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean succeeded() {
    return exitCode == 0;
  }

  /** What it said about its failure: the last line that tells of one, else the last line. */
  String complaint() {
    List<String> lines = output.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    Stream<String> telling =
        lines.stream().filter(l -> l.contains("error:") || l.contains("FATAL:"));
    return telling
        .reduce((earlier, later) -> later)
        .orElse(lines.isEmpty() ? "exit code " + exitCode : lines.getLast());
  }
}

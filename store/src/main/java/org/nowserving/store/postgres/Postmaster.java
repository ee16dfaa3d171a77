package org.nowserving.store.postgres;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.nowserving.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of PostgreSQL's main process, from its start to its end. Any thread; whatever waits can
 * be interrupted.
 */
final class Postmaster {
  /** How a start ended. */
  enum Outcome {
    READY,
    /** Somebody else listens on the port. */
    PORT_TAKEN,
    /** Processes of one that was killed have not ended yet; they do, as soon as they notice. */
    PREDECESSOR_ENDING
  }

  private static final Logger log = LoggerFactory.getLogger(Postmaster.class);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
  private static final Duration REPORT_EVERY = Duration.ofSeconds(10);
  private static final Duration HARD_STOP = Duration.ofSeconds(3);

  /** Only a start that failed waits for it, and only while there is no word of why. */
  private static final Duration LAST_WORDS_PATIENCE = Duration.ofSeconds(10);

  private static final int TAIL_BYTES = 64 * 1024;

  private final Process process;
  private final DataDirectory directory;
  private final String fileBefore;

  /**
   * @param fileBefore the text of the postmaster.pid that stood there before
   */
  Postmaster(Process process, DataDirectory directory, String fileBefore) {
    this.process = process;
    this.directory = directory;
    this.fileBefore = fileBefore;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end, whatever the cause, and returns its exit code. */
  int awaitEnd() throws InterruptedException {
    return process.waitFor();
  }

  /**
   * Waits until it accepts connections.
   *
   * @throws StoreException when it does not; it has ended then
   */
  Outcome awaitReady(Duration patience) throws StoreException, InterruptedException {
    long start = System.nanoTime();
    Duration nextReport = REPORT_EVERY;
    try {
      while (!process.waitFor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        if (isReady()) {
          return Outcome.READY;
        }
        Duration waited = Duration.ofNanos(System.nanoTime() - start);
        if (waited.compareTo(nextReport) > 0) {
          log.info(
              "PostgreSQL is still starting; after a crash it recovers what was not yet in place");
          nextReport = nextReport.plus(REPORT_EVERY);
        }
        if (waited.compareTo(patience) > 0) {
          stop(Duration.ZERO);
          throw new StoreException(
              "PostgreSQL was not ready within %d s; its words are in %s."
                  .formatted(patience.toSeconds(), directory.database().resolve("log")));
        }
      }
      return afterEarlyEnd();
    } catch (IOException e) {
      stop(Duration.ZERO);
      throw directory.unusable(e);
    }
  }

  private boolean isReady() throws IOException {
    return PostmasterFile.of(directory.database())
        .filter(file -> file.pid() == process.pid() && file.ready())
        .filter(file -> !file.text().equals(fileBefore))
        .isPresent();
  }

  private Outcome afterEarlyEnd() throws StoreException, IOException, InterruptedException {
    List<String> words = lastWords();
    String all = String.join("\n", words);
    if (all.contains("Address already in use")) {
      return Outcome.PORT_TAKEN;
    }
    if (all.contains("is still in use")) {
      return Outcome.PREDECESSOR_ENDING;
    }
    if (all.contains("No space left on device")) {
      throw directory.unusable("No space left on device");
    }
    String fatal =
        words.stream()
            .filter(Postmaster::isFatal)
            .reduce((earlier, later) -> later)
            .map(line -> line.substring(line.indexOf(']') + 1).strip())
            .orElse(words.isEmpty() ? "exit code " + process.exitValue() : words.getLast());
    throw new StoreException(
        "PostgreSQL did not start on %s: %s".formatted(directory.database(), fatal));
  }

  /**
   * What it said. The process that writes its log may still be writing when it has ended; what it
   * said before it had one is there.
   */
  private List<String> lastWords() throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (true) {
      List<String> words =
          logFiles().stream().flatMap(file -> tail(file).lines()).filter(this::isOwn).toList();
      if (words.stream().anyMatch(Postmaster::isFatal)
          || tail(directory.startLog()).lines().noneMatch(this::isLogged)
          || System.nanoTime() - start > LAST_WORDS_PATIENCE.toNanos()) {
        return words;
      }
      Thread.sleep(LOOK_AGAIN);
    }
  }

  private List<Path> logFiles() throws IOException {
    Path note = directory.database().resolve("current_logfiles");
    if (!Files.exists(note)) {
      return List.of(directory.startLog());
    }
    String name = Files.readString(note).strip().replaceFirst("^stderr ", "");
    return List.of(directory.startLog(), directory.database().resolve(name));
  }

  /** A line of this process's, or one that says that its program did not even begin. */
  private boolean isOwn(String line) {
    return isLogged(line) || !line.matches(".*\\[\\d+\\] .*");
  }

  private boolean isLogged(String line) {
    return line.contains("[" + process.pid() + "] ");
  }

  private static boolean isFatal(String line) {
    return line.contains("FATAL:") || line.contains("PANIC:");
  }

  private static String tail(Path file) {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      log.seek(Math.max(0, log.length() - TAIL_BYTES));
      byte[] bytes = new byte[TAIL_BYTES];
      int read = log.read(bytes);
      return new String(bytes, 0, Math.max(0, read), StandardCharsets.UTF_8);
    } catch (IOException _) {
      return ""; // what cannot be read cannot be quoted
    }
  }

  /**
   * Stops it as a whole: politely to itself (its connections are cut), then without its farewell,
   * then at once.
   */
  void stop(Duration patience) {
    boolean interrupted = false;
    if (process.isAlive()) {
      try {
        signal(process.pid(), "INT");
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
          signal(process.pid(), "QUIT");
          process.waitFor(HARD_STOP.toMillis(), TimeUnit.MILLISECONDS);
        }
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    process.destroyForcibly();
    try {
      // Whoever stops it gives the directory away next: AFTER it has ended.
      process.waitFor(HARD_STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Stops the postmaster that a killed server left behind. The caller holds the directory, so no
   * living server's is meant.
   */
  static void stopLeftBehind(DataDirectory directory, Duration patience)
      throws StoreException, InterruptedException {
    Path database = directory.database();
    try {
      Optional<PostmasterFile> found = PostmasterFile.of(database);
      if (found.isEmpty() || !found.get().isPostmasterOf(database)) {
        return;
      }
      PostmasterFile left = found.get();
      log.warn(
          "A nowserving that was killed left PostgreSQL running (process {}): stopping it",
          left.pid());
      if (endsAfter("INT", left, database, patience)
          || endsAfter("QUIT", left, database, HARD_STOP)
          || endsAfter("KILL", left, database, HARD_STOP)) {
        return;
      }
      throw new StoreException(
          "PostgreSQL (process %d) still runs on %s and cannot be stopped."
              .formatted(left.pid(), database));
    } catch (IOException e) {
      throw directory.unusable(e);
    }
  }

  private static boolean endsAfter(
      String signal, PostmasterFile left, Path database, Duration patience)
      throws InterruptedException {
    // Looked at once more right BEFORE the signal: the number may have passed to somebody else.
    if (left.isPostmasterOf(database)) {
      signal(left.pid(), signal);
    }
    long start = System.nanoTime();
    while (left.isPostmasterOf(database)) {
      if (System.nanoTime() - start > patience.toNanos()) {
        return false;
      }
      Thread.sleep(LOOK_AGAIN);
    }
    return true;
  }

  /** Java itself can send only TERM and KILL. */
  private static void signal(long pid, String name) throws InterruptedException {
    try {
      ProgramRun.of(
          List.of("/bin/sh", "-c", "kill -s \"$0\" \"$1\"", name, String.valueOf(pid)), HARD_STOP);
    } catch (IOException e) {
      log.warn("The signal {} could not be sent to process {}", name, pid, e);
    }
  }
}

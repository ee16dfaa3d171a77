package org.nowserving.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that was started here and ends here, at the latest with this process. Its words go to a
 * log, but for the line that says that it is ready. One thread.
 */
final class Child implements AutoCloseable {
  private static final Duration TO_END = Duration.ofSeconds(30);

  private final String name;
  private final Process process;
  private final Thread atTheEnd;
  private final long startedNanos = System.nanoTime();

  /**
   * @param log where its errors go
   */
  Child(String name, Path log, Map<String, String> environment, List<String> command)
      throws IOException {
    this.name = name;
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    this.process = builder.start();
    this.atTheEnd = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(atTheEnd);
  }

  long pid() {
    return process.pid();
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  /** Begins to read what it writes; once. */
  Words listen() {
    Words words = new Words();
    // No virtual thread: to read a pipe holds on to one of their few carriers.
    Thread.ofPlatform().daemon().name(name).start(() -> read(words));
    return words;
  }

  private void read(Words words) {
    try (BufferedReader out = process.inputReader()) {
      out.lines().forEach(words::add);
    } catch (IOException | UncheckedIOException e) {
      words.add(name + " could not be read: " + e.getMessage());
    }
    words.end();
  }

  /** The first lines that it wrote; later ones are read and forgotten. */
  final class Words {
    private static final int KEPT = 100;
    private final List<String> lines = new ArrayList<>();
    private boolean over;

    private synchronized void add(String line) {
      if (lines.size() < KEPT) {
        lines.add(line);
        notifyAll();
      }
    }

    private synchronized void end() {
      over = true;
      notifyAll();
    }

    /** Waits for a line like that. */
    synchronized Matcher await(Pattern pattern, Duration patience)
        throws IOException, InterruptedException {
      long deadline = System.nanoTime() + patience.toNanos();
      while (true) {
        for (String line : lines) {
          Matcher matcher = pattern.matcher(line);
          if (matcher.find()) {
            return matcher;
          }
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (over || millis <= 0) {
          throw new IOException(name + " did not get ready: " + lines);
        }
        wait(millis);
      }
    }
  }

  /** Sends SIGINT, which is another way to ask some programs to end. */
  void interrupt() {
    try {
      Run.output(List.of("kill", "-INT", Long.toString(pid())));
    } catch (IOException e) {
      // It has ended already.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(TO_END.toNanos(), TimeUnit.NANOSECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(atTheEnd);
    } catch (IllegalStateException e) {
      // This process is ending already.
    }
  }
}

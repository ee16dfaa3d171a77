package org.nowserving.it;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A terminal with a shell in it, as a person has one: programs in it find a terminal, may ask for a
 * password there and are interrupted by Ctrl-C. What is typed is not echoed, so that all text in it
 * was written by programs. One thread.
 */
final class Terminal implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String CTRL_C = "\003";

  /** The shell's prompt says how the last command ended. */
  static final String PROMPT = "tour:(?<status>\\d+)\\$ ";

  private static final String PROMPT_SETTING = "tour:$?$ ";

  /** What programs write to paint: a line that is erased was never there for the reader. */
  private static final Pattern ERASED = Pattern.compile("[^\\n]*\\x1b\\[(?:2K|1G\\x1b\\[0[JK])");

  private static final Pattern PAINT = Pattern.compile("\\x1b\\[[0-9;?]*[A-Za-z]|\\r");

  private final String name;
  private final Process process;
  private final Writer keyboard;

  /** What the reader has read, and what was written since. Only the latter can still be erased. */
  private final StringBuilder read = new StringBuilder();

  private final StringBuilder written = new StringBuilder();
  private boolean ended;

  /**
   * Opens one.
   *
   * @param environment on top of this process's own
   */
  Terminal(String name, Path directory, Map<String, String> environment)
      throws IOException, InterruptedException {
    this.name = name;
    // Whoever runs the tests in the background may have them ignore Ctrl-C, which children inherit.
    // `script` is what makes a terminal of it.
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    "env",
                    "--default-signal=INT,QUIT",
                    "script",
                    "--quiet",
                    "--flush",
                    "--command",
                    "stty -echo; exec bash --noprofile --norc --noediting -i",
                    "/dev/null"))
            .directory(directory.toFile())
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(variable -> variable.startsWith("NOWSERVING_"));
    builder
        .environment()
        .putAll(Map.of("SHELL", "/bin/sh", "PS1", PROMPT_SETTING, "HISTFILE", "/dev/null"));
    builder.environment().putAll(environment);
    process = builder.start();
    keyboard = process.outputWriter(StandardCharsets.UTF_8);
    Thread.ofVirtual().name(name).start(this::watch);
    await(Pattern.compile(PROMPT));
  }

  private void watch() {
    try (Reader text = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
      char[] some = new char[1024];
      for (int count = text.read(some); count >= 0; count = text.read(some)) {
        write(new String(some, 0, count));
      }
    } catch (IOException e) {
      write("(the test could not read on: " + e + ")");
    } finally {
      end();
    }
  }

  private synchronized void write(String text) {
    written.append(text);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Types a line and the enter key. */
  void type(String line) throws IOException {
    keyboard.write(line + "\n");
    keyboard.flush();
  }

  void interrupt() throws IOException {
    keyboard.write(CTRL_C);
    keyboard.flush();
  }

  /** Waits until something like this stands behind what was awaited before. */
  synchronized Matcher await(Pattern pattern) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      String text = text();
      Matcher found = pattern.matcher(text);
      if (found.find(read.length())) {
        read.append(text, read.length(), found.end());
        written.replace(0, written.length(), text.substring(found.end()));
        return found;
      }
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (ended || left <= 0) {
        throw new AssertionError(name + " never showed " + pattern + ":\n" + text);
      }
      wait(left);
    }
  }

  /** How much has been awaited, as a place in {@link #text()}. */
  synchronized int read() {
    return read.length();
  }

  /** Everything that was ever shown in it, without the paint. */
  synchronized String text() {
    return read + PAINT.matcher(ERASED.matcher(written).replaceAll("")).replaceAll("");
  }

  /** Ends whatever runs in it. */
  @Override
  public void close() {
    List<ProcessHandle> family =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    family.forEach(ProcessHandle::destroyForcibly);
    family.forEach(member -> member.onExit().join());
  }
}

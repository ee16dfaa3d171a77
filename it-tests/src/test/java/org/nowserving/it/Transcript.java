package org.nowserving.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a process writes on one of its outputs, line by line, as it comes. Any thread. */
public final class Transcript {
  private final List<String> lines = new ArrayList<>();
  private final Thread reader;
  private boolean ended;

  Transcript(String name, InputStream stream) {
    reader = Thread.ofVirtual().name(name).start(() -> read(stream));
  }

  private void read(InputStream stream) {
    try (BufferedReader text =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = text.readLine(); line != null; line = text.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      add("(the test could not read on: " + e + ")");
    } finally {
      end();
    }
  }

  private synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Waits for the process to close this output, after which nothing is added. */
  public void awaitEnd() throws InterruptedException {
    reader.join();
  }

  /**
   * The first line that contains the pattern, as soon as there is one; empty when none comes any
   * more.
   */
  public synchronized Optional<Matcher> await(Pattern pattern, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    int next = 0;
    while (true) {
      for (; next < lines.size(); next++) {
        Matcher matcher = pattern.matcher(lines.get(next));
        if (matcher.find()) {
          return Optional.of(matcher);
        }
      }
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (ended || left <= 0) {
        return Optional.empty();
      }
      wait(left);
    }
  }

  /** How many lines so far contain the text. */
  public synchronized long count(String text) {
    return lines.stream().filter(line -> line.contains(text)).count();
  }

  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** Everything so far. */
  public synchronized String text() {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }
}

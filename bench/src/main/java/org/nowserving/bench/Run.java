package org.nowserving.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs a program to its end. Blocks; any thread. */
final class Run {
  private Run() {}

  /** What it wrote; a program that fails is an error that says what it wrote. */
  static String output(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException(
          String.join(" ", command) + " ended with status " + status + ":\n" + words);
    }
    return words;
  }
}

package org.nowserving.store.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link BundledPostgresProcess} as a process of its own, in a process group of its own as a
 * shell would make it.
 */
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private ServerProcess(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /** The server on this test's own classes, as whoever runs the tests. */
  static ServerProcess start(Path binDir, Path dataDir) throws IOException {
    return start(List.of(), System.getProperty("java.class.path"), binDir, dataDir);
  }

  /**
   * The server.
   *
   * @param prefix what stands before its command, to make it somebody else's
   */
  static ServerProcess start(List<String> prefix, String classPath, Path binDir, Path dataDir)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add("setsid");
    // Whoever runs the tests in the background may have them ignore Ctrl-C, which children inherit.
    command.addAll(List.of("env", "--default-signal=INT"));
    command.addAll(prefix);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx64m",
            "-cp",
            classPath,
            BundledPostgresProcess.class.getName(),
            binDir.toString(),
            dataDir.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("NOWSERVING_ADMIN_PASSWORD", "correct horse battery staple");
    builder.redirectError(Redirect.INHERIT);
    return new ServerProcess(builder.start());
  }

  /** What it says when it is ready or refuses; null when it ended without a word. */
  @Nullable String answer() throws IOException {
    String line = output.readLine();
    while (line != null && !line.startsWith("ready ") && !line.startsWith("refused ")) {
      line = output.readLine(); // a line of its log
    }
    return line;
  }

  long pid() {
    return process.pid();
  }

  /** As a power failure would end it: it does nothing more. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /**
   * As Ctrl-C at its terminal would: every process of its group hears it. Returns the exit code.
   */
  int interruptGroup() throws IOException, InterruptedException {
    new ProcessBuilder("/bin/sh", "-c", "kill -s INT -- -" + pid()).start().waitFor();
    return process.waitFor();
  }

  /** Ends it in order. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().join();
  }
}

package org.nowserving.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A machine to install packages on: the files of this one, in a mount namespace of its own, so that
 * nothing is changed here. systemd does not run on it; what a package tells it is noted. Needs
 * root. One thread.
 */
final class SpareMachine implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** How a program ended, and all that it said. */
  record Ended(int code, String said) {
    /** What it said, if it succeeded. */
    String orFail() {
      if (code != 0) {
        throw new AssertionError("exit code " + code + ":\n" + said);
      }
      return said;
    }
  }

  private final Path directory;
  private final Process machine;

  private SpareMachine(Path directory, Process machine) {
    this.directory = directory;
    this.machine = machine;
  }

  /** With these files in {@code /packages}. */
  static SpareMachine with(Path... files) throws IOException, InterruptedException {
    if (!System.getProperty("user.name", "").equals("root")) {
      throw new AssertionError("only root can make a spare machine: run the build as root");
    }
    Path directory = Files.createTempDirectory("nowserving-spare-");
    Path script = Files.createTempFile("nowserving-spare-", ".sh");
    List<String> command = new ArrayList<>(List.of("unshare", "--mount", "sh", script.toString()));
    command.add(directory.toString());
    for (Path file : files) {
      command.add(file.toAbsolutePath().toString());
    }
    try (InputStream text =
        Objects.requireNonNull(SpareMachine.class.getResourceAsStream("spare-machine.sh"))) {
      Files.write(script, text.readAllBytes());
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      Transcript said = new Transcript("spare machine", process.getInputStream());
      SpareMachine machine = new SpareMachine(directory, process);
      if (said.await(Pattern.compile("^ready$"), PATIENCE).isEmpty()) {
        machine.close();
        throw new AssertionError("no spare machine could be made:\n" + said.text());
      }
      return machine;
    } finally {
      Files.delete(script);
    }
  }

  /** The words that go before a command for it to run there, as root. */
  private List<String> there() {
    return List.of(
        "nsenter", "--target", String.valueOf(machine.pid()), "--mount", "--root", "--wdns=/");
  }

  /** Starts a program there. */
  ProcessBuilder prepare(List<String> command) {
    List<String> words = new ArrayList<>(there());
    words.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
    return builder;
  }

  /** Runs a line of a shell there, to its end. */
  Ended run(String line) throws IOException, InterruptedException {
    Process process =
        prepare(List.of("sh", "-euc", line))
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    Transcript said = new Transcript(line, process.getInputStream());
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("has not ended: " + line + "\n" + said.text());
    }
    said.awaitEnd();
    return new Ended(process.exitValue(), said.text());
  }

  boolean has(String file) throws IOException, InterruptedException {
    return run("test -e '" + file + "'").code() == 0;
  }

  String read(String file) throws IOException, InterruptedException {
    return run("cat '" + file + "'").orFail();
  }

  /** What systemd was told since this was asked the last time, without its options. */
  List<String> toldToSystemd() throws IOException, InterruptedException {
    String calls =
        run("touch /run/systemctl.calls; cat /run/systemctl.calls; rm /run/systemctl.calls")
            .orFail();
    return calls
        .lines()
        .map(SpareMachine::withoutOptions)
        .filter(line -> !line.startsWith("is-") && !line.startsWith("preset "))
        .toList();
  }

  private static String withoutOptions(String command) {
    return Arrays.stream(command.split(" ", -1))
        .filter(word -> !word.startsWith("-"))
        .collect(Collectors.joining(" "));
  }

  /** A file of that machine, as seen from this one. */
  Path at(String file) {
    return Path.of("/proc/" + machine.pid() + "/root" + file);
  }

  /** Ends whatever runs there; its files are gone with it. */
  @Override
  public void close() throws IOException {
    if (machine.isAlive()) {
      Path own = Files.readSymbolicLink(Path.of("/proc/" + machine.pid() + "/ns/mnt"));
      ProcessHandle.allProcesses()
          .filter(process -> isThere(process, own))
          .forEach(ProcessHandle::destroyForcibly);
      machine.destroyForcibly().onExit().join();
    }
    Files.delete(directory);
  }

  private static boolean isThere(ProcessHandle process, Path namespace) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/ns/mnt"))
          .equals(namespace);
    } catch (IOException e) {
      return false; // a process of the kernel, or one that has just ended
    }
  }
}

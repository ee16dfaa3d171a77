package org.nowserving.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a server is to be started. Immutable.
 *
 * @param directory where it is started
 * @param settings by name, given on the command line
 * @param environment by name, in full
 */
public record Launch(
    Path directory, Map<String, String> settings, Map<String, String> environment) {
  private static final String OUT_OF_REACH = "1000000";

  /** Of the member admin, in every server that a test starts. */
  public static final String ADMIN_PASSWORD = "correct horse battery staple";

  public Launch {
    settings = Map.copyOf(settings);
    environment = Map.copyOf(environment);
  }

  /** On free ports, and with a password for the admin that the test knows. */
  static Launch in(Path directory) {
    return new Launch(directory, Map.of(), Map.of())
        .with("port", "0")
        .with("ops-port", "0")
        .withVariable("NOWSERVING_ADMIN_PASSWORD", ADMIN_PASSWORD);
  }

  /** For devices that are quicker than people: with limits out of reach, which it prints. */
  public Launch withoutLimits() {
    System.out.println(
        "Limits raised for this test: commands-per-second and commands-burst to " + OUT_OF_REACH);
    return with("commands-per-second", OUT_OF_REACH).with("commands-burst", OUT_OF_REACH);
  }

  public Launch with(String setting, String value) {
    return new Launch(directory, plus(settings, setting, value), environment);
  }

  public Launch without(String setting) {
    return new Launch(directory, minus(settings, setting), environment);
  }

  public Launch withVariable(String name, String value) {
    return new Launch(directory, settings, plus(environment, name, value));
  }

  public Launch withoutVariable(String name) {
    return new Launch(directory, settings, minus(environment, name));
  }

  private static Map<String, String> plus(Map<String, String> map, String key, String value) {
    Map<String, String> copy = new LinkedHashMap<>(map);
    copy.put(key, value);
    return copy;
  }

  private static Map<String, String> minus(Map<String, String> map, String key) {
    Map<String, String> copy = new LinkedHashMap<>(map);
    copy.remove(key);
    return copy;
  }

  /** Starts {@code nowserving serve} from the distribution that the build made. */
  ServerProcess begin() throws IOException {
    return new ServerProcess(process(distribution()).start());
  }

  /** The process to be, from any distribution. */
  ProcessBuilder process(Path distribution) {
    List<String> command = new ArrayList<>();
    command.add(distribution.resolve("bin/nowserving").toString());
    command.add("serve");
    settings.forEach((name, value) -> command.add("--" + name + "=" + value));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("NOWSERVING_"));
    builder.environment().putAll(environment);
    return builder;
  }

  public static Path distribution() {
    return Path.of(
        Objects.requireNonNull(
            System.getProperty("nowserving.test.distribution"),
            "-Dnowserving.test.distribution names the directory that `mvn package` makes"));
  }
}

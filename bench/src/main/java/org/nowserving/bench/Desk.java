package org.nowserving.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.nowserving.desk.Badge;
import org.nowserving.desk.Office;
import org.nowserving.protocol.StaffName;

/**
 * Now Serving as it ships, with the limits that are meant for people out of the way. One thread.
 */
final class Desk implements AutoCloseable {
  private static final Duration TO_START = Duration.ofMinutes(2);
  private static final Pattern SERVICE = Pattern.compile("^Service: +(http://\\S+)");
  private static final Pattern READY = Pattern.compile("is ready\\.");
  private static final String PASSWORD = "correct horse battery staple";

  /** What a load that comes from one machine, as fast as it can, needs. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "tables", "64",
          "commands-per-second", "1000000",
          "commands-burst", "1000000",
          "inbox-limit", "100000",
          "max-connections", "20000",
          "max-connections-per-address", "20000");

  private final Child process;
  private final URI service;
  private final Duration toReady;

  private Desk(Child process, URI service, Duration toReady) {
    this.process = process;
    this.service = service;
    this.toReady = toReady;
  }

  static Map<String, String> settings() {
    return SETTINGS;
  }

  static Desk start(Tree tree, String databaseUrl, Path log)
      throws IOException, InterruptedException {
    return start(tree, databaseUrl, log, "");
  }

  /**
   * @param javaOptions further options for Java, which win over those that it ships with
   */
  static Desk start(Tree tree, String databaseUrl, Path log, String javaOptions)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(tree.distribution().resolve("bin/nowserving").toString());
    command.addAll(
        List.of(
            "serve",
            "--port=0",
            "--ops-port=0",
            "--database-url=" + databaseUrl,
            "--database-user=" + Cluster.USER));
    SETTINGS.forEach((name, value) -> command.add("--" + name + "=" + value));
    Child child =
        new Child(
            "Now Serving",
            log,
            Map.of("NOWSERVING_ADMIN_PASSWORD", PASSWORD, "NOWSERVING_JAVA_OPTIONS", javaOptions),
            command);
    try {
      Child.Words words = child.listen();
      words.await(READY, TO_START);
      Duration toReady = child.age();
      return new Desk(child, URI.create(words.await(SERVICE, TO_START).group(1)), toReady);
    } catch (IOException | InterruptedException e) {
      child.close();
      throw e;
    }
  }

  URI service() {
    return service;
  }

  long pid() {
    return process.pid();
  }

  /** How long ago it was started. */
  Duration age() {
    return process.age();
  }

  /** How long after its start it said that it is ready. */
  Duration toReady() {
    return toReady;
  }

  /** Makes members, and signs them in. */
  List<Badge> hire(int count) throws IOException, InterruptedException {
    try (Office office = new Office(service)) {
      Badge admin = office.signIn(new StaffName("admin"), PASSWORD);
      List<Badge> staff = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        StaffName name = new StaffName("Member " + i);
        office.add(admin, name, PASSWORD);
        staff.add(office.signIn(name, PASSWORD));
      }
      return staff;
    }
  }

  /** Ends what is left of a round, so that the next one begins with an empty hall. */
  void closeDay() throws IOException, InterruptedException {
    try (Office office = new Office(service)) {
      office.closeDay(office.signIn(new StaffName("admin"), PASSWORD));
    }
  }

  @Override
  public void close() {
    process.close();
  }
}

package org.nowserving.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nowserving.desk.Badge;
import org.nowserving.desk.Office;
import org.nowserving.protocol.StaffName;

/** Each workload against the server that ships. */
class LoadIT {
  private static final String PASSWORD = "correct horse battery staple";
  private static final Duration TO_START = Duration.ofSeconds(90);
  private static final Duration TO_STOP = Duration.ofSeconds(30);
  private static final Pattern SERVICE = Pattern.compile("(?m)^\\s*Service: +(http://\\S+)\\s");
  private static final int CONNECTIONS = 4;
  private static final int DEPTH = 4;
  private static final int DISPLAYS = 50;
  private static final int TICKETS = 500;

  /** Limits that are meant for people, out of the way. */
  private static final List<String> SETTINGS =
      List.of("--commands-per-second=1000000", "--commands-burst=1000000", "--inbox-limit=100000");

  @TempDir private static Path directory;
  private static Process server;
  private static URI service;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    Path distribution =
        Path.of(Objects.requireNonNull(System.getProperty("nowserving.test.distribution")));
    List<String> command = new ArrayList<>();
    command.add(distribution.resolve("bin/nowserving").toString());
    command.addAll(List.of("serve", "--port=0", "--ops-port=0"));
    command.addAll(SETTINGS);
    Path log = directory.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("NOWSERVING_"));
    builder.environment().put("NOWSERVING_ADMIN_PASSWORD", PASSWORD);
    server = builder.start();
    service = awaitService(log);
  }

  private static URI awaitService(Path log) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TO_START.toNanos();
    while (true) {
      String words = Files.readString(log);
      Matcher printed = SERVICE.matcher(words);
      if (printed.find()) {
        return URI.create(printed.group(1));
      }
      if (!server.isAlive() || System.nanoTime() - deadline > 0) {
        throw new AssertionError("the server did not get ready:\n" + words);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  @AfterAll
  static void stop() throws InterruptedException {
    server.destroy();
    if (!server.waitFor(TO_STOP.toNanos(), TimeUnit.NANOSECONDS)) {
      server.destroyForcibly();
    }
  }

  private static Measurement load(Workload workload, List<Badge> staff)
      throws IOException, InterruptedException {
    Plan plan =
        Plan.of(service, workload)
            .by(workload == Workload.WALL ? 1 : CONNECTIONS, DEPTH)
            .before(DISPLAYS)
            .with(TICKETS, staff)
            .lasting(Duration.ZERO, Duration.ofSeconds(1));
    Measurement measured = new Load(plan, Load.Watch.NOBODY, line -> {}).run();
    System.out.println(measured);
    assertTrue(measured.commands() > 0, measured::toString);
    assertTrue(measured.latency().p50() > 0, measured::toString);
    assertTrue(measured.checked() >= measured.commands() + measured.deliveries());
    return measured;
  }

  @Test
  void everyWorkloadIsMeasuredAndEveryTicketIsInTheHistory()
      throws IOException, InterruptedException {
    // Nobody hears anything there but answers to `new`, so what was checked is what was given.
    long given = load(Workload.NEW, List.of()).checked();
    load(Workload.QUERY, List.of());
    given += CONNECTIONS * DEPTH;
    load(Workload.REFUSED, List.of());
    try (Staff staff = Staff.hire(service, PASSWORD, CONNECTIONS)) {
      // BEFORE the other, after which three more tables would be in use
      Measurement wall = load(Workload.WALL, staff.badges());
      given += TICKETS;
      assertTrue(wall.deliveries() >= DISPLAYS, wall::toString);
      assertTrue(wall.reached().count() > 0, wall::toString);
      Measurement serve = load(Workload.SERVE, staff.badges());
      given += TICKETS;
      assertTrue(serve.deliveries() >= CONNECTIONS - 1, serve::toString);
    }
    try (Office office = new Office(service)) {
      Badge admin = office.signIn(new StaffName("admin"), PASSWORD);
      assertEquals(given, office.tickets(admin).size());
    }
  }
}

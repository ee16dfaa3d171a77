package org.nowserving.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nowserving.desk.Badge;
import org.nowserving.desk.Device;
import org.nowserving.desk.Office;
import org.nowserving.protocol.Endpoint;
import org.nowserving.tape.Stage;

/** The whole server as a process, with real sockets and a real PostgreSQL. One thread. */
final class SocketStage implements Stage {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * The grace time of {@link Stage#GRACE}, shortened: here it really passes. Long enough for a
   * restarted server to listen, and for whoever comes back, on a slow machine.
   */
  private static final Duration SHORT_GRACE = Duration.ofSeconds(15);

  private static final Pattern START = Pattern.compile("\"start\":\"[^\"]+\"");
  private static final String NOBODYS_TOKEN = "abcdefghijklmnoprstuvwxy";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Ground ground;
  private final Launch launch;
  private final Map<String, Badge> badges = new HashMap<>();
  private final Map<String, Device> devices = new LinkedHashMap<>();
  private ServerProcess server;
  private URI service;

  /** When the latest grace time began, at the earliest. */
  private long graceSinceNanos = System.nanoTime();

  /**
   * @param timePasses whether the tape lets a grace time pass
   */
  SocketStage(Ground ground, Launch launch, boolean timePasses) throws Exception {
    this.ground = ground;
    // Every tape has a server of its own, which lives for seconds: one that compiles less is there
    // sooner.
    Launch quick = launch.withVariable("NOWSERVING_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
    // Time that passes on a slow machine is not on the tape.
    quick = quick.with("duplicate-window", "1h");
    this.launch = timePasses ? quick.with("table-grace", SHORT_GRACE.toSeconds() + "s") : quick;
    this.server = ground.start(this.launch);
    this.service = server.service();
    for (Badge badge : Crew.hire(service, "Ann", "Ben", "Cem")) {
      badges.put(badge.name().text(), badge);
    }
  }

  @Override
  public void connect(String device, Endpoint endpoint, Optional<String> person) throws Exception {
    Map<String, String> headers =
        person.map(name -> Map.of("Authorization", "Bearer " + token(name))).orElse(Map.of());
    devices.put(device, Device.connect(http, service, endpoint, headers, Device.Limits.USUAL));
  }

  @Override
  public void say(String device, String line) throws Exception {
    String text =
        TOKEN.matcher(line).replaceAll(name -> Matcher.quoteReplacement(token(name.group(1))));
    device(device).say(text);
  }

  private String token(String person) {
    Badge badge = badges.get(person);
    return badge == null ? NOBODYS_TOKEN : badge.token().secret();
  }

  @Override
  public void drop(String device) {
    graceSinceNanos = System.nanoTime();
    device(device).drop();
    devices.remove(device);
  }

  /** Nothing: this store works by itself. */
  @Override
  public void commit() {}

  @Override
  public void pass(Duration time) throws InterruptedException {
    if (time.compareTo(GRACE) <= 0) {
      throw new IllegalArgumentException("only the end of the grace time can be waited for");
    }
    long passed = System.nanoTime() - graceSinceNanos;
    Thread.sleep(SHORT_GRACE.minusNanos(passed)); // what follows is waited for when it is heard
  }

  @Override
  public void signOut(String person) throws Exception {
    try (Office office = new Office(service)) {
      office.signOut(Objects.requireNonNull(badges.get(person), person));
    }
  }

  @Override
  public void restart() throws Exception {
    server.kill();
    devices.clear();
    server = ground.start(launch);
    graceSinceNanos = System.nanoTime();
    service = server.service();
  }

  @Override
  public List<String> heard(String device, int expected) throws Exception {
    List<String> lines = new ArrayList<>();
    while (lines.size() < expected) {
      Optional<Device.Heard> heard = device(device).hear(PATIENCE);
      if (heard.isEmpty()) {
        break; // the comparison shows what is missing
      }
      lines.add(START.matcher(heard.get().line()).replaceAll("\"start\":\"" + MOMENT + "\""));
    }
    return lines;
  }

  /** The next thing that each device hears is the answer to nonsense: nothing was left over. */
  List<String> devicesThatHeardMore() throws Exception {
    List<String> more = new ArrayList<>();
    for (String device : devices.keySet()) {
      say(device, "?");
      if (!heard(device, 1).equals(List.of("error the command is unknown"))) {
        more.add(device);
      }
    }
    return more;
  }

  private Device device(String name) {
    return Optional.ofNullable(devices.get(name))
        .orElseThrow(() -> new IllegalArgumentException("not connected: " + name));
  }

  @Override
  public void close() {
    http.shutdownNow();
    try {
      ground.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Somebody who follows the README's tour to the letter, in a folder that looks like a clone after
 * the build. Everything is typed into terminals and read off them. Two things are not as written:
 * the ports, and {@code npx}, which starts {@link Wscat} unless {@code -Dit.tour.npx=true}. One
 * thread.
 */
final class Tour implements AutoCloseable {
  private static final String PORT = "8080";
  private static final String OPS_PORT = "8081";

  /** What a command comes to, whichever is first. */
  private static final Pattern NEXT =
      Pattern.compile(
          Terminal.PROMPT
              + "|(?<question>Password of admin|New password of \\w+|Once more): "
              + "|(?<ready>\\nData: .+\\n)"
              + "|(?<connected>Connected \\(press CTRL\\+C to quit\\)\\n)");

  private static final Pattern PROMPT = Pattern.compile(Terminal.PROMPT);
  private static final Pattern HEARD =
      Pattern.compile("^(?<line>< .*)\\n|" + Terminal.PROMPT, Pattern.MULTILINE);
  private static final Pattern STAFF_COMMAND = Pattern.compile("nowserving staff \\w+ \\w+");
  private static final Pattern TIME = Pattern.compile("(?!1970)\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");
  private static final Pattern SPACES_AT_THE_END = Pattern.compile("(?m) +$|\\n\\z");
  private static final int KILLED = 128 + 9;

  private enum Running {
    NOTHING,
    SERVER,
    CLIENT
  }

  /** One of the terminals, and what the tour has come to in it. */
  private static final class Place {
    final Terminal terminal;
    Running running = Running.NOTHING;
    String output = "";
    final List<String> typed = new ArrayList<>();

    Place(Terminal terminal) {
      this.terminal = terminal;
    }
  }

  private final Path folder;
  private final int port = freePort();
  private final int opsPort = freePort();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Map<Integer, Place> places = new TreeMap<>();
  private final Map<String, String> answers = new HashMap<>();

  /**
   * @param newPassword what to type for a new staff member
   */
  Tour(Path folder, String newPassword) throws IOException {
    this.folder = folder;
    answers.put("New password of alice", newPassword);
    answers.put("Once more", newPassword);
    Path target = Files.createDirectories(folder.resolve("deploy/target"));
    Files.createSymbolicLink(target.resolve("nowserving"), Launch.distribution());
    environment.put("NOWSERVING_PORT", String.valueOf(port));
    environment.put("NOWSERVING_OPS_PORT", String.valueOf(opsPort));
    // The tour says that a table is kept for a minute, which a slow machine may need for less.
    environment.put("NOWSERVING_TABLE_GRACE", "15m");
    // These programs live for seconds: one that compiles less is there sooner.
    environment.put("NOWSERVING_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
    if (!Boolean.getBoolean("it.tour.npx")) {
      environment.put("PATH", npx() + ":" + System.getenv("PATH"));
    }
  }

  /** The folder of an npx that knows wscat only. */
  private Path npx() throws IOException {
    Path programs = Files.createDirectories(folder.resolve("programs"));
    Path classes =
        Path.of(Wscat.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    Path npx =
        Files.writeString(
            programs.resolve("npx"),
            """
            #!/bin/sh
            exec '%s/bin/java' -XX:TieredStopAtLevel=1 -Dstdout.encoding=UTF-8 -cp '%s' %s "$@"
            """
                .formatted(System.getProperty("java.home"), classes, Wscat.class.getName()));
    Files.setPosixFilePermissions(npx, PosixFilePermissions.fromString("rwxr-xr-x"));
    return programs;
  }

  /** Below the ports that systems hand out by themselves, which any test may get at any moment. */
  private static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
      try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
        return probe.getLocalPort();
      } catch (IOException taken) {
        // the next one, then
      }
    }
  }

  /** Does what the block says, or compares it with what came. */
  void follow(Readme.Block block) throws IOException, InterruptedException {
    try {
      Place place = place(block.terminal().orElseThrow());
      if (block.isCommands()) {
        for (String line : block.text()) {
          run(place, line);
        }
      } else if (place.running != Running.CLIENT) {
        assertEquals(timeless(block.text()), timeless(place.output));
      } else if (block.isConversation()) {
        compare(place, block.text());
      } else {
        for (String line : block.text()) {
          place.terminal.type(line);
          place.typed.add(line);
        }
      }
    } catch (AssertionError e) {
      throw new AssertionError("The tour ends at " + block + e.getMessage() + transcripts(), e);
    }
  }

  private Place place(int number) throws IOException, InterruptedException {
    if (!places.containsKey(number)) {
      places.put(number, new Place(new Terminal("terminal " + number, folder, environment)));
    }
    return places.get(number);
  }

  private void run(Place place, String line) throws IOException, InterruptedException {
    if (place.running != Running.NOTHING) {
      int status = awaitEnd(place); // it was killed, or has lost the server that was
      assertEquals(place.running == Running.SERVER ? KILLED : status, status);
    }
    place.typed.clear();
    place.running = Running.NOTHING;
    int start = place.terminal.read();
    place.terminal.type(here(line));
    while (true) {
      Matcher next = place.terminal.await(NEXT);
      if (next.group("question") != null) {
        place.terminal.type(answer(next.group("question")));
      } else if (next.group("ready") != null) {
        place.running = Running.SERVER;
        readFirstWords(place.terminal.text().substring(start, next.end()));
        return;
      } else if (next.group("connected") != null) {
        place.running = Running.CLIENT;
        return;
      } else {
        assertEquals("0", next.group("status"), line);
        place.output =
            SPACES_AT_THE_END
                .matcher(place.terminal.text().substring(start, next.start()))
                .replaceAll("");
        return;
      }
    }
  }

  /** As it has to be typed where the ports are not the usual ones. */
  private String here(String line) {
    String url = "http://127.0.0.1:" + PORT;
    return STAFF_COMMAND
        .matcher(line)
        .replaceAll("$0 --url=" + url)
        .replace(PORT, String.valueOf(port));
  }

  private String answer(String question) {
    String answer = answers.get(question);
    if (answer == null) {
      throw new AssertionError("nobody knows what to answer to " + question);
    }
    return answer;
  }

  private void readFirstWords(String text) {
    FirstWords.passwordIn(text)
        .ifPresent(password -> answers.putIfAbsent("Password of admin", password));
  }

  /** What the server said in terminal 1 when it was ready, as the README would print it. */
  String firstWords() throws IOException, InterruptedException {
    Terminal terminal = place(1).terminal;
    String text = terminal.text().substring(0, terminal.read());
    return text.substring(text.indexOf("Now Serving "))
        .strip()
        .replace(String.valueOf(port), PORT)
        .replace(String.valueOf(opsPort), OPS_PORT)
        .replace(answer("Password of admin"), "…")
        .replace(folder.toString(), "/home/you/now-serving");
  }

  /** All that a client heard since the last block of its terminal, and all that was typed there. */
  private static void compare(Place place, List<String> block) throws InterruptedException {
    List<String> heard = new ArrayList<>();
    List<String> typed = new ArrayList<>();
    for (String line : block) {
      if (line.startsWith("> ")) {
        typed.add(line.substring(2));
        continue;
      }
      Matcher next = place.terminal.await(HEARD);
      if (next.group("line") == null) {
        throw new AssertionError("the client ended");
      }
      heard.add(next.group("line"));
    }
    assertEquals(
        timeless(block.stream().filter(line -> !line.startsWith("> ")).toList()), timeless(heard));
    assertTrue(typed.isEmpty() || typed.equals(place.typed), () -> "typed was " + place.typed);
    place.typed.clear();
  }

  private static String timeless(List<String> lines) {
    return timeless(String.join("\n", lines));
  }

  private static String timeless(String text) {
    return TIME.matcher(text).replaceAll("2026-01-31T08:00:00Z");
  }

  /** Waits for the prompt, and fails when a client heard what the README does not show. */
  private static int awaitEnd(Place place) throws InterruptedException {
    Matcher next = place.terminal.await(place.running == Running.CLIENT ? HEARD : PROMPT);
    if (next.group("status") == null) {
      throw new AssertionError("the tour does not show " + next.group("line"));
    }
    return Integer.parseInt(next.group("status"));
  }

  /** Ctrl-C everywhere: the clients first, as they were opened last. */
  void leave() throws IOException, InterruptedException {
    try {
      for (Running what : List.of(Running.CLIENT, Running.SERVER)) {
        for (Place place : places.values()) {
          if (place.running == what) {
            place.terminal.interrupt();
            int status = awaitEnd(place);
            assertEquals(what == Running.SERVER ? 0 : status, status, "the server's exit");
            place.running = Running.NOTHING;
          }
        }
      }
    } catch (AssertionError e) {
      throw new AssertionError("At the end of the tour: " + e.getMessage() + transcripts(), e);
    }
  }

  private String transcripts() {
    StringBuilder all = new StringBuilder("\n");
    places.forEach((number, place) ->
        all.append("--- terminal %d\n%s\n".formatted(number, place.terminal.text())));
    return all.toString();
  }

  @Override
  public void close() {
    places.values().forEach(place -> place.terminal.close());
  }
}

package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README tells a newcomer to type, typed. */
class ReadmeIT {
  private static final Pattern PASSWORD_TO_TYPE = Pattern.compile("Type `([^`]+)`");

  /** The section "A tour in five minutes", block by block, with a real server that is killed. */
  @Test
  void theTour() throws Exception {
    assumeTrue(is("util-linux", "script", "--version"), "the tour needs script, of util-linux");
    assumeTrue(is("curl", "curl", "--version"), "the tour needs curl");
    Matcher password = PASSWORD_TO_TYPE.matcher(String.join(" ", Readme.lines()));
    assertTrue(password.find(), "the README gives no password to type");

    try (Ground ground = new Ground();
        Tour tour = new Tour(ground.directory(), password.group(1))) {
      List<Readme.Block> blocks = new ArrayList<>(Readme.blocks("A tour in five minutes"));
      tour.follow(blocks.removeFirst());
      assertEquals(String.join("\n", theReadyServer().text()), tour.firstWords());
      for (Readme.Block block : blocks) {
        tour.follow(block);
      }
      tour.leave();
    }
  }

  private static Readme.Block theReadyServer() throws IOException {
    return Readme.blocks("Start it").stream()
        .filter(block -> !block.isCommands())
        .findFirst()
        .orElseThrow();
  }

  /** The two commands that everything else relies on: CI calls the second. */
  @Test
  void theTwoCommands() throws Exception {
    assertEquals(
        List.of(
            "mvn -q -DskipTests package && deploy/target/nowserving/bin/nowserving serve",
            "mvn verify"),
        Readme.blocks("Start it").stream()
            .filter(Readme.Block::isCommands)
            .flatMap(block -> block.text().stream())
            .toList());
  }

  /** The settings under "Put it on the network" are settings, with values that fit. */
  @Test
  void theSettings() throws Exception {
    // AFTER the line that makes the device key.
    String command = Readme.blocks("Put it on the network").getFirst().text().getLast();
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.set(0, Launch.distribution().resolve("bin/nowserving").toString());
    words.set(1, "check-config");
    Ended ended = end(words);
    assertEquals(0, ended.code(), ended.text());
    assertTrue(ended.text().contains("0.0.0.0"), ended.text());
  }

  @Test
  void theHelpOfTheServer() throws Exception {
    String program = Launch.distribution().resolve("bin/nowserving").toString();
    try (var written = getClass().getResourceAsStream("/org/nowserving/help/nowserving.txt")) {
      assertTrue(written != null);
      assertEquals(
          new Ended(0, new String(written.readAllBytes(), StandardCharsets.UTF_8)),
          end(List.of(program, "--help")));
    }
  }

  @Test
  void theHelpOfTheMorning() throws Exception {
    Ended ended = end(List.of(Path.of("morning").toAbsolutePath().toString(), "--help"));
    assertEquals(0, ended.code(), ended.text());
    for (String option : List.of("--visitors", "--seconds", "--url")) {
      assertTrue(ended.text().contains(option), ended.text());
    }
  }

  private static boolean is(String name, String... command) throws InterruptedException {
    try {
      return end(List.of(command)).text().contains(name);
    } catch (IOException notThere) {
      return false;
    }
  }

  /** How a program ended, and all that it wrote. */
  private record Ended(int code, String text) {}

  private static Ended end(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("NOWSERVING_"));
    Process process = builder.start();
    process.getOutputStream().close();
    Transcript said = new Transcript(command.getFirst(), process.getInputStream());
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    said.awaitEnd();
    return new Ended(process.waitFor(), said.text());
  }
}

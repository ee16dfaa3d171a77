package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * The Dockerfile as far as it can be followed without a container engine: what it copies is there,
 * what it starts is in what it copies, and its health check tells a server that lives from one that
 * does not.
 */
@Tag("unhurried")
class DockerfileIT {
  private static final Path FOLDER = Path.of("..", "deploy");

  private static List<String> instructions() throws IOException {
    return Files.readString(FOLDER.resolve("Dockerfile"))
        .replace("\\\n", "")
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  /** What follows the one instruction that begins so. */
  private static String the(String beginning) throws IOException {
    List<String> found = new ArrayList<>();
    for (String instruction : instructions()) {
      if (instruction.startsWith(beginning)) {
        found.add(instruction.substring(beginning.length()).strip());
      }
    }
    assertEquals(1, found.size(), beginning);
    return found.getFirst();
  }

  private static String[] words(String json) {
    return JsonMapper.shared().readValue(json, String[].class);
  }

  @Test
  void whatItStartsIsInWhatItCopies() throws Exception {
    String[] copy = the("COPY ").split(" ", -1);
    Path distribution = FOLDER.resolve(copy[0]);
    assertEquals(Launch.distribution().toRealPath(), distribution.toRealPath());
    String program = words(the("ENTRYPOINT "))[0];
    assertTrue(program.startsWith(copy[1]), program);
    assertTrue(Files.isExecutable(distribution.resolve(program.substring(copy[1].length()))));
  }

  @Test
  void theHealthCheckTellsWhetherItLives() throws Exception {
    Ground ground = new Ground();
    try {
      ServerProcess server = ground.start(ground.launch());
      assertEquals(0, healthOf(server.operations().getPort()));
      server.kill();
      assertNotEquals(0, healthOf(server.operations().getPort()));
    } finally {
      ground.close();
    }
  }

  /** As {@code /healthz} answers when the loop does not turn. */
  @Test
  void theHealthCheckTellsOneThatIsStuck() throws Exception {
    HttpServer stuck =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    stuck.createContext(
        "/healthz",
        exchange -> {
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    stuck.start();
    try {
      assertNotEquals(0, healthOf(stuck.getAddress().getPort()));
    } finally {
      stuck.stop(0);
    }
  }

  /** How the check ends, put to another port than the usual one. */
  private static int healthOf(int port) throws IOException, InterruptedException {
    String check = the("HEALTHCHECK ").replaceFirst("^.*? CMD ", "");
    String there = check.replace("/8081 ", "/" + port + " ");
    assertNotEquals(check, there, "it asks the usual operations port");
    return exitCodeOf(words(there));
  }

  private static int exitCodeOf(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }
}

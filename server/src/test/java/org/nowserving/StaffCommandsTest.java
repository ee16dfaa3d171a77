package org.nowserving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nowserving.CommandLineTest.Ended;

/** The staff commands against a server that notes what it is asked and answers from a list. */
class StaffCommandsTest {
  private static final String SIGNED_IN =
      "200 {\"token\":\"t0k3n\",\"name\":\"admin\",\"role\":\"admin\",\"expires\":\"2026-01-01T00:00:00Z\"}";

  private final HttpServer server;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Deque<String> answers = new ArrayDeque<>();
  private final Deque<String> typed = new ArrayDeque<>();
  private final List<String> prompts = new CopyOnWriteArrayList<>();
  private final Path directory;

  StaffCommandsTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      asked.add(
          "%s %s %s %s"
              .formatted(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().getRawPath(),
                  authorization,
                  body)
              .strip());
      String[] next = answers.remove().split(" ", 2);
      byte[] bytes = next.length == 1 ? new byte[0] : next[1].getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(
          Integer.parseInt(next[0]), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private Ended run(Map<String, String> environment, String... arguments) {
    Surroundings surroundings =
        new Surroundings(
            environment,
            prompt -> {
              prompts.add(prompt);
              return Optional.ofNullable(typed.poll());
            });
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    String[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = "--url=" + url;
    Ended ended = CommandLineTest.run(surroundings, all);
    return new Ended(
        ended.code(), ended.out().replace(url, "URL"), ended.err().replace(url, "URL"));
  }

  private Ended runAsAdmin(String... arguments) {
    return run(Map.of("NOWSERVING_ADMIN_PASSWORD", "opensesame"), arguments);
  }

  @Test
  void listSignsInAsksAndSignsOut() {
    answers.addAll(
        List.of(
            SIGNED_IN,
            "200 {\"staff\":[{\"name\":\"Ann Bee\",\"role\":\"staff\"},{\"name\":\"admin\",\"role\":\"admin\"}]}",
            "204"));
    assertEquals(new Ended(0, "staff  Ann Bee\nadmin  admin\n", ""), runAsAdmin("staff", "list"));
    assertEquals("GET /api/staff Bearer t0k3n", asked.get(1));
    assertEquals("POST /api/logout Bearer t0k3n", asked.get(2));
    assertTrue(asked.get(0).startsWith("POST /api/login null {"), asked.get(0));
    assertTrue(asked.get(0).contains("\"password\":\"opensesame\""), asked.get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "table free 3, /api/tables/3/free, 204, Table 3 is free.",
    "ticket cancel 12, /api/tickets/12/cancel, 204, Ticket 12 is cancelled.",
    "day close, /api/day/close, '200 {\"cancelled\":17,\"freed\":4}',"
        + " 'The day is closed: tickets cancelled: 17, tables freed: 4.'"
  })
  void theOfficeSignsInAsksAndSignsOut(String line, String path, String answer, String said) {
    answers.addAll(List.of(SIGNED_IN, answer, "204"));
    assertEquals(new Ended(0, said + "\n", ""), runAsAdmin(line.split(" ")));
    assertEquals("POST " + path + " Bearer t0k3n", asked.get(1));
    assertEquals("POST /api/logout Bearer t0k3n", asked.get(2));
  }

  @Test
  void whatTheOfficeCannotDoIsSaid() {
    answers.addAll(List.of(SIGNED_IN, "409 {\"error\":\"nobody has this table\"}", "204"));
    assertEquals(
        new Ended(1, "", "nowserving: The server at URL refused: nobody has this table.\n"),
        runAsAdmin("table", "free", "3"));
  }

  @Test
  void addAsksForBothPasswords() {
    typed.addAll(List.of("opensesame", "a new password", "a new password"));
    answers.addAll(List.of(SIGNED_IN, "201 {\"name\":\"Ann\",\"role\":\"staff\"}", "204"));
    assertEquals(new Ended(0, "Added Ann (staff).\n", ""), run(Map.of(), "staff", "add", "Ann"));
    assertEquals(List.of("Password of admin: ", "New password of Ann: ", "Once more: "), prompts);
    assertTrue(asked.get(1).startsWith("POST /api/staff Bearer t0k3n {"), asked.get(1));
    assertTrue(asked.get(1).contains("\"name\":\"Ann\""), asked.get(1));
    assertTrue(asked.get(1).contains("\"password\":\"a new password\""), asked.get(1));
    assertTrue(asked.get(1).contains("\"role\":\"staff\""), asked.get(1));
  }

  @Test
  void twoPasswordsThatDifferChangeNothing() {
    typed.addAll(List.of("opensesame", "a new password", "another one"));
    answers.addAll(List.of(SIGNED_IN, "204"));
    assertEquals(
        new Ended(1, "", "nowserving: The two passwords differ; nothing was changed.\n"),
        run(Map.of(), "staff", "add", "Ann"));
    assertEquals(2, asked.size(), asked.toString());
  }

  @Test
  void passwordsComeFromFilesToo() throws IOException {
    Path mine = Files.writeString(directory.resolve("mine"), "opensesame\nsecond line\n");
    Path theirs = Files.writeString(directory.resolve("theirs"), "for ann only");
    answers.addAll(List.of(SIGNED_IN, "201 {}", "204"));
    Ended ended =
        run(
            Map.of(),
            "staff",
            "add",
            "Ann",
            "--role=admin",
            "--as=Bob",
            "--password-file=" + mine,
            "--new-password-file=" + theirs);
    assertEquals(new Ended(0, "Added Ann (admin).\n", ""), ended);
    assertTrue(asked.get(0).contains("\"name\":\"Bob\""), asked.get(0));
    assertTrue(asked.get(0).contains("\"password\":\"opensesame\""), asked.get(0));
    assertTrue(asked.get(1).contains("\"password\":\"for ann only\""), asked.get(1));
    assertEquals(List.of(), prompts);
  }

  @Test
  void aGeneratedPasswordIsPrintedOnceAndIsTheOneThatWasSent() {
    answers.addAll(List.of(SIGNED_IN, "204", "204"));
    Ended ended = runAsAdmin("staff", "password", "Ann Bee", "--generate-password");
    assertEquals(0, ended.code(), ended.err());
    String password = ended.out().lines().toList().get(1).replace("Password: ", "");
    assertEquals(20, password.length());
    assertTrue(
        asked.get(1).startsWith("PUT /api/staff/Ann%20Bee/password Bearer t0k3n "), asked.get(1));
    assertTrue(asked.get(1).contains("\"" + password + "\""), asked.get(1));
  }

  @Test
  void aNameIsOneSegmentOfThePathWhateverStandsInIt() {
    answers.addAll(List.of(SIGNED_IN, "204", "204"));
    assertEquals(new Ended(0, "Removed a/b?c+ü.\n", ""), runAsAdmin("staff", "remove", "a/b?c+ü"));
    assertEquals("DELETE /api/staff/a%2Fb%3Fc%2B%C3%BC Bearer t0k3n", asked.get(1));
  }

  @Test
  void whatTheServerRefusesIsSaidInItsOwnWords() {
    answers.addAll(
        List.of(SIGNED_IN, "409 {\"error\":\"the last admin cannot be removed\"}", "204"));
    assertEquals(
        new Ended(
            1, "", "nowserving: The server at URL refused: the last admin cannot be removed.\n"),
        runAsAdmin("staff", "remove", "admin"));
    assertEquals(3, asked.size(), "signed out all the same: " + asked);
  }

  @Test
  void aWrongPasswordIsSaidWithoutRepeatingIt() {
    answers.add("401 {\"error\":\"the name or the password is wrong\"}");
    Ended ended = runAsAdmin("staff", "list");
    assertEquals(
        new Ended(
            1,
            "",
            "nowserving: The server at URL knows nobody called \"admin\" with this password.\n"),
        ended);
    assertFalse(ended.err().contains("opensesame"), ended.err());
  }

  @Test
  void withoutATerminalItSaysWhatToGiveInstead() {
    assertEquals(
        new Ended(
            1,
            "",
            "nowserving: Nobody typed the password of admin; where there is no terminal, give"
                + " --password-file or NOWSERVING_ADMIN_PASSWORD.\n"),
        run(Map.of(), "staff", "list"));
    assertEquals(List.of(), asked);
  }

  @Test
  void somethingElseThatAnswersIsCalledThat() {
    answers.add("200 <html>hello</html>");
    assertEquals(
        new Ended(
            1,
            "",
            "nowserving: What answers at URL (from --url) is no Now Serving server (status 200).\n"),
        runAsAdmin("staff", "list"));
    answers.add("500");
    Ended ended = runAsAdmin("staff", "list");
    assertEquals(1, ended.code());
    assertTrue(ended.err().contains("URL"), ended.err());
  }

  @Test
  void whereNobodyAnswersItAsksWhetherTheServerRuns() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    String url = "http://127.0.0.1:" + free;
    assertEquals(
        new Ended(
            1,
            "",
            "nowserving: No server answers at %s (from --url); is it running?\n".formatted(url)),
        CommandLineTest.run(
            new Surroundings(Map.of("NOWSERVING_ADMIN_PASSWORD", "x"), prompt -> Optional.empty()),
            "staff",
            "list",
            "--url=" + url));
  }
}

package org.nowserving.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.Token;

/** What the office makes of a server that cannot, and of one that will not. */
class OfficeTest {
  private static final Badge ADMIN =
      new Badge(new StaffName("admin"), new Token("abcdefghijklmnoprstuvwxy"));
  private static final StaffName ALICE = new StaffName("Alice");

  private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
  private final Queue<String> calls = new ConcurrentLinkedQueue<>();
  private HttpServer server;
  private URI service;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    service = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
      byte[] body = "{\"token\":\"abcdefghijklmnoprstuvwxy\"}".getBytes(StandardCharsets.UTF_8);
      int status = answers.remove();
      exchange.sendResponseHeaders(status, status == 204 ? -1 : body.length);
      if (status != 204) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private void serverSays(Integer... statuses) {
    answers.addAll(List.of(statuses));
  }

  @Test
  void whatTheServerCannotDoJustNowIsAskedForAgain() throws Exception {
    serverSays(503, 503, 201);
    try (Office office = new Office(service)) {
      office.add(ADMIN, ALICE, "a password");
    }
    assertEquals(3, calls.size());
  }

  @Test
  void whatWasDoneAlthoughTheServerCouldNotSayIsDone() throws Exception {
    serverSays(503, 409, 503, 404, 503, 401);
    try (Office office = new Office(service)) {
      office.add(ADMIN, ALICE, "a password");
      office.remove(ADMIN, ALICE);
      office.signOut(ADMIN);
    }
    assertEquals(6, calls.size());
  }

  @Test
  void aRefusalAtOnceIsARefusal() {
    serverSays(409, 404, 401, 503, 500);
    try (Office office = new Office(service)) {
      List<Integer> statuses = new ArrayList<>();
      statuses.add(refusal(() -> office.add(ADMIN, ALICE, "a password")));
      statuses.add(refusal(() -> office.remove(ADMIN, ALICE)));
      statuses.add(refusal(() -> office.signOut(ADMIN)));
      statuses.add(refusal(() -> office.remove(ADMIN, ALICE)));
      assertEquals(List.of(409, 404, 401, 500), statuses);
    }
  }

  private interface Call {
    void make() throws Exception;
  }

  private static int refusal(Call call) {
    return assertThrows(Office.Refused.class, call::make).status();
  }

  @Test
  void whyAMorningEndedEarlyIsSaidBeforeWhatCameOfIt(@TempDir Path folder) throws Exception {
    Path password = Files.writeString(folder.resolve("password"), "secret\n");
    // admin signs in; one is hired and signs in; the next is not; nor can the first one be removed.
    serverSays(200, 201, 200, 500, 409);
    StringWriter words = new StringWriter();
    int exit =
        MorningAtTheDesk.commandLine()
            .setErr(new PrintWriter(words, true))
            .execute("--url=" + service, "--admin-password-file=" + password, "--staff=2");
    assertEquals(1, exit);
    List<String> lines = words.toString().lines().toList();
    assertEquals(2, lines.size(), words::toString);
    assertEquals("The morning ended early: POST api/staff was answered with 500", lines.getFirst());
    assertTrue(
        lines.getLast().matches("And then: DELETE api/staff/Morning\\S* was answered with 409"),
        words::toString);
  }
}

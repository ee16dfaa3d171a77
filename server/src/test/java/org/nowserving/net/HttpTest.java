package org.nowserving.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LeakCheck.class)
class HttpTest {
  private final TestServer server = new TestServer();

  @AfterEach
  void stop() {
    server.close();
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }

  @Test
  void anUpgradeToAnythingElseIsAnOrdinaryRequest() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) { // says Upgrade: h2c by itself
      URI uri = URI.create("http://127.0.0.1:" + server.address.getPort() + "/hello?x=y");
      HttpResponse<String> answer =
          client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      assertEquals(200, answer.statusCode());
      assertEquals("GET /hello?x=y cookie=none body=0", answer.body());
    }
  }

  @Test
  void aRequestOnAnEndpointThatIsNoHandshakePasses() throws Exception {
    try (RawSocket socket = new RawSocket(server.address)) {
      socket.send(get("/staff"));
      assertEquals("GET /staff cookie=none body=0", socket.readAnswer().body());
    }
  }

  @Test
  void requestsInOneBreathAreAnsweredInTheirOrder() throws Exception {
    try (RawSocket socket = new RawSocket(server.address)) {
      StringBuilder requests = new StringBuilder();
      for (int i = 0; i < 20; i++) {
        requests.append(get((i % 2 == 0 ? "/slow/" : "/") + i));
      }
      socket.send(requests.toString());
      for (int i = 0; i < 20; i++) {
        String path = (i % 2 == 0 ? "/slow/" : "/") + i;
        assertEquals("GET " + path + " cookie=none body=0", socket.readAnswer().body());
      }
    }
  }

  @Test
  void aBodyComesWhole() throws Exception {
    try (RawSocket socket = new RawSocket(server.address)) {
      socket.send(
          String.join(
              "\r\n",
              "POST /x HTTP/1.1",
              "Host: localhost",
              "Transfer-Encoding: chunked",
              "",
              "3",
              "abc",
              "4",
              "defg",
              "0",
              "",
              ""));
      assertEquals("POST /x cookie=none body=7", socket.readAnswer().body());
      socket.send(
          "POST /y HTTP/1.1\r\nHost: localhost\r\nContent-Length: 16384\r\n\r\n"
              + "x".repeat(16_384));
      assertEquals("POST /y cookie=none body=16384", socket.readAnswer().body());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 16385\r\n\r\n', 16385, 413",
    "'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000000\r\n\r\n', 4000000, 413",
    "'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5000\r\n', 20480, 413",
    "'POST / HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 100000\r\n\r\n', 100000, 421",
    "'GET / HTTP/1.1\r\nHost: localhost\r\nX: ', 9000, 431",
    "'GET /', 9000, 414",
    "'hello\r\n\r\n', 0, 400",
    "'GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n', 0, 400",
  })
  void whatIsTooLongOrNoHttpIsRefusedAndTheRefusalArrives(String head, int more, int status)
      throws Exception {
    try (RawSocket socket = new RawSocket(server.address)) {
      socket.send(head);
      try {
        socket.send("x".repeat(more));
      } catch (IOException closedMeanwhile) {
        // The answer may be there before the last byte of the request is out.
      }
      RawSocket.Answer answer = socket.readAnswer();
      assertEquals(status, answer.status());
      assertTrue(answer.has("connection: close"));
      assertTrue(answer.has("content-type: text/plain; charset=utf-8"));
      socket.readToEnd();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'GET / HTTP/1.0\r\nHost: localhost\r\n\r\n'",
    "'GET / HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n'",
    "'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'",
  })
  void whoDoesNotWantToStayIsLetGo(String request) throws Exception {
    try (RawSocket socket = new RawSocket(server.address)) {
      socket.send(request);
      RawSocket.Answer answer = socket.readAnswer();
      assertEquals("GET / cookie=none body=0", answer.body());
      assertTrue(answer.has("connection: close"));
      socket.readToEnd();
    }
  }

  @Test
  void whoWaitsForAnInvitationToSendABodyGetsIt() throws Exception {
    try (RawSocket socket = new RawSocket(server.address)) {
      socket.send(
          "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
      assertEquals(100, socket.readAnswer().status());
      socket.send("abc");
      assertEquals("POST /x cookie=none body=3", socket.readAnswer().body());
    }
  }
}

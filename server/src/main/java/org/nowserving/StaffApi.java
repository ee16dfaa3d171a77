package org.nowserving;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nowserving.store.Role;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of the running server's JSON API, signed in as one person until it is closed. Every
 * failure is a sentence for the user. Used by one command, on its thread.
 */
final class StaffApi implements AutoCloseable {
  private static final Duration CONNECT_WAIT = Duration.ofSeconds(5);

  /** Longer than the server may take to hash a password when many sign in at once. */
  private static final Duration ANSWER_WAIT = Duration.ofSeconds(30);

  private static final JsonMapper JSON = JsonMapper.shared();

  private final URI url;
  private final HttpClient http;
  private String authorization = "";

  /** A member as the server lists them. */
  record Member(String name, String role) {}

  private StaffApi(URI url) {
    this.url = url;
    // HTTP 1.1 said outright, or the client asks every plain request to become HTTP 2.
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_WAIT)
            .build();
  }

  static StaffApi signIn(URI url, String name, String password) throws UserError {
    StaffApi api = new StaffApi(url);
    HttpResponse<String> answer =
        api.send("POST", "/api/login", Map.of("name", name, "password", password));
    if (answer.statusCode() == 401) {
      throw new UserError(
          "The server at %s knows nobody called \"%s\" with this password.".formatted(url, name));
    }
    api.expect(answer, 200);
    api.authorization = "Bearer " + api.json(answer).path("token").asString("");
    return api;
  }

  List<Member> list() throws UserError {
    HttpResponse<String> answer = send("GET", "/api/staff", Map.of());
    expect(answer, 200);
    List<Member> members = new ArrayList<>();
    for (JsonNode member : json(answer).path("staff")) {
      members.add(new Member(member.path("name").asString(""), member.path("role").asString("")));
    }
    return members;
  }

  void add(String name, String password, Role role) throws UserError {
    String word = role.name().toLowerCase(Locale.ROOT);
    expect(
        send("POST", "/api/staff", Map.of("name", name, "password", password, "role", word)), 201);
  }

  void remove(String name) throws UserError {
    expect(send("DELETE", "/api/staff/" + segment(name), Map.of()), 204);
  }

  void changePassword(String name, String password) throws UserError {
    expect(
        send("PUT", "/api/staff/" + segment(name) + "/password", Map.of("password", password)),
        204);
  }

  void freeTable(String number) throws UserError {
    expect(send("POST", "/api/tables/" + segment(number) + "/free", Map.of()), 204);
  }

  void cancelTicket(String id) throws UserError {
    expect(send("POST", "/api/tickets/" + segment(id) + "/cancel", Map.of()), 204);
  }

  /** What closing the day came to. */
  record Closed(long cancelled, long freed) {}

  Closed closeDay() throws UserError {
    HttpResponse<String> answer = send("POST", "/api/day/close", Map.of());
    expect(answer, 200);
    JsonNode body = json(answer);
    return new Closed(body.path("cancelled").asLong(0), body.path("freed").asLong(0));
  }

  /** Signs out, so that no session stays behind that nobody will use again. */
  @Override
  public void close() {
    try {
      send("POST", "/api/logout", Map.of());
    } catch (UserError e) {
      // What was asked for is done or refused already, and the session dies with its time.
    }
    http.close();
  }

  private HttpResponse<String> send(String method, String path, Map<String, String> body)
      throws UserError {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve(path))
            .timeout(ANSWER_WAIT)
            .method(
                method,
                body.isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(JSON.writeValueAsString(body)));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (HttpTimeoutException e) {
      throw new UserError("The server at %s (from --url) does not answer.".formatted(url), e);
    } catch (ConnectException e) {
      throw new UserError("No server answers at %s (from --url); is it running?".formatted(url), e);
    } catch (IOException e) {
      throw new UserError(
          "What answers at %s (from --url) is no Now Serving server.".formatted(url), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError("The command was interrupted.", e);
    }
  }

  private void expect(HttpResponse<String> answer, int status) throws UserError {
    if (answer.statusCode() != status) {
      throw refused(answer);
    }
  }

  /** The server's own sentence where it gave one. */
  private UserError refused(HttpResponse<String> answer) {
    String sentence;
    try {
      sentence = json(answer).path("error").asString("");
    } catch (UserError e) {
      return e;
    }
    return new UserError(
        sentence.isEmpty()
            ? "The server at %s answered with status %d.".formatted(url, answer.statusCode())
            : "The server at %s refused: %s.".formatted(url, sentence));
  }

  private JsonNode json(HttpResponse<String> answer) throws UserError {
    try {
      return JSON.readTree(answer.body());
    } catch (JacksonException e) {
      throw new UserError(
          "What answers at %s (from --url) is no Now Serving server (status %d)."
              .formatted(url, answer.statusCode()),
          e);
    }
  }

  private static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

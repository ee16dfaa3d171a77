package org.nowserving.desk;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.Token;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The server's JSON API, as far as the desk needs it. What the server is not able to do just now is
 * asked for again, for a while. Blocks; any thread.
 */
public final class Office implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration BEFORE_ANOTHER_TRY = Duration.ofMillis(200);
  private static final int PAGE = 1_000;
  private static final int UNAVAILABLE = 503;
  private static final JsonMapper JSON = new JsonMapper();

  /** An answer that is not the one that was hoped for. */
  public static final class Refused extends IOException {
    private static final long serialVersionUID = 1;
    private final int status;

    Refused(String call, int status) {
      super(call + " was answered with " + status);
      this.status = status;
    }

    public int status() {
      return status;
    }
  }

  /** One ticket as the server's history has it; times are UTC. */
  public record Entry(
      long ticket,
      String email,
      String name,
      String state,
      Optional<String> staff,
      Optional<Instant> opened,
      Optional<Instant> claimed,
      Optional<Instant> ended) {}

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI service;

  /**
   * @param service for example {@code http://127.0.0.1:8080/}
   */
  public Office(URI service) {
    this.service = service;
  }

  public Badge signIn(StaffName name, String password) throws IOException, InterruptedException {
    Map<String, String> body = Map.of("name", name.text(), "password", password);
    JsonNode answer =
        JSON.readTree(call("POST", "api/login", Optional.empty(), Optional.of(body), 200, 200));
    return new Badge(name, new Token(answer.required("token").asString()));
  }

  public void signOut(Badge badge) throws IOException, InterruptedException {
    call("POST", "api/logout", Optional.of(badge), Optional.empty(), 204, 401);
  }

  public void add(Badge admin, StaffName name, String password)
      throws IOException, InterruptedException {
    add(admin, name, password, "staff");
  }

  public void add(Badge admin, StaffName name, String password, String role)
      throws IOException, InterruptedException {
    Map<String, String> body = Map.of("name", name.text(), "password", password, "role", role);
    call("POST", "api/staff", Optional.of(admin), Optional.of(body), 201, 409);
  }

  /** Frees a table, whoever sits there. */
  public void free(Badge admin, int table) throws IOException, InterruptedException {
    call("POST", "api/tables/" + table + "/free", Optional.of(admin), Optional.empty(), 204, 409);
  }

  /** Cancels a ticket, whoever's it is. */
  public void callOff(Badge admin, long ticket) throws IOException, InterruptedException {
    call(
        "POST",
        "api/tickets/" + ticket + "/cancel",
        Optional.of(admin),
        Optional.empty(),
        204,
        409);
  }

  /** Closes the day; the answer as it came. */
  public String closeDay(Badge admin) throws IOException, InterruptedException {
    return call("POST", "api/day/close", Optional.of(admin), Optional.empty(), 200, 200);
  }

  public void remove(Badge admin, StaffName name) throws IOException, InterruptedException {
    String path =
        "api/staff/" + URLEncoder.encode(name.text(), StandardCharsets.UTF_8).replace("+", "%20");
    call("DELETE", path, Optional.of(admin), Optional.empty(), 204, 404);
  }

  /** All tickets of the server's history, by id. */
  public List<Entry> tickets(Badge staff) throws IOException, InterruptedException {
    List<Entry> all = new ArrayList<>();
    Optional<Long> next = Optional.empty();
    do {
      String path = "api/tickets?limit=" + PAGE + next.map(id -> "&after=" + id).orElse("");
      JsonNode page =
          JSON.readTree(call("GET", path, Optional.of(staff), Optional.empty(), 200, 200));
      page.required("tickets").forEach(one -> all.add(entry(one)));
      next = page.hasNonNull("next") ? Optional.of(page.get("next").asLong()) : Optional.empty();
    } while (next.isPresent());
    return all;
  }

  private static Entry entry(JsonNode one) {
    return new Entry(
        one.required("id").asLong(),
        one.required("email").asString(),
        one.required("name").asString(),
        one.required("state").asString(),
        text(one, "staff"),
        text(one, "opened").map(Instant::parse),
        text(one, "claimed").map(Instant::parse),
        text(one, "ended").map(Instant::parse));
  }

  private static Optional<String> text(JsonNode one, String field) {
    return one.hasNonNull(field) ? Optional.of(one.get(field).asString()) : Optional.empty();
  }

  /**
   * @param hoped the status that means that it is done
   * @param doneBefore the status that means the same once the server has said 503: that one was
   *     done after all
   */
  private String call(
      String method,
      String path,
      Optional<Badge> who,
      Optional<Map<String, String>> body,
      int hoped,
      int doneBefore)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(service.resolve("/" + path))
            .timeout(PATIENCE)
            .method(
                method,
                body.map(JSON::writeValueAsString)
                    .map(HttpRequest.BodyPublishers::ofString)
                    .orElse(HttpRequest.BodyPublishers.noBody()));
    who.ifPresent(badge -> request.header("Authorization", "Bearer " + badge.token().secret()));
    body.ifPresent(fields -> request.header("Content-Type", "application/json"));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean inDoubt = false;
    while (true) {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      int status = response.statusCode();
      if (status == hoped || (inDoubt && status == doneBefore)) {
        return response.body();
      }
      if (status != UNAVAILABLE || System.nanoTime() - deadline > 0) {
        throw new Refused(method + " " + path, status);
      }
      inDoubt = true;
      Thread.sleep(BEFORE_ANOTHER_TRY);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}

package org.nowserving.desk;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.ServerMessage;

/**
 * One connection of a kiosk, a staff member or a display. What the server says is heard in order,
 * and each line is checked against the {@link Grammar}. For one thread at a time.
 */
public final class Device implements AutoCloseable {
  /**
   * How long and how much a device puts up with.
   *
   * @param patience for the handshake, for a message to leave, and for a close to be answered
   * @param answer for the answer to a command; longer than a server needs to close a connection in
   *     doubt
   * @param messageChars the longest message that it takes
   * @param backlog how many messages may wait to be heard before it gives up
   */
  public record Limits(Duration patience, Duration answer, int messageChars, int backlog) {
    public static final Limits USUAL =
        new Limits(Duration.ofSeconds(10), Duration.ofSeconds(30), 16 * 1024, 200_000);
  }

  /** A line as it came, and what it means. */
  public record Heard(String line, ServerMessage message) {}

  private final WebSocket socket;
  private final Ear ear;
  private final Limits limits;

  private Device(WebSocket socket, Ear ear, Limits limits) {
    this.socket = socket;
    this.ear = ear;
    this.limits = limits;
  }

  /** The headers by which a kiosk or a display shows a device key, or a staff member a token. */
  public static Map<String, String> bearing(String keyOrToken) {
    return Map.of("Authorization", "Bearer " + keyOrToken);
  }

  /** Connects as a device that shows nothing at the handshake. */
  public static Device connect(HttpClient http, URI service, Endpoint endpoint)
      throws ConnectionEnded, InterruptedException {
    return connect(http, service, endpoint, Map.of(), Limits.USUAL);
  }

  /**
   * Connects.
   *
   * @param service for example {@code http://127.0.0.1:8080/}
   * @param headers sent with the handshake
   */
  public static Device connect(
      HttpClient http, URI service, Endpoint endpoint, Map<String, String> headers, Limits limits)
      throws ConnectionEnded, InterruptedException {
    Ear ear = new Ear(endpoint, limits);
    WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(limits.patience());
    headers.forEach(builder::header);
    URI address = URI.create("ws" + service.resolve(endpoint.path()).toString().substring(4));
    return new Device(await(builder.buildAsync(address, ear), limits), ear, limits);
  }

  /** Sends one message; returns when it is on its way. */
  public void say(String line) throws ConnectionEnded, InterruptedException {
    try {
      await(socket.sendText(line, true), limits);
    } catch (ConnectionEnded cannotSend) {
      // Nothing can be sent any more once the server has taken its leave: its close frame tells
      // why.
      throw ear.ending(limits.patience()).orElse(cannotSend);
    }
  }

  /** The next message, or empty when none came in that time. */
  public Optional<Heard> hear(Duration patience) throws ConnectionEnded, InterruptedException {
    return ear.hear(patience);
  }

  /**
   * Says something and hears its answer.
   *
   * @param aside is handed what comes unasked in the meantime
   * @throws IllegalStateException when the server leaves the connection open and does not answer
   */
  public Reply ask(String line, Consumer<ServerMessage> aside)
      throws ConnectionEnded, InterruptedException {
    say(line);
    return answer(aside);
  }

  /** The answer to the oldest command that has none yet; otherwise as {@link #ask}. */
  public Reply answer(Consumer<ServerMessage> aside) throws ConnectionEnded, InterruptedException {
    while (true) {
      Optional<Heard> heard = ear.hear(limits.answer());
      if (heard.isEmpty()) {
        throw new IllegalStateException("no answer and no close in " + limits.answer());
      }
      if (heard.get().message() instanceof Reply reply) {
        return reply;
      }
      aside.accept(heard.get().message());
    }
  }

  /** Takes leave with a close frame, and waits for the server's. */
  @Override
  public void close() {
    try {
      await(socket.sendClose(WebSocket.NORMAL_CLOSURE, ""), limits);
      boolean stillTalking = true;
      while (stillTalking) {
        stillTalking = ear.hear(limits.patience()).isPresent(); // what still comes is for nobody
      }
    } catch (ConnectionEnded e) {
      return; // which is what was wanted
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      socket.abort();
    }
  }

  /** Cuts the connection without a word, as a pulled plug does. */
  public void drop() {
    socket.abort();
  }

  private static <T> T await(CompletableFuture<T> step, Limits limits)
      throws ConnectionEnded, InterruptedException {
    try {
      return step.get(limits.patience().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new ConnectionEnded(
          ConnectionEnded.NO_CLOSE_FRAME, "no answer in " + limits.patience());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        throw new ConnectionEnded(refused.getResponse().statusCode(), "handshake refused");
      }
      throw new ConnectionEnded(ConnectionEnded.NO_CLOSE_FRAME, String.valueOf(e.getCause()));
    }
  }
}

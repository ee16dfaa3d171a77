package org.nowserving.desk;

import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.nowserving.protocol.Endpoint;

/**
 * What a {@link Device} has heard and not yet taken in. The socket's thread fills it, the device's
 * thread empties it.
 */
final class Ear implements WebSocket.Listener {
  private sealed interface Arrival {}

  private record Line(Device.Heard heard) implements Arrival {}

  private record End(int code, String why) implements Arrival {}

  private record Nonsense(NotInTheGrammar why) implements Arrival {}

  private final Endpoint endpoint;
  private final Device.Limits limits;
  private final LinkedBlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final StringBuilder message = new StringBuilder();

  /** How the connection ended, known as soon as it is, before what came earlier is taken in. */
  private final CompletableFuture<End> ended = new CompletableFuture<>();

  Ear(Endpoint endpoint, Device.Limits limits) {
    this.endpoint = endpoint;
    this.limits = limits;
  }

  /** The next message, or empty when none came in that time. */
  Optional<Device.Heard> hear(Duration patience) throws ConnectionEnded, InterruptedException {
    Arrival arrival = arrivals.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    return switch (arrival) {
      case null -> Optional.empty();
      case Line line -> Optional.of(line.heard());
      case Nonsense nonsense -> throw nonsense.why();
      case End end -> {
        arrivals.add(end); // BEFORE the throw: whoever listens again hears the same
        throw new ConnectionEnded(end.code(), end.why());
      }
    };
  }

  /** How the connection ended; empty when it did not in that time. */
  Optional<ConnectionEnded> ending(Duration patience) throws InterruptedException {
    try {
      End end = ended.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      return Optional.of(new ConnectionEnded(end.code(), end.why()));
    } catch (TimeoutException | ExecutionException stillThere) {
      return Optional.empty();
    }
  }

  private void end(int code, String why) {
    End end = new End(code, why);
    ended.complete(end);
    arrivals.add(end);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
    message.append(part);
    if (message.length() > limits.messageChars()) {
      return giveUp(socket, "a message is longer than " + limits.messageChars() + " characters");
    }
    if (last) {
      String line = message.toString();
      message.setLength(0);
      try {
        arrivals.add(new Line(new Device.Heard(line, Grammar.read(endpoint, line))));
      } catch (NotInTheGrammar e) {
        arrivals.add(new Nonsense(e));
      }
    }
    if (arrivals.size() > limits.backlog()) {
      return giveUp(socket, "more than " + limits.backlog() + " messages wait to be heard");
    }
    socket.request(1);
    return null;
  }

  private @Nullable CompletionStage<?> giveUp(WebSocket socket, String why) {
    end(ConnectionEnded.NO_CLOSE_FRAME, why);
    socket.abort();
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    end(code, reason);
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    end(ConnectionEnded.NO_CLOSE_FRAME, String.valueOf(error));
  }
}

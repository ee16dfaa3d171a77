package org.nowserving.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for wscat where there is no npm: it is given, and shows, what wscat would, as far as
 * the README's tour goes. A program of its own, which the {@code npx} of {@link Tour} starts.
 */
final class Wscat implements WebSocket.Listener {
  private final StringBuilder message = new StringBuilder();

  private Wscat() {}

  /** Takes {@code --yes wscat [-H HEADER]… -c URL}, as npx does. */
  public static void main(String[] arguments) throws IOException {
    Iterator<String> words = List.of(arguments).iterator();
    if (!words.next().equals("--yes") || !words.next().equals("wscat")) {
      throw new IllegalArgumentException("only wscat is here, and nobody to answer questions");
    }
    WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
    @Nullable URI address = null;
    while (words.hasNext()) {
      switch (words.next()) {
        case "-H" -> {
          String[] header = words.next().split(": *", 2);
          builder.header(header[0], header[1]);
        }
        case "-c" -> address = URI.create(words.next());
        default -> throw new IllegalArgumentException("unknown: " + List.of(arguments));
      }
    }
    if (address == null) {
      throw new IllegalArgumentException("no -c URL");
    }
    converse(builder, address);
  }

  private static void converse(WebSocket.Builder builder, URI address) throws IOException {
    WebSocket socket;
    try {
      socket = builder.buildAsync(address, new Wscat()).join();
    } catch (CompletionException refused) {
      System.out.println("error: " + refused.getCause());
      System.exit(255);
      return;
    }
    BufferedReader keyboard =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = keyboard.readLine(); line != null; line = keyboard.readLine()) {
      socket.sendText(line, true).join();
    }
  }

  @Override
  public void onOpen(WebSocket socket) {
    System.out.println("Connected (press CTRL+C to quit)");
    socket.request(1); // AFTER the line above, so that it is the first
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
    message.append(part);
    if (last) {
      System.out.println("< " + message);
      message.setLength(0);
    }
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    System.out.println("Disconnected (code: " + code + ", reason: \"" + reason + "\")");
    System.exit(0);
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    System.out.println("Disconnected (code: 1006, reason: \"\")");
    System.exit(0);
  }
}

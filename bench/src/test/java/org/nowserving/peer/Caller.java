package org.nowserving.peer;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket on a peer's port, which keeps what it hears. One thread. */
final class Caller implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 10;

  private final Ear ear;
  private final WebSocket socket;

  private static final class Ear implements WebSocket.Listener {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        heard.add(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }

  private Caller(Ear ear, WebSocket socket) {
    this.ear = ear;
    this.socket = socket;
  }

  static Caller to(HttpClient http, WebSocketPort port, String path) {
    Ear ear = new Ear();
    URI address = URI.create("ws://127.0.0.1:" + port.number() + path);
    return new Caller(ear, http.newWebSocketBuilder().buildAsync(address, ear).join());
  }

  void say(String text) {
    socket.sendText(text, true).join();
  }

  /** The next thing that it hears. */
  String hear() throws InterruptedException {
    String text = ear.heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (text == null) {
      throw new AssertionError("nothing was heard for " + PATIENCE_SECONDS + " s");
    }
    return text;
  }

  String ask(String text) throws InterruptedException {
    say(text);
    return hear();
  }

  @Override
  public void close() {
    socket.abort();
  }
}

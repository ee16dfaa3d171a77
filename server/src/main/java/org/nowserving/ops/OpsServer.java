package org.nowserving.ops;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The operations port: {@code /metrics}, {@code /healthz}, {@code /readyz}. The JDK's own small
 * HTTP server, on threads of its own, so that it answers also when the service port is overwhelmed.
 * Any thread.
 */
public final class OpsServer implements AutoCloseable {
  /** The media type of Prometheus' text format. */
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private static final String PLAIN_TEXT = "text/plain; charset=utf-8";

  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** What is sent back. */
  private record Answer(int status, String type, String body) {}

  private OpsServer(HttpServer http) {
    this.http = http;
  }

  /**
   * Listens and answers.
   *
   * @throws IOException when it cannot listen there
   */
  public static OpsServer start(InetSocketAddress address, Metrics metrics, Health health)
      throws IOException {
    OpsServer server = new OpsServer(HttpServer.create(address, 0));
    server.serve("/metrics", () -> new Answer(200, PROMETHEUS_TEXT, metrics.scrape()));
    server.serve("/healthz", () -> verdict(health.ailment(), "alive"));
    server.serve("/readyz", () -> verdict(health.unready(), "ready"));
    server.serve("/", OpsServer::nothingHere);
    server.http.setExecutor(server.threads);
    server.http.start();
    return server;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return http.getAddress();
  }

  private static Answer verdict(Optional<String> complaint, String good) {
    return complaint
        .map(word -> new Answer(503, PLAIN_TEXT, word + "\n"))
        .orElseGet(() -> new Answer(200, PLAIN_TEXT, good + "\n"));
  }

  private static Answer nothingHere() {
    return new Answer(404, PLAIN_TEXT, "there are /metrics, /healthz and /readyz\n");
  }

  private void serve(String path, Supplier<Answer> answering) {
    http.createContext(
        path,
        exchange -> {
          try (exchange) {
            send(exchange, path, answering);
          }
        });
  }

  private static void send(HttpExchange exchange, String path, Supplier<Answer> answering)
      throws IOException {
    String method = exchange.getRequestMethod();
    Answer answer;
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      answer = new Answer(405, PLAIN_TEXT, "this port is for reading only\n");
    } else if (!path.equals("/") && !exchange.getRequestURI().getPath().equals(path)) {
      // The JDK's server takes a context for everything below it too.
      answer = nothingHere();
    } else {
      answer = answering.get();
    }
    byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", answer.type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    boolean bodiless = method.equals("HEAD");
    exchange.sendResponseHeaders(answer.status, bodiless ? -1 : body.length);
    if (!bodiless) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    http.stop(0);
    threads.close();
  }
}

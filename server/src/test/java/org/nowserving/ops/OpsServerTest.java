package org.nowserving.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nowserving.floor.Floor;
import org.nowserving.loop.LoopState;

/** The operations port over a real socket. */
class OpsServerTest {
  private final Metrics metrics = new Metrics("1.2.3");
  private final Health health = new Health(() -> 0);
  private final AtomicBoolean database = new AtomicBoolean(true);
  private final HttpClient client = HttpClient.newHttpClient();
  private final OpsServer server;

  OpsServerTest() throws IOException {
    server =
        OpsServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), metrics, health);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    metrics.close();
  }

  private HttpResponse<String> ask(String method, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    return client.send(
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }

  private void start() {
    health.started(
        () -> new LoopState(0, true, true, new Floor.Figures(0, 0, 0, Optional.empty())),
        database::get);
  }

  @Test
  void metricsComeInPrometheusText() throws Exception {
    metrics.storeFailing();
    HttpResponse<String> answer = ask("GET", "/metrics");
    assertEquals(200, answer.statusCode());
    assertEquals(
        "text/plain; version=0.0.4; charset=utf-8",
        answer.headers().firstValue("Content-Type").orElseThrow());
    assertTrue(answer.body().contains("\nnowserving_store_failures_total 1.0\n"), answer.body());
    assertTrue(answer.body().contains("version=\"1.2.3\"} 1"), answer.body());
  }

  @Test
  void readinessSaysWhyNot() throws Exception {
    assertEquals("starting\n", ask("GET", "/readyz").body());
    assertEquals(503, ask("GET", "/readyz").statusCode());
    assertEquals("alive\n", ask("GET", "/healthz").body());
    start();
    assertEquals(200, ask("GET", "/readyz").statusCode());
    assertEquals("ready\n", ask("GET", "/readyz").body());
    database.set(false);
    assertEquals(503, ask("GET", "/readyz").statusCode());
    assertEquals("database\n", ask("GET", "/readyz").body());
    assertEquals(200, ask("GET", "/healthz").statusCode());
  }

  @Test
  void nothingElseIsThere() throws Exception {
    assertEquals(404, ask("GET", "/").statusCode());
    assertEquals(404, ask("GET", "/metrics/all").statusCode());
    assertEquals(404, ask("GET", "/readyzzz").statusCode());
    assertEquals(405, ask("POST", "/metrics").statusCode());
    assertEquals("GET, HEAD", ask("POST", "/healthz").headers().firstValue("Allow").orElseThrow());
    HttpResponse<String> head = ask("HEAD", "/healthz");
    assertEquals(200, head.statusCode());
    assertEquals("", head.body());
  }
}

package org.nowserving.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import java.io.EOFException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nowserving.protocol.Token;
import org.nowserving.store.History;

/** The API over real sockets. */
class ApiHandlerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ExecutorService virtualThreads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void stop() {
    virtualThreads.close();
  }

  /** A server over a history, with a token of alice's. */
  private final class Served implements AutoCloseable {
    final Bureau bureau;
    final Token alice;
    final TestServer server;

    Served(History history, Duration drain, ChannelHandler watch) {
      bureau = new Bureau(history);
      alice = bureau.tokenOf("alice");
      server =
          new TestServer(
              drain, () -> new ApiHandler(bureau.api, virtualThreads, bureau.clock), watch);
    }

    Served(History history) {
      this(history, PATIENCE, new Nothing());
    }

    RawClient client() throws Exception {
      return new RawClient(server.port());
    }

    String ask(String requestLine) {
      return requestLine + "\nHost: localhost\nAuthorization: Bearer " + alice.secret() + "\n\n";
    }

    @Override
    public void close() {
      server.close();
      bureau.close();
    }
  }

  @Test
  void oneConnectionServesManyCalls() throws Exception {
    try (Served served = new Served(new MemoryHistory(1));
        RawClient client = served.client()) {
      String login = "{\"name\":\"alice\",\"password\":\"correct horse battery\"}";
      client.send(
          "POST /api/login HTTP/1.1\nHost: localhost\nContent-Type: application/json\nContent-Length: "
              + login.length()
              + "\n\n"
              + login);
      RawClient.Answer answer = client.read();
      assertEquals(200, answer.status());
      String cookie = answer.header("set-cookie").replaceAll(";.*", "");

      client.send("GET /api/tickets HTTP/1.1\nHost: localhost\nCookie: a=b; " + cookie + "\n\n");
      assertTrue(client.read().body().startsWith("{\"tickets\":[{\"id\":0,"));
      client.send(
          "POST /api/logout HTTP/1.1\nHost: localhost\nContent-Length: 0\n"
              + "Origin: http://localhost\nCookie: "
              + cookie
              + "\n\n");
      assertEquals(204, client.read().status());
      client.send("GET /api/tickets HTTP/1.1\nHost: localhost\nCookie: " + cookie + "\n\n");
      assertEquals(401, client.read().status());
    }
  }

  @Test
  void everyAnswerIsMarkedAsPrivate() throws Exception {
    try (Served served = new Served(new MemoryHistory(1));
        RawClient client = served.client()) {
      for (String target : new String[] {"/nothing", "/api/staff", "/api/tickets"}) {
        client.send(served.ask("GET " + target + " HTTP/1.1"));
        RawClient.Answer answer = client.read();
        assertEquals("no-store", answer.header("cache-control"), target);
        assertEquals("nosniff", answer.header("x-content-type-options"), target);
        assertEquals(
            "default-src 'none'; frame-ancestors 'none'",
            answer.header("content-security-policy"),
            target);
        assertEquals("no-referrer", answer.header("referrer-policy"), target);
        assertEquals("DENY", answer.header("x-frame-options"), target);
        assertEquals("same-origin", answer.header("cross-origin-resource-policy"), target);
        assertEquals("Mon, 02 Mar 2026 08:00:00 GMT", answer.header("date"), target);
      }
    }
  }

  @Test
  void callsInOneBreathAreAnsweredInOrder() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    AtomicInteger started = new AtomicInteger();
    History slow =
        (query, each) -> {
          assertTrue(Thread.currentThread().isVirtual(), "never on an event loop");
          if (started.incrementAndGet() == 1) {
            await(released);
          }
          each.accept(MemoryHistory.entry(started.get()));
        };
    try (Served served = new Served(slow);
        RawClient client = served.client()) {
      client.send(
          served.ask("GET /api/tickets HTTP/1.1")
              + served.ask("GET /nothing HTTP/1.1")
              + served.ask("HEAD / HTTP/1.1")
              + served.ask("GET /api/tickets HTTP/1.1"));
      released.countDown();
      assertTrue(client.read().body().startsWith("{\"tickets\":[{\"id\":1,"));
      assertEquals(404, client.read().status());
      assertEquals(200, client.readHead().status());
      assertTrue(client.read().body().startsWith("{\"tickets\":[{\"id\":2,"));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void headIsGetWithoutTheBody() throws Exception {
    try (Served served = new Served(new MemoryHistory(1));
        RawClient client = served.client()) {
      for (String target : new String[] {"/", "/api/tickets", "/api/staff", "/nothing"}) {
        client.send(served.ask("GET " + target + " HTTP/1.1"));
        RawClient.Answer get = client.read();
        client.send(served.ask("HEAD " + target + " HTTP/1.1"));
        RawClient.Answer head = client.readHead();
        assertEquals(get.headers(), head.headers(), target);
        assertEquals(get.status(), head.status(), target);
      }
    }
  }

  @Test
  void aClientThatWantsToCloseIsClosed() throws Exception {
    try (Served served = new Served(new MemoryHistory(300))) {
      try (RawClient client = served.client()) {
        client.send("GET / HTTP/1.1\nHost: localhost\nConnection: close\n\n");
        assertEquals("close", client.read().header("connection"));
        assertTrue(client.isClosedByServer());
      }
      try (RawClient client = served.client()) {
        client.send(served.ask("GET /api/tickets HTTP/1.0"));
        RawClient.Answer answer = client.read(); // up to the end of the connection
        assertEquals("", answer.header("transfer-encoding"));
        assertTrue(answer.body().endsWith("\"ended\":\"2026-03-02T08:10:59Z\"}]}"));
      }
    }
  }

  @Test
  void aBodyThatIsNoHttpIsTold() throws Exception {
    try (Served served = new Served(new MemoryHistory(0));
        RawClient client = served.client()) {
      client.send(
          """
          POST /api/login HTTP/1.1
          Host: localhost
          Content-Type: application/json
          Transfer-Encoding: chunked

          no length
          """);
      RawClient.Answer answer = client.read();
      assertEquals("{\"error\":\"the request is no valid HTTP\"}", answer.body());
      assertEquals(400, answer.status());
      assertEquals("close", answer.header("connection"));
      assertTrue(client.isClosedByServer());
    }
  }

  @Test
  void aBodyThatIsTooLongIs413() throws Exception {
    try (Served served = new Served(new MemoryHistory(0));
        RawClient client = served.client()) {
      client.send(
          "POST /api/login HTTP/1.1\nHost: localhost\nContent-Type: application/json\nContent-Length: 16385\n\n");
      assertEquals(413, client.read().status());
    }
  }

  /** Watches nothing. */
  @ChannelHandler.Sharable
  private static final class Nothing extends ChannelDuplexHandler {}

  /** Sees every piece go out, and how many slices were read by then. */
  @ChannelHandler.Sharable
  private static final class Watch extends ChannelDuplexHandler {
    final MemoryHistory history;
    final AtomicInteger pieces = new AtomicInteger();
    final AtomicInteger mostAhead = new AtomicInteger();

    Watch(MemoryHistory history) {
      this.history = history;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      if (message instanceof HttpContent content && content.content().isReadable()) {
        mostAhead.accumulateAndGet(history.reads() - pieces.getAndIncrement(), Math::max);
      }
      context.write(message, promise);
    }
  }

  @Test
  void aLongAnswerIsNeverInMemoryAsAWhole() throws Exception {
    int tickets = 50_000;
    MemoryHistory history = new MemoryHistory(tickets);
    Watch watch = new Watch(history);
    try (Served served = new Served(history, PATIENCE, watch);
        RawClient client = served.client()) {
      client.send(served.ask("GET /api/tickets?format=csv HTTP/1.1"));
      String body = client.read().body();
      assertEquals(tickets + 1, body.lines().count());
      assertTrue(body.lines().skip(tickets).findFirst().orElseThrow().startsWith("49999,"));
      assertEquals(tickets / TicketPieces.SLICE, watch.pieces.get());
      assertEquals(1, watch.mostAhead.get(), "slices in memory");

      client.send(served.ask("GET / HTTP/1.1"));
      assertEquals(200, client.read().status(), "and the connection goes on");
    }
  }

  @Test
  void aClientThatDoesNotReadIsGivenUp() throws Exception {
    MemoryHistory endless = new MemoryHistory(Long.MAX_VALUE);
    try (Served served = new Served(endless, Duration.ofMillis(200), new Nothing());
        RawClient client = served.client()) {
      client.send(served.ask("GET /api/tickets?format=csv HTTP/1.1"));
      assertFalse(client.isClosedByServer(), "the first words came");
      virtualThreads.shutdown();
      assertTrue(virtualThreads.awaitTermination(30, TimeUnit.SECONDS), "nobody writes on");
    }
  }

  @Test
  void aClientThatGoesAwayIsGivenUp() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    MemoryHistory endless = new MemoryHistory(Long.MAX_VALUE);
    History history =
        (query, each) -> {
          if (query.beyond().isPresent()) {
            await(gone);
          }
          endless.tickets(query, each);
        };
    try (Served served = new Served(history)) {
      RawClient client = served.client();
      client.send(served.ask("GET /api/tickets?format=csv HTTP/1.1"));
      assertFalse(client.isClosedByServer(), "the first words came");
      client.close();
      gone.countDown();
      virtualThreads.shutdown();
      assertTrue(virtualThreads.awaitTermination(30, TimeUnit.SECONDS), "nobody writes on");
    }
  }

  @Test
  void anAnswerThatBreaksOffLooksBroken() throws Exception {
    MemoryHistory history = new MemoryHistory(10_000);
    history.failAfter(2);
    try (Served served = new Served(history);
        RawClient client = served.client()) {
      client.send(served.ask("GET /api/tickets?limit=10000 HTTP/1.1"));
      assertThrows(EOFException.class, client::read);
    }
  }

  @Test
  void aBugCostsOneAnswer() throws Exception {
    History broken =
        (query, each) -> {
          throw new IllegalStateException(Optional.of("on purpose").toString());
        };
    try (Served served = new Served(broken);
        RawClient client = served.client()) {
      client.send(served.ask("GET /api/tickets HTTP/1.1"));
      RawClient.Answer answer = client.read();
      assertEquals(500, answer.status());
      assertFalse(answer.body().contains("on purpose"));
      client.send(served.ask("GET / HTTP/1.1"));
      assertEquals(200, client.read().status());
    }
  }
}

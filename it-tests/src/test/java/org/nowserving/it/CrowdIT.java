package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.nowserving.desk.Device;
import org.nowserving.protocol.Endpoint;
import org.nowserving.store.postgres.TestDatabase;

/**
 * A thousand connections that never become anything: silent ones, half handshakes, and some that
 * send a byte a second. All are gone in six seconds, while a kiosk goes on being served.
 */
class CrowdIT {
  private static final int CROWD = 1_000;
  private static final int FROM_EACH_ADDRESS = 25;
  private static final Duration GONE_IN = Duration.ofSeconds(6);

  /** A server that was just started is slow for a moment; this is not about that moment. */
  private static final int WARM_UP = 20;

  private static final Duration BYTE_EVERY = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String HALF = "GET /kiosk HTTP/1.1\r\nHost: localhost\r\nUpgrade: webso";

  private enum Manner {
    SILENT,
    HALF_A_HANDSHAKE,
    A_BYTE_A_SECOND
  }

  /** One of the crowd. One thread. */
  private static final class Loiterer {
    private final Manner manner;
    private final SocketChannel channel;
    private final long comeNanos;
    private long lastByteNanos;

    Loiterer(Manner manner, InetSocketAddress server, String from) throws IOException {
      this.manner = manner;
      channel = SocketChannel.open();
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.bind(new InetSocketAddress(from, 0));
      comeNanos = System.nanoTime(); // BEFORE the server can know of it
      channel.connect(server);
      lastByteNanos = comeNanos;
      if (manner != Manner.SILENT) {
        channel.write(ByteBuffer.wrap(HALF.getBytes(StandardCharsets.US_ASCII)));
      }
      channel.configureBlocking(false);
    }

    /** Says another byte where it is time for one. */
    void linger(long now) throws IOException {
      if (manner == Manner.A_BYTE_A_SECOND && now - lastByteNanos >= BYTE_EVERY.toNanos()) {
        lastByteNanos = now;
        channel.write(ByteBuffer.wrap(new byte[] {'x'}));
      }
    }

    boolean isShownTheDoor() {
      try {
        return channel.read(ByteBuffer.allocate(1_024)) < 0;
      } catch (IOException reset) {
        return true;
      }
    }
  }

  @Test
  void aThousandAreGoneInSixSecondsAndNobodyElseNotices() throws Exception {
    Ground ground = new Ground();
    try (TestDatabase database = TestDatabase.fresh();
        HttpClient http = HttpClient.newHttpClient();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      URI service = ground.start(ground.on(database)).service();
      AtomicBoolean over = new AtomicBoolean();
      CountDownLatch warm = new CountDownLatch(WARM_UP);
      Callable<List<Duration>> kiosk = () -> answersUntil(over, warm, http, service);
      Future<List<Duration>> answers = threads.submit(kiosk);
      assertTrue(warm.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      List<Duration> stays = crowd(new InetSocketAddress(service.getHost(), service.getPort()));
      over.set(true);
      Duration slowest = answers.get().stream().max(Duration::compareTo).orElseThrow();
      Duration longest = stays.stream().max(Duration::compareTo).orElseThrow();
      System.out.printf(
          "A crowd of %d: the last was gone after %d ms; meanwhile a kiosk had %d answers, the"
              + " slowest after %d ms%n",
          stays.size(), longest.toMillis(), answers.get().size(), slowest.toMillis());
      assertEquals(CROWD, stays.size());
      // A machine that keeps the kiosk waiting keeps everybody waiting, this test too.
      assertTrue(longest.compareTo(GONE_IN.plus(slowest)) <= 0, longest::toString);
    } finally {
      ground.close();
    }
  }

  /** How long each of the crowd was there. */
  private static List<Duration> crowd(InetSocketAddress server) throws IOException {
    List<Duration> stays = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      try {
        for (int i = 0; i < CROWD; i++) {
          Manner manner = Manner.values()[i % Manner.values().length];
          Loiterer loiterer =
              new Loiterer(manner, server, "127.0.0." + (2 + i / FROM_EACH_ADDRESS));
          loiterer.channel.register(selector, SelectionKey.OP_READ, loiterer);
          watch(selector, 0, stays); // the first ones may be gone BEFORE the last ones come
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!selector.keys().isEmpty() && System.nanoTime() < deadline) {
          watch(selector, 20, stays);
        }
      } finally {
        for (SelectionKey key : selector.keys()) {
          key.channel().close();
        }
      }
    }
    return stays;
  }

  private static void watch(Selector selector, int millis, List<Duration> stays)
      throws IOException {
    if (millis == 0) {
      selector.selectNow(key -> leave(key, stays));
    } else {
      selector.select(key -> leave(key, stays), millis);
    }
    long now = System.nanoTime();
    for (SelectionKey key : selector.keys()) {
      if (key.isValid()) {
        stay(key, now, stays);
      }
    }
  }

  private static void stay(SelectionKey key, long now, List<Duration> stays) {
    try {
      ((Loiterer) key.attachment()).linger(now);
    } catch (IOException reset) {
      gone(key, stays);
    }
  }

  private static void leave(SelectionKey key, List<Duration> stays) {
    if (((Loiterer) key.attachment()).isShownTheDoor()) {
      gone(key, stays);
    }
  }

  private static void gone(SelectionKey key, List<Duration> stays) {
    Loiterer loiterer = (Loiterer) key.attachment();
    stays.add(Duration.ofNanos(System.nanoTime() - loiterer.comeNanos));
    try {
      loiterer.channel.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** How long each answer took, once the server is warm. */
  private static List<Duration> answersUntil(
      AtomicBoolean over, CountDownLatch warm, HttpClient http, URI service) throws Exception {
    List<Duration> times = new ArrayList<>();
    try (Device kiosk = Device.connect(http, service, Endpoint.KIOSK)) {
      while (!over.get() || times.isEmpty()) {
        long asked = System.nanoTime();
        kiosk.ask("query nobody@example.com", heard -> {});
        if (warm.getCount() == 0) {
          times.add(Duration.ofNanos(System.nanoTime() - asked));
        }
        warm.countDown();
        Thread.sleep(100); // well below commands-per-second
      }
    }
    return times;
  }
}

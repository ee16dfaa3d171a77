package org.nowserving.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What systemd hears, over a real socket of the kind that systemd has. */
@EnabledOnOs(OS.LINUX)
class SystemdNotifierTest {
  private static final long PID = 4711;
  private static final long MILLI = 1_000_000;

  private final EventLoopGroup eventLoop =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final Map<String, String> environment = new HashMap<>();
  private final Path directory;

  SystemdNotifierTest(@TempDir Path directory) {
    this.directory = directory;
    environment.put("WATCHDOG_USEC", "10000000");
  }

  @AfterEach
  void leave() {
    eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /** Listens as systemd does, and puts the name into the environment. */
  private SystemdNotifier notifier(String name) {
    String path = name.startsWith("@") ? "\0" + name.substring(1) : name;
    new Bootstrap()
        .group(eventLoop)
        .channel(EpollDomainDatagramChannel.class)
        .handler(
            new SimpleChannelInboundHandler<DomainDatagramPacket>() {
              @Override
              protected void channelRead0(
                  ChannelHandlerContext context, DomainDatagramPacket sent) {
                heard.add(sent.content().toString(StandardCharsets.UTF_8));
              }
            })
        .bind(new DomainSocketAddress(path))
        .syncUninterruptibly();
    environment.put("NOTIFY_SOCKET", name);
    return SystemdNotifier.of(environment, PID);
  }

  private String file() {
    return directory.resolve("notify").toString();
  }

  private String next() throws InterruptedException {
    String words = heard.poll(20, TimeUnit.SECONDS);
    return words == null ? "nothing" : words;
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "@nowserving-test"})
  void itIsToldOfTheBeginningAndOfTheEnd(String kind) throws Exception {
    String name = kind.equals("file") ? file() : kind + "-" + ProcessHandle.current().pid();
    try (SystemdNotifier notifier = notifier(name)) {
      notifier.readyWhen(() -> true);
      assertEquals("READY=1\nSTATUS=Serving.", next());
      notifier.stopping();
      assertEquals("STOPPING=1\nSTATUS=Finishing what was begun.", next());
    }
    assertNull(heard.poll());
  }

  @Test
  void readyIsSaidWhenItIsAndNotBefore() throws Exception {
    AtomicBoolean ready = new AtomicBoolean();
    BlockingQueue<Boolean> asked = new LinkedBlockingQueue<>();
    try (SystemdNotifier notifier = notifier(file())) {
      notifier.readyWhen(() -> {
        asked.add(true);
        return ready.get();
      });
      for (int i = 0; i < 3; i++) {
        asked.take();
      }
      assertNull(heard.poll());
      ready.set(true);
      assertEquals("READY=1\nSTATUS=Serving.", next());
    }
  }

  @Test
  void whoStopsBeforeItIsReadyNeverSaysThatItIs() throws Exception {
    BlockingQueue<Boolean> asked = new LinkedBlockingQueue<>();
    AtomicBoolean stops = new AtomicBoolean();
    try (SystemdNotifier notifier = notifier(file())) {
      notifier.readyWhen(() -> {
        asked.add(true);
        return stops.get();
      });
      asked.take();
      notifier.stopping();
      assertEquals("STOPPING=1\nSTATUS=Finishing what was begun.", next());
    }
    assertNull(heard.poll());
  }

  @Test
  void fourSignsOfLifeFitIntoTheTimeInWhichOneIsExpected() throws Exception {
    try (SystemdNotifier notifier = notifier(file())) {
      long begin = -300 * MILLI; // a monotonic clock may begin anywhere
      for (long millis = 0; millis <= 10_000; millis += 50) {
        notifier.turned(begin + millis * MILLI);
      }
      notifier.stopping();
    }
    for (int sign = 0; sign <= 4; sign++) {
      assertEquals("WATCHDOG=1", next());
    }
    assertEquals("STOPPING=1\nSTATUS=Finishing what was begun.", next());
  }

  @Test
  void withoutTurnsThereIsNoSignOfLife() throws Exception {
    try (SystemdNotifier notifier = notifier(file())) {
      notifier.readyWhen(() -> true);
      assertEquals("READY=1\nSTATUS=Serving.", next());
    }
    assertNull(heard.poll());
  }

  @ParameterizedTest
  @CsvSource({"10000000, 4712", "0, 4711", "many, 4711", "-5, 4711"})
  void aWatchdogThatIsNotOursGetsNoSigns(String micros, String pid) throws Exception {
    environment.put("WATCHDOG_USEC", micros);
    environment.put("WATCHDOG_PID", pid);
    try (SystemdNotifier notifier = notifier(file())) {
      notifier.turned(0);
      notifier.stopping();
      assertEquals("STOPPING=1\nSTATUS=Finishing what was begun.", next());
    }
    assertNull(heard.poll());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/there/is/no/such/socket", "@nor-this"})
  void whereNobodyListensTheServerGoesOn(String name) {
    environment.put("NOTIFY_SOCKET", name);
    try (SystemdNotifier notifier = SystemdNotifier.of(environment, PID)) {
      notifier.readyWhen(() -> true);
      notifier.turned(0);
      notifier.stopping();
    }
    assertNull(heard.poll());
  }
}

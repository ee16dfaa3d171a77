package org.nowserving.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private static final String READY = "READY=1\nSTATUS=Serving.";
  private static final String STOPPING = "STOPPING=1\nSTATUS=Finishing what was begun.";

  private final Map<String, String> environment = new HashMap<>();
  private final Path directory;

  SystemdNotifierTest(@TempDir Path directory) {
    this.directory = directory;
    environment.put("WATCHDOG_USEC", "10000000");
  }

  /** With the name of the socket in the environment, as systemd puts it there. */
  private SystemdNotifier notifier(NotifySocket socket) {
    environment.put("NOTIFY_SOCKET", socket.name());
    return SystemdNotifier.of(environment, PID);
  }

  private NotifySocket socket() {
    return new NotifySocket(directory.resolve("notify").toString());
  }

  private static String next(NotifySocket socket) throws InterruptedException {
    return socket.next(Duration.ofSeconds(20));
  }

  /** What was said too much would have arrived by then. */
  private static void assertSaysNoMore(NotifySocket socket) throws InterruptedException {
    assertEquals("nothing", socket.next(Duration.ofMillis(300)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a path", "an abstract name"})
  void itIsToldOfTheBeginningAndOfTheEnd(String kind) throws Exception {
    String name =
        kind.equals("a path")
            ? directory.resolve("notify").toString()
            : "@nowserving-test-" + ProcessHandle.current().pid();
    try (NotifySocket socket = new NotifySocket(name)) {
      try (SystemdNotifier notifier = notifier(socket)) {
        notifier.readyWhen(() -> true);
        assertEquals(READY, next(socket));
        notifier.stopping();
        assertEquals(STOPPING, next(socket));
      }
      assertSaysNoMore(socket);
    }
  }

  @Test
  void readyIsSaidWhenItIsAndNotBefore() throws Exception {
    AtomicBoolean ready = new AtomicBoolean();
    try (NotifySocket socket = socket();
        SystemdNotifier notifier = notifier(socket)) {
      notifier.readyWhen(ready::get);
      assertSaysNoMore(socket);
      ready.set(true);
      assertEquals(READY, next(socket));
    }
  }

  @Test
  void whoStopsBeforeItIsReadyNeverSaysThatItIs() throws Exception {
    AtomicBoolean ready = new AtomicBoolean();
    try (NotifySocket socket = socket();
        SystemdNotifier notifier = notifier(socket)) {
      notifier.readyWhen(ready::get);
      notifier.stopping();
      assertEquals(STOPPING, next(socket));
      ready.set(true);
      assertSaysNoMore(socket);
    }
  }

  @Test
  void fourSignsOfLifeFitIntoTheTimeInWhichOneIsExpected() throws Exception {
    try (NotifySocket socket = socket();
        SystemdNotifier notifier = notifier(socket)) {
      long begin = -300 * MILLI; // a monotonic clock may begin anywhere
      for (long millis = 0; millis <= 10_000; millis += 50) {
        notifier.turned(begin + millis * MILLI);
      }
      for (int sign = 0; sign <= 4; sign++) {
        assertEquals("WATCHDOG=1", next(socket));
      }
      assertSaysNoMore(socket);
    }
  }

  @Test
  void withoutTurnsThereIsNoSignOfLife() throws Exception {
    environment.put("WATCHDOG_USEC", "100000");
    try (NotifySocket socket = socket();
        SystemdNotifier notifier = notifier(socket)) {
      notifier.readyWhen(() -> true);
      assertEquals(READY, next(socket));
      assertSaysNoMore(socket); // in three times that time
    }
  }

  @ParameterizedTest
  @CsvSource({"10000000, 4712", "0, 4711", "many, 4711", "-5, 4711"})
  void aWatchdogThatIsNotOursGetsNoSigns(String micros, String pid) throws Exception {
    environment.put("WATCHDOG_USEC", micros);
    environment.put("WATCHDOG_PID", pid);
    try (NotifySocket socket = socket();
        SystemdNotifier notifier = notifier(socket)) {
      notifier.turned(0);
      notifier.stopping();
      assertEquals(STOPPING, next(socket));
    }
  }

  /** Without an exception, and without waiting. */
  @ParameterizedTest
  @ValueSource(strings = {"", "/there/is/no/such/socket", "@nor-this"})
  void whereNobodyListensTheServerGoesOn(String name) {
    environment.put("NOTIFY_SOCKET", name);
    try (SystemdNotifier notifier = SystemdNotifier.of(environment, PID)) {
      notifier.readyWhen(() -> true);
      notifier.turned(0);
      notifier.stopping();
    }
  }
}

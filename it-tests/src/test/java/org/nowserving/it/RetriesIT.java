package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nowserving.desk.Badge;
import org.nowserving.desk.Device;
import org.nowserving.desk.Office;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.StaffEvent;
import org.nowserving.store.postgres.TestDatabase;

/**
 * Kiosks that lose their connection before they have read the answer to {@code new}, come back and
 * say it again: no visitor may have two tickets that asked for one, and no two visitors one ticket.
 *
 * <p>The settings are {@code -Dit.retries.lost}, {@code -Dit.retries.kiosks} and {@code
 * -Dit.retries.seed}. The figures that it prints are those of docs/RELIABILITY.md.
 */
@Tag("unhurried")
class RetriesIT {
  private static final int LOST = Integer.getInteger("it.retries.lost", 10_000);
  private static final int KIOSKS = Integer.getInteger("it.retries.kiosks", 16);
  private static final long SEED = Long.getLong("it.retries.seed", 1);

  /** One in so many visitors is somebody who wants two tickets, and says so on one connection. */
  private static final int WANT_TWO = 50;

  private static final Pattern TICKET = Pattern.compile("success new \\{\"id\":(\\d+),.*");

  /** Of a visitor, e-mail and name differ from everybody else's only together. */
  private record Visitor(String email, String name) {
    static Visitor number(int number) {
      return new Visitor("r" + number / 2 + "@example.com", "Visitor " + (number + 1) / 2);
    }
  }

  private enum Loss {
    /** The connection breaks in the middle of what the kiosk says: it was never said. */
    HALF_SAID,
    /** The kiosk closes as soon as it has spoken. */
    CLOSED_AT_ONCE,
    /** The same, but what was said may be lost on its way, too. */
    RESET_AT_ONCE,
    /** Somewhere between the question and the answer. */
    IN_BETWEEN,
    /** The answer has come to the kiosk, and nobody has read it. */
    ANSWERED
  }

  private final AtomicInteger visitors = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicInteger halfSaid = new AtomicInteger();
  private final AtomicInteger answeredAndLost = new AtomicInteger();

  /** What each visitor was told at last. */
  private final Map<Visitor, List<Long>> told = new ConcurrentHashMap<>();

  private Ground ground;
  private TestDatabase database;
  private ServerProcess server;
  private URI service;

  @BeforeEach
  void prepare() throws Exception {
    ground = new Ground();
    database = TestDatabase.fresh();
    // A machine may be slow, and the window is not what this is about.
    server = ground.start(ground.on(database).with("duplicate-window", "1h"));
    service = server.service();
  }

  @AfterEach
  void leaveNothing() throws Exception {
    ground.close();
    database.close();
  }

  @Test
  void aLostAnswerMakesNoSecondTicket() throws Exception {
    long start = System.nanoTime();
    Badge staff = Crew.hire(service, "Alice").getFirst();
    try (HttpClient http = HttpClient.newHttpClient();
        Device listener =
            Device.connect(
                http,
                service,
                Endpoint.STAFF,
                Map.of("Authorization", "Bearer " + staff.token().secret()),
                Device.Limits.USUAL)) {
      work();
      judge(Crew.history(service), listener, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private void work() throws Exception {
    try (ExecutorService kiosks = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> all = new ArrayList<>();
      SplittableRandom seeds = new SplittableRandom(SEED);
      for (int kiosk = 0; kiosk < KIOSKS; kiosk++) {
        SplittableRandom chance = seeds.split();
        Callable<Void> shift =
            () -> {
              while (lost.get() < LOST) {
                serve(Visitor.number(visitors.getAndIncrement()), chance);
              }
              return null;
            };
        all.add(kiosks.submit(shift));
      }
      for (Future<Void> kiosk : all) {
        kiosk.get();
      }
    }
  }

  /** Says it until the answer is read. */
  private void serve(Visitor visitor, SplittableRandom chance) throws IOException {
    do {
      lose(visitor, Loss.values()[chance.nextInt(Loss.values().length)], chance);
      lost.incrementAndGet();
    } while (chance.nextInt(4) == 0);
    try (RawSocket kiosk = connect()) {
      List<Long> tickets = new ArrayList<>();
      tickets.add(signIn(kiosk, visitor));
      if (chance.nextInt(WANT_TWO) == 0) {
        tickets.add(signIn(kiosk, visitor));
      }
      told.put(visitor, tickets);
      kiosk.reset();
    }
  }

  private void lose(Visitor visitor, Loss loss, SplittableRandom chance) throws IOException {
    try (RawSocket kiosk = connect()) {
      switch (loss) {
        case HALF_SAID -> {
          kiosk.sendHalf(RawSocket.FINAL | RawSocket.TEXT, words(visitor));
          halfSaid.incrementAndGet();
        }
        case CLOSED_AT_ONCE -> say(kiosk, visitor);
        case RESET_AT_ONCE -> {
          say(kiosk, visitor);
          kiosk.reset();
        }
        case IN_BETWEEN -> {
          say(kiosk, visitor);
          LockSupport.parkNanos(chance.nextLong(3_000_000));
        }
        case ANSWERED -> {
          say(kiosk, visitor);
          kiosk.awaitFrame();
          answeredAndLost.incrementAndGet();
          kiosk.reset();
        }
      }
    }
  }

  private RawSocket connect() throws IOException {
    return RawSocket.connect(service, "/kiosk");
  }

  private static void say(RawSocket kiosk, Visitor visitor) throws IOException {
    kiosk.send(RawSocket.FINAL | RawSocket.TEXT, words(visitor));
  }

  private static byte[] words(Visitor visitor) {
    return ("new " + visitor.email() + " " + visitor.name()).getBytes(StandardCharsets.UTF_8);
  }

  private static long signIn(RawSocket kiosk, Visitor visitor) throws IOException {
    say(kiosk, visitor);
    String answer = kiosk.hear();
    Matcher ticket = TICKET.matcher(answer);
    if (!ticket.matches()) {
      throw new IOException("a good sign-in was answered with: " + answer);
    }
    return Long.parseLong(ticket.group(1));
  }

  private void judge(List<Office.Entry> history, Device listener, Duration took) throws Exception {
    Map<Visitor, Set<Long>> kept = new HashMap<>();
    for (Office.Entry entry : history) {
      kept.computeIfAbsent(new Visitor(entry.email(), entry.name()), first -> new HashSet<>())
          .add(entry.ticket());
    }
    List<String> doubles = new ArrayList<>();
    List<String> merged = new ArrayList<>();
    told.forEach((visitor, tickets) -> {
      Set<Long> theirs = kept.getOrDefault(visitor, Set.of());
      if (theirs.size() > tickets.size()) {
        doubles.add(visitor + " has " + theirs + " and was told of " + tickets);
      } else if (!theirs.equals(Set.copyOf(tickets)) || theirs.size() < tickets.size()) {
        merged.add(visitor + " has " + theirs + " and was told of " + tickets);
      }
    });
    List<Long> announced = announced(listener);
    double repeated = repeated();
    List<String> broken;
    try (Connection connection = database.connect()) {
      broken = FloorAudit.of(connection);
    }
    System.out.printf(
        """

        Retries, seed %d, %d kiosks: %,d lost answers of %,d visitors in %d s
          the command had been carried out before the retry:  %,.0f
          it had not, and the retry made the ticket:          %,.0f
          visitors with a ticket too many:  %d
          visitors with another's ticket:   %d
        """,
        SEED,
        KIOSKS,
        lost.get(),
        told.size(),
        took.toSeconds(),
        repeated,
        lost.get() - repeated,
        doubles.size(),
        merged.size());
    assertAll(
        () -> assertEquals(List.of(), doubles),
        () -> assertEquals(List.of(), merged),
        () -> assertEquals(told.keySet(), kept.keySet()),
        () -> assertEquals(history.size(), new HashSet<>(announced).size(), "announced once each"),
        () -> assertEquals(history.size(), announced.size(), "announced once each"),
        () -> assertEquals(List.of(), broken),
        () -> assertTrue(repeated >= answeredAndLost.get(), "what was answered was carried out"),
        () -> assertTrue(repeated <= lost.get() - halfSaid.get(), "half a command was carried out"),
        () ->
            assertTrue(
                LOST < 1_000 || halfSaid.get() > 0,
                "every command was said before its retry: this run proves half of it"));
  }

  /** The tickets that the staff heard of, up to now. */
  private static List<Long> announced(Device listener) throws Exception {
    List<Long> announced = new ArrayList<>();
    listener.ask(
        "unpick",
        message -> {
          if (message instanceof StaffEvent.Waiting(var ticket)) {
            announced.add(ticket.id().value());
          }
        });
    return announced;
  }

  private double repeated() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return Scrape.of(http, server.operations()).sum("nowserving_sign_ins_repeated_total");
    }
  }
}

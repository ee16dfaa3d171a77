package org.nowserving.desk;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.nowserving.desk.Ledger.Outcome;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.ServerMessage;

/** What everybody at the desk shares. Any thread. */
final class Hall {
  private static final Duration BEFORE_REDIALLING = Duration.ofMillis(50);

  private final HttpClient http;
  private final Supplier<Optional<URI>> service;
  private final Map<String, String> deviceHeaders;
  private final Plan plan;
  private final String mark;
  private final Ledger ledger;
  private final Script script = new Script();
  private final Intermission intermission;
  private final AtomicInteger visitorsDue;
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<Integer> tablesHeld = new TreeSet<>();
  private volatile boolean everybodyIsIn;

  /**
   * Opens an empty hall.
   *
   * @param service where the server is now, if there is one; asked again for every connection
   * @param deviceKey that kiosks and displays show
   * @param mark tells the tickets of this run from all others
   */
  Hall(
      HttpClient http,
      Supplier<Optional<URI>> service,
      Optional<String> deviceKey,
      Plan plan,
      String mark,
      Ledger ledger) {
    this.http = http;
    this.service = service;
    this.deviceHeaders = deviceKey.map(Device::bearing).orElse(Map.of());
    this.plan = plan;
    this.mark = mark;
    this.ledger = ledger;
    this.intermission = new Intermission(plan.staff());
    this.visitorsDue = new AtomicInteger(plan.visitors());
  }

  Plan plan() {
    return plan;
  }

  Ledger ledger() {
    return ledger;
  }

  Script script() {
    return script;
  }

  Intermission intermission() {
    return intermission;
  }

  /** The chance of one participant: the same in every run with the same seed. */
  SplittableRandom chance(String participant) {
    return new SplittableRandom(plan.seed() * 31 + participant.hashCode());
  }

  /** An e-mail that no other attempt and no other run has. */
  String email(int visitor, int attempt) {
    return "visitor" + visitor + "." + attempt + "@" + mark + ".example";
  }

  /** Whether a ticket with this e-mail belongs to this run. */
  boolean isOurs(String email) {
    return email.endsWith("@" + mark + ".example");
  }

  /** The next visitor's number, counted down to 1; 0 when nobody else comes. */
  int nextVisitor() {
    return Math.max(0, visitorsDue.getAndUpdate(due -> Math.max(0, due - 1)));
  }

  /** Nobody else comes. */
  void closeTheDoor() {
    visitorsDue.set(0);
  }

  /** All who came have a ticket. */
  void everybodyIsIn(boolean so) {
    everybodyIsIn = so;
  }

  boolean everybodyIsIn() {
    return everybodyIsIn;
  }

  /** The lowest table that is neither taken nor a colleague's. */
  synchronized int reserveTable(Set<Integer> taken) {
    int table = 0;
    while (taken.contains(table) || !tablesHeld.add(table)) {
      table++;
    }
    return table;
  }

  /** Gives a reserved table back, AFTER the script was told what happened on it. */
  synchronized void releaseTable(int table) {
    tablesHeld.remove(table);
  }

  /** How many connections were made so far. */
  int connections() {
    return connections.get();
  }

  /** A new connection; dials again and again until the plan's patience is over. */
  Device connect(Endpoint endpoint) throws InterruptedException {
    long deadline = System.nanoTime() + plan.patience().toNanos();
    String why = "it has not started";
    while (System.nanoTime() < deadline) {
      Optional<URI> server = service.get();
      if (server.isPresent()) {
        try {
          Device device =
              Device.connect(
                  http,
                  server.get(),
                  endpoint,
                  endpoint == Endpoint.STAFF ? Map.of() : deviceHeaders,
                  Device.Limits.USUAL);
          connections.incrementAndGet();
          return device;
        } catch (ConnectionEnded e) {
          why = String.valueOf(e.getMessage());
        }
      }
      Thread.sleep(BEFORE_REDIALLING);
    }
    throw new IllegalStateException("no server for " + plan.patience() + ": " + why);
  }

  /** Asks, and writes down what became of it, in every case. */
  Reply ask(Device device, Ledger.Deed deed, String line, Consumer<ServerMessage> aside)
      throws ConnectionEnded, InterruptedException {
    Outcome outcome = Outcome.UNKNOWN;
    try {
      Reply reply = device.ask(line, aside);
      outcome =
          !(reply instanceof Reply.Refused)
              ? Outcome.ACKNOWLEDGED
              : isUnavailable(reply) ? Outcome.UNAVAILABLE : Outcome.REFUSED;
      return reply;
    } finally {
      ledger.note(deed, outcome);
    }
  }

  /** Whether this address has had its share of the minute. */
  static boolean isTooMany(Reply reply) {
    return reply instanceof Reply.Refused refused && refused.rejection() == Rejection.TOO_MANY;
  }

  /** Why nothing more can be played. */
  IllegalStateException limited(String setting) {
    return new IllegalStateException(
        "the server lets this address do no more in a minute; start it with"
            + " trusted-addresses that include it, or with a higher "
            + setting);
  }

  static boolean isUnavailable(Reply reply) {
    return reply instanceof Reply.Refused refused && refused.rejection() == Rejection.UNAVAILABLE;
  }

  /** A time between nothing and twice the mean. */
  static Duration around(Duration mean, SplittableRandom chance) {
    return Duration.ofNanos((long) (mean.toNanos() * 2 * chance.nextDouble()));
  }

  /** The connection ended without our wish: what displays heard in the meantime is not known. */
  void interrupted(ConnectionEnded ended) {
    ledger.ended(ended.code());
    script.interrupted();
  }
}

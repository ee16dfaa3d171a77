package org.nowserving.ops;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.nowserving.floor.Floor;
import org.nowserving.floor.Moment;
import org.nowserving.limits.Limit;
import org.nowserving.limits.Secret;
import org.nowserving.loop.LoopMeter;
import org.nowserving.loop.LoopState;
import org.nowserving.net.Ending;
import org.nowserving.net.NetMeter;
import org.nowserving.net.Refusal;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.Verb;

/**
 * Every meter of the product, in this one file; docs/METRICS.md is checked against it. Every series
 * is there from the start, at zero, so that an alert can be written before the first failure. No
 * label ever holds what somebody typed. Any thread.
 */
public final class Metrics implements LoopMeter, NetMeter, AutoCloseable {
  /** What people wait for, up to where they give up. */
  private static final Duration[] MILLIS =
      times(ChronoUnit.MILLIS, 1, 2, 5, 10, 25, 50, 100, 250, 1_000, 5_000);

  /** The loop is a hundred times faster than what people wait for. */
  private static final Duration[] MICROS =
      times(ChronoUnit.MICROS, 10, 50, 200, 1_000, 10_000, 100_000, 1_000_000);

  /** What visitors live through. */
  private static final Duration[] MINUTES =
      times(ChronoUnit.MINUTES, 1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120);

  private static final double[] BATCHES = {1, 2, 5, 10, 25, 100, 250, 1_000, 10_000};

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final LibraryMeters libraries = new LibraryMeters(registry, "nowserving.");

  private final Counters<Endpoint> opened =
      counters(
          Endpoint.class,
          "endpoint",
          "nowserving.connections.opened",
          "Devices that finished their handshake.");
  private final Map<Endpoint, Counters<Ending>> closed =
      Counters.perEndpoint(
          registry,
          Ending.class,
          "ending",
          "nowserving.connections.closed",
          "Devices whose connection ended, and why.");
  private final Counters<Refusal> turnedAway =
      counters(
          Refusal.class,
          "reason",
          "nowserving.handshakes.refused",
          "Requests and handshakes that were turned away, and why.");
  private final Counters<Limit> limits =
      counters(
          Limit.class,
          "limit",
          "nowserving.limits.hit",
          "Times that somebody ran into a limit, named as its setting is.");
  private final Counters<Secret> failedSignIns =
      counters(
          Secret.class,
          "secret",
          "nowserving.sign.in.failures",
          "Passwords, tokens and device keys that were shown and are nobody's.");
  private final Counter broadcasts =
      counter(
          "nowserving.broadcasts",
          "Messages for everybody of a kind, each counted once, however many devices hear it.");
  private final Counter messages =
      counter("nowserving.messages.sent", "Messages that were handed to sockets.");
  private final Counter bytes =
      Counter.builder("nowserving.sent")
          .baseUnit("bytes")
          .description("Bytes of messages and their frames that were handed to sockets.")
          .register(registry);
  private final Map<Endpoint, Timer> answers =
      Map.of(Endpoint.STAFF, answers(Endpoint.STAFF), Endpoint.KIOSK, answers(Endpoint.KIOSK));
  private final Timer lastDisplay =
      timer(
          "nowserving.last.display",
          "From the decision that displays are told of until the last of them has it, which"
              + " is when the system has taken all of it to be sent: a display whose socket is"
              + " full counts when that has drained, one that is closed before does not count."
              + " One value for what one turn of the loop says, by the oldest decision in it.",
          MILLIS);

  private final Counters<Verb> done = commands("done");
  private final Counters<Verb> refused = commands("refused");
  private final Timer turns =
      timer("nowserving.turn", "The loop's turns that had something to do.", MICROS);
  private final Counter inputs = counter("nowserving.inputs", "What the loop was given to decide.");
  private final Timer commits =
      timer(
          "nowserving.commit",
          "From handing a batch of changes to the database until it is durable.",
          MILLIS);
  private final DistributionSummary batches =
      DistributionSummary.builder("nowserving.commit.changes")
          .description("Changes in a batch.")
          .serviceLevelObjectives(BATCHES)
          .register(registry);
  private final Counter storeFailures =
      counter(
          "nowserving.store.failures",
          "Times that the database failed or fell silent, so that commands were refused.");
  private final Counter bugs =
      counter(
          "nowserving.inputs.undecided",
          "Inputs that a bug kept from being decided; the log says which.");
  private final Timer waits =
      timer(
          "nowserving.wait",
          "What visitors had waited when they were called: claimed - opened.",
          MINUTES);
  private final Timer services =
      timer(
          "nowserving.service",
          "What it took to serve visitors to the end: completed - claimed.",
          MINUTES);
  private final Counter again =
      counter(
          "nowserving.sign.ins.repeated",
          "Sign-ins that were repeated because the answer was lost, and got the ticket that there"
              + " was.");
  private final Counter inDoubt =
      counter(
          "nowserving.closed.in.doubt",
          "Devices that were disconnected because no truthful answer could be given in time.");

  /**
   * @param version of the server
   */
  public Metrics(String version) {
    for (Endpoint endpoint : Endpoint.values()) {
      gauge(
          "nowserving.connections",
          "Devices that are connected.",
          () -> connected(endpoint),
          "endpoint",
          Counters.word(endpoint));
    }
    gauge(
        "nowserving.build.info",
        "Always 1; the labels say which version runs, and on which Java.",
        () -> 1,
        "version",
        version,
        "java",
        Runtime.version().toString());
  }

  /**
   * Shows how the loop stands. Called once.
   *
   * @param time what the loop's times are of
   */
  public void watchLoop(
      Supplier<LoopState> state, Supplier<Integer> inboxSize, Supplier<Moment> time) {
    Supplier<Floor.Figures> now = () -> state.get().figures();
    gauge("nowserving.inbox", "Inputs that wait for the loop.", inboxSize::get);
    gauge(
        "nowserving.store.ready",
        "1 while commands are decided; 0 while they are refused because the database fails.",
        () -> state.get().storing() ? 1 : 0);
    gauge(
        "nowserving.tables.taken", "Tables that somebody sits at.", () -> now.get().tablesTaken());
    String tickets = "Tickets that are open.";
    gauge("nowserving.tickets", tickets, () -> now.get().waiting(), "state", "waiting");
    gauge("nowserving.tickets", tickets, () -> now.get().serving(), "state", "serving");
    seconds(
        "nowserving.longest.wait",
        "For how long the one waits who has waited longest; 0 when nobody waits.",
        () -> longestWait(now.get(), time.get()));
    seconds(
        "nowserving.loop.idle",
        "Since the loop last turned; when it has nothing to do it turns 20 times a second.",
        () -> Duration.ofNanos(time.get().monotonicNanos() - state.get().turnedAtNanos()));
  }

  private static Duration longestWait(Floor.Figures figures, Moment now) {
    return figures
        .waitingSince()
        .map(since -> Duration.between(since, now.wall()))
        .filter(Duration::isPositive) // the clock may have been set back
        .orElse(Duration.ZERO);
  }

  /**
   * Shows whether the server can do its work. Called once.
   *
   * @param ready may block for a moment, as whoever looks at the metrics then does too
   */
  public void watchReadiness(BooleanSupplier ready) {
    gauge(
        "nowserving.ready",
        "What /readyz says: 1 while the server can do its work, the loop turns and PostgreSQL has"
            + " just committed.",
        () -> ready.getAsBoolean() ? 1 : 0);
  }

  /**
   * Counts the password hashes that were made, each of which costs tens of milliseconds. Called
   * once.
   */
  public void watchPasswordHashes(LongSupplier made) {
    FunctionCounter.builder("nowserving.password.hashes", made, LongSupplier::getAsLong)
        .description("Passwords that were hashed or checked.")
        .register(registry);
  }

  /** Shows how a pool of database connections does. Called once a pool. */
  public void watchPool(HikariDataSource pool) {
    libraries.watchPool(pool);
  }

  /** All of it, in the text format of Prometheus. */
  public String scrape() {
    return Exposition.text(registry.getPrometheusRegistry().scrape());
  }

  @Override
  public void turn(int handled, long nanos) {
    turns.record(Duration.ofNanos(nanos));
    inputs.increment(handled);
  }

  @Override
  public void stored(int changes, long nanos) {
    commits.record(Duration.ofNanos(nanos));
    batches.record(changes);
  }

  @Override
  public void storeFailing() {
    storeFailures.increment();
  }

  @Override
  public void decided(Verb verb, boolean wasRefused) {
    (wasRefused ? refused : done).increment(verb);
  }

  @Override
  public void waited(Duration wait) {
    waits.record(wait);
  }

  @Override
  public void served(Duration service) {
    services.record(service);
  }

  @Override
  public void answeredAgain() {
    again.increment();
  }

  @Override
  public void closedInDoubt() {
    inDoubt.increment();
  }

  @Override
  public void undecided() {
    bugs.increment();
  }

  @Override
  public void connectionOpened(Endpoint endpoint) {
    opened.increment(endpoint);
  }

  @Override
  public void connectionClosed(Endpoint endpoint, Ending ending) {
    Counters.of(closed, endpoint).increment(ending);
  }

  @Override
  public void handshakeRefused(Refusal refusal) {
    turnedAway.increment(refusal);
  }

  @Override
  public void hit(Limit limit) {
    limits.increment(limit);
  }

  @Override
  public void signInFailed(Secret secret) {
    failedSignIns.increment(secret);
  }

  @Override
  public void broadcast(long words) {
    broadcasts.increment((double) words);
  }

  @Override
  public void displaysHeard(long nanos) {
    lastDisplay.record(Duration.ofNanos(nanos));
  }

  @Override
  public void said(long count, long size) {
    messages.increment((double) count);
    bytes.increment((double) size);
  }

  @Override
  public void answered(Endpoint endpoint, long nanos) {
    Timer timer = answers.get(endpoint);
    if (timer != null) {
      timer.record(Duration.ofNanos(nanos));
    }
  }

  @Override
  public void queried(boolean wasRefused) {
    decided(Verb.QUERY, wasRefused);
  }

  @Override
  public void close() {
    libraries.close();
    registry.close();
  }

  private double connected(Endpoint endpoint) {
    // From the two counters, which never count one connection twice; the end BEFORE the beginning,
    // so that one in between never makes it negative.
    double gone = Counters.of(closed, endpoint).sum();
    return opened.count(endpoint) - gone;
  }

  private Counters<Verb> commands(String outcome) {
    String description = "Commands that were decided.";
    return counters(Verb.class, "verb", "nowserving.commands", description, "outcome", outcome);
  }

  private void gauge(String name, String description, Supplier<Number> value, String... labels) {
    Gauge.builder(name, value).description(description).tags(labels).register(registry);
  }

  private void seconds(String name, String description, Supplier<Duration> duration) {
    Gauge.builder(name, () -> duration.get().toMillis() / 1_000.0)
        .description(description)
        .baseUnit("seconds")
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private <E extends Enum<E>> Counters<E> counters(
      Class<E> members, String label, String name, String description, String... moreLabels) {
    return new Counters<>(registry, members, label, name, description, moreLabels);
  }

  private Timer answers(Endpoint endpoint) {
    return timer(
        "nowserving.answer",
        "From a device's message to its answer, inside the server. Displays ask for nothing.",
        MILLIS,
        "endpoint",
        Counters.word(endpoint));
  }

  private Timer timer(String name, String description, Duration[] buckets, String... labels) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(buckets)
        .tags(labels)
        .register(registry);
  }

  private static Duration[] times(ChronoUnit unit, long... amounts) {
    return LongStream.of(amounts).mapToObj(n -> Duration.of(n, unit)).toArray(Duration[]::new);
  }
}

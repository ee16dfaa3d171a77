package org.nowserving.ops;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.logging.LogbackMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.nowserving.limits.Limit;
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
  /** The times of what people wait for. */
  private static final Duration[] TIMES = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5)
  };

  /** The loop is a hundred times faster than what people wait for. */
  private static final Duration[] SHORT_TIMES = {
    Duration.ofNanos(10_000),
    Duration.ofNanos(50_000),
    Duration.ofNanos(100_000),
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofSeconds(1)
  };

  private static final double[] BATCHES = {
    1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbage = new JvmGcMetrics();
  private final LogbackMetrics logLines = new LogbackMetrics();

  private final Map<Endpoint, Counter> opened =
      counters(
          Endpoint.class,
          "endpoint",
          "nowserving.connections.opened",
          "Devices that finished their handshake.");
  private final Map<Endpoint, Map<Ending, Counter>> closed =
      perEndpoint(endpoint ->
          counters(
              Ending.class,
              "ending",
              "nowserving.connections.closed",
              "Devices whose connection ended, and why.",
              "endpoint",
              word(endpoint)));
  private final Map<Refusal, Counter> turnedAway =
      counters(
          Refusal.class,
          "reason",
          "nowserving.handshakes.refused",
          "Requests and handshakes that were turned away, and why.");
  private final Map<Limit, Counter> limits =
      counters(
          Limit.class,
          "limit",
          "nowserving.limits.hit",
          "Times that somebody ran into a limit, named as its setting is.");
  private final Counter messages =
      counter("nowserving.messages.sent", "Messages that were handed to sockets.");
  private final Counter bytes =
      Counter.builder("nowserving.sent")
          .baseUnit("bytes")
          .description("Bytes of messages and their frames that were handed to sockets.")
          .register(registry);
  private final Map<Endpoint, Timer> answers =
      perEndpoint(endpoint ->
          Timer.builder("nowserving.answer")
              .description("From a device's message to its answer, inside the server.")
              .tag("endpoint", word(endpoint))
              .serviceLevelObjectives(TIMES)
              .register(registry));

  private final Map<Verb, Counter> done = commands("done");
  private final Map<Verb, Counter> refused = commands("refused");
  private final Timer turns =
      Timer.builder("nowserving.turn")
          .description("The loop's turns that had something to do.")
          .serviceLevelObjectives(SHORT_TIMES)
          .register(registry);
  private final Counter inputs = counter("nowserving.inputs", "What the loop was given to decide.");
  private final Timer commits =
      Timer.builder("nowserving.commit")
          .description("From handing a batch of changes to the database until it is durable.")
          .serviceLevelObjectives(TIMES)
          .register(registry);
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
      // From the two counters, which never count one connection twice.
      Gauge.builder("nowserving.connections", () -> connected(endpoint))
          .description("Devices that are connected.")
          .tag("endpoint", word(endpoint))
          .register(registry);
    }
    Gauge.builder("nowserving.build.info", () -> 1)
        .description("Always 1; the label says which version runs.")
        .tag("version", version)
        .register(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new JvmInfoMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    garbage.bindTo(registry);
    logLines.bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** Shows how the loop stands. Called once. */
  public void watchLoop(Supplier<LoopState> state, Supplier<Integer> inboxSize) {
    gauge("nowserving.inbox", "Inputs that wait for the loop.", inboxSize, Integer::doubleValue);
    gauge(
        "nowserving.store.ready",
        "1 while commands are decided; 0 while they are refused because the database fails.",
        state,
        now -> now.storing() ? 1 : 0);
    gauge(
        "nowserving.tables.taken",
        "Tables that somebody sits at.",
        state,
        now -> now.figures().tablesTaken());
    String tickets = "Tickets that are open.";
    Gauge.builder("nowserving.tickets", state, s -> s.get().figures().waiting())
        .description(tickets)
        .tag("state", "waiting")
        .register(registry);
    Gauge.builder("nowserving.tickets", state, s -> s.get().figures().serving())
        .description(tickets)
        .tag("state", "serving")
        .register(registry);
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
    pool.setMetricRegistry(registry);
  }

  /** All of it, in the text format of Prometheus. */
  public String scrape() {
    return registry.scrape();
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
    of(wasRefused ? refused : done, verb).increment();
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
    of(opened, endpoint).increment();
  }

  @Override
  public void connectionClosed(Endpoint endpoint, Ending ending) {
    of(of(closed, endpoint), ending).increment();
  }

  @Override
  public void handshakeRefused(Refusal refusal) {
    of(turnedAway, refusal).increment();
  }

  @Override
  public void hit(Limit limit) {
    of(limits, limit).increment();
  }

  @Override
  public void said(long count, long size) {
    messages.increment((double) count);
    bytes.increment((double) size);
  }

  @Override
  public void answered(Endpoint endpoint, long nanos) {
    of(answers, endpoint).record(Duration.ofNanos(nanos));
  }

  @Override
  public void queried(boolean wasRefused) {
    decided(Verb.QUERY, wasRefused);
  }

  @Override
  public void close() {
    logLines.close();
    garbage.close();
    registry.close();
  }

  private double connected(Endpoint endpoint) {
    // The end is read BEFORE the beginning, so that one in between never makes it negative.
    double gone = of(closed, endpoint).values().stream().mapToDouble(Counter::count).sum();
    return of(opened, endpoint).count() - gone;
  }

  private Map<Verb, Counter> commands(String outcome) {
    return counters(
        Verb.class,
        "verb",
        "nowserving.commands",
        "Commands that were decided.",
        "outcome",
        outcome);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  /** A counter for each member of a closed set. */
  private <E extends Enum<E>> Map<E, Counter> counters(
      Class<E> members, String label, String name, String description, String... moreLabels) {
    Map<E, Counter> counters = new EnumMap<>(members);
    for (E member : members.getEnumConstants()) {
      counters.put(
          member,
          Counter.builder(name)
              .description(description)
              .tag(label, word(member))
              .tags(moreLabels)
              .register(registry));
    }
    return counters;
  }

  private static <T> Map<Endpoint, T> perEndpoint(Function<Endpoint, T> make) {
    Map<Endpoint, T> made = new EnumMap<>(Endpoint.class);
    for (Endpoint endpoint : Endpoint.values()) {
      made.put(endpoint, make.apply(endpoint));
    }
    return made;
  }

  private <T> void gauge(
      String name, String description, Supplier<T> source, ToDoubleFunction<T> value) {
    Gauge.builder(name, source, s -> value.applyAsDouble(s.get()))
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  private static <K, V> V of(Map<K, V> complete, K key) {
    V value = complete.get(key);
    if (value == null) {
      throw new AssertionError("there is a meter for every member, but none for " + key);
    }
    return value;
  }

  private static String word(Enum<?> member) {
    return member.name().toLowerCase(Locale.ROOT);
  }
}

package org.nowserving.bench;

import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.nowserving.bench.Samples.Sample;
import org.nowserving.desk.Badge;
import org.nowserving.load.Load;
import org.nowserving.load.Measurement;
import org.nowserving.load.Plan;
import org.nowserving.load.Workload;

/**
 * Measures everything once a round, what is compared one right after the other, so that what
 * happens to the machine happens to both. One thread.
 */
final class Rounds implements AutoCloseable {
  private static final String EMPTY = "desk_empty";
  private static final String MAIN = "desk";
  private static final String FULL = "desk_full";
  private static final String SMALL = "desk_small";
  private static final int STAFF = 64;
  private static final int CLIENTS = 32;
  private static final int CONNECTIONS = 64;
  private static final int DEPTH = 16;
  private static final int DISPLAYS = 1_000;
  private static final int IDLE = 10_000;

  /** How long everything is done before it counts: until the compilers have little left to do. */
  private static final Duration WARM_UP = Duration.ofSeconds(4);

  /** Commands a second while the way to the last display is timed: every other one is a claim. */
  private static final double PACE = 100;

  private final Workshop workshop;
  private final Set<Step> wanted;
  private final Consumer<String> progress;
  private final Cluster cluster;
  private final Pgbench pgbench;
  private final OldTickets oldTickets;
  private final Desk desk;
  private final Peer bare;
  private final Peer uws;
  private final Peer plain;
  private final List<Badge> staff;
  private Samples samples = new Samples();
  private Duration time = Duration.ofSeconds(1);

  /**
   * Starts everything that is measured; what is left of a failed start ends with this process.
   *
   * @param wanted what is to be measured
   */
  Rounds(Workshop workshop, Set<Step> wanted, int oldTickets, Consumer<String> progress)
      throws IOException, InterruptedException, SQLException {
    this.workshop = workshop;
    this.wanted = wanted;
    this.progress = progress;
    this.cluster = workshop.cluster();
    progress.accept("preparing the databases");
    this.pgbench = new Pgbench(cluster, workshop.directory());
    cluster.create(EMPTY);
    try (Desk first = startDesk(EMPTY)) {
      this.staff = first.hire(STAFF);
    }
    cluster.copy(EMPTY, MAIN);
    cluster.copy(EMPTY, FULL);
    this.oldTickets = new OldTickets(cluster, FULL, oldTickets);
    if (wantsHistory()) {
      progress.accept("writing %,d old tickets".formatted(oldTickets));
      this.oldTickets.write();
    }
    progress.accept("starting the servers");
    cluster.create("plain");
    this.plain = Peer.plainDesk(workshop.tree(), cluster.url("plain"), workshop.log());
    this.bare = Peer.bareNetty(workshop.tree(), workshop.log());
    this.uws = Peer.uws(workshop.tree(), workshop.log());
    this.desk = startDesk(MAIN);
  }

  private Desk startDesk(String database) throws IOException, InterruptedException {
    return Desk.start(workshop.tree(), cluster.url(database), workshop.log());
  }

  /** Everything once, to warm up; nothing of it is kept. */
  void warmUp() throws IOException, InterruptedException, SQLException {
    time = WARM_UP;
    throughput();
    samples = new Samples();
  }

  Samples measure(int rounds, Duration each)
      throws IOException, InterruptedException, SQLException {
    time = each;
    for (int round = 1; round <= rounds; round++) {
      progress.accept("round %d of %d".formatted(round, rounds));
      throughput();
      idle();
      history();
    }
    return samples;
  }

  private void throughput() throws IOException, InterruptedException {
    tickets();
    service();
    wire();
    wall();
  }

  /** What it takes to sign visitors in. */
  private void tickets() throws IOException, InterruptedException {
    sync();
    postgres(Step.PG_INSERT, Pgbench.ONE_ROW, CLIENTS, Pgbench.Result::perSecond);
    load(
        Step.NEW_DEEP,
        desk.pid(),
        plan(desk.service(), Workload.NEW).by(CONNECTIONS, DEPTH),
        Measurement::commandsPerSecond);
    desk.closeDay();
    load(
        Step.PLAIN_NEW,
        plain.pid(),
        plan(plain.service(), Workload.NEW).by(CONNECTIONS, DEPTH),
        Measurement::commandsPerSecond);
    single();
    desk.closeDay();
    postgres(Step.PG_THREE_ROWS, Pgbench.THREE_ROWS, 1, Pgbench.Result::meanMicros);
    load(
        Step.NEW_LONE,
        desk.pid(),
        plan(desk.service(), Workload.NEW).by(1, 1),
        one -> one.latency().p50());
    desk.closeDay();
  }

  private void single() throws IOException, InterruptedException {
    load(
            Step.NEW_SINGLE,
            desk.pid(),
            plan(desk.service(), Workload.NEW).by(CONNECTIONS, 1),
            Measurement::commandsPerSecond)
        .ifPresent(one -> again(Step.NEW_SINGLE_HALF, Step.NEW_SINGLE, one.latency().p50()));
  }

  /** What it takes to serve them. */
  private void service() throws IOException, InterruptedException {
    postgres(Step.PG_CHANGE, Pgbench.CHANGE, CLIENTS, Pgbench.Result::perSecond);
    int tickets = (int) (8_000 * (time.toSeconds() + 1));
    load(
        Step.CYCLES,
        desk.pid(),
        plan(desk.service(), Workload.SERVE).by(STAFF, DEPTH).with(tickets, staff),
        one -> one.commandsPerSecond() / 2);
    desk.closeDay();
  }

  /** What it takes to hear and answer. */
  private void wire() throws IOException, InterruptedException {
    load(
        Step.ECHO,
        bare.pid(),
        plan(bare.service(), Workload.ECHO).by(CONNECTIONS, DEPTH),
        Measurement::commandsPerSecond);
    load(
        Step.REFUSED,
        desk.pid(),
        plan(desk.service(), Workload.REFUSED).by(CONNECTIONS, DEPTH),
        Measurement::commandsPerSecond);
    postgres(Step.PG_SELECT, Pgbench.SELECT_ONLY, CLIENTS, Pgbench.Result::perSecond);
    load(
        Step.QUERY,
        desk.pid(),
        plan(desk.service(), Workload.QUERY).by(CONNECTIONS, DEPTH),
        Measurement::commandsPerSecond);
    desk.closeDay();
  }

  /** What it takes to tell everybody. */
  private void wall() throws IOException, InterruptedException {
    fanout(Step.BARE_FANOUT, bare);
    Plan serving = plan(desk.service(), Workload.WALL).by(1, DEPTH).before(DISPLAYS);
    int many = (int) (2_000 * (time.toSeconds() + 1));
    load(Step.WALL, desk.pid(), serving.with(many, staff), Measurement::deliveriesPerSecond);
    desk.closeDay();
    fanout(Step.UWS_FANOUT, uws);
    load(
        Step.BARE_REACH,
        bare.pid(),
        plan(bare.service(), Workload.FANOUT).by(1, DEPTH).before(DISPLAYS).paced(PACE / 2),
        one -> one.reached().p99());
    int few = (int) (PACE * (time.toSeconds() + 2));
    load(Step.REACH, desk.pid(), serving.with(few, staff).paced(PACE), one -> one.reached().p99());
    desk.closeDay();
  }

  private void fanout(Step step, Peer peer) throws IOException, InterruptedException {
    load(
        step,
        peer.pid(),
        plan(peer.service(), Workload.FANOUT).by(1, DEPTH).before(DISPLAYS),
        Measurement::deliveriesPerSecond);
  }

  /** What it takes to be connected. */
  private void idle() throws IOException, InterruptedException {
    idle(Step.BARE_IDLE, bare.service(), bare.pid());
    idle(Step.IDLE, desk.service(), desk.pid());
  }

  private void idle(Step step, URI service, long pid) throws IOException, InterruptedException {
    if (!wanted.contains(step)) {
      return;
    }
    progress.accept(step.title());
    long before = Heap.live(pid);
    long[] with = new long[1];
    Load.Watch watch =
        new Load.Watch() {
          @Override
          public void begins() throws IOException, InterruptedException {
            with[0] = Heap.live(pid);
          }

          @Override
          public void ends() {}
        };
    Plan plan =
        Plan.of(service, Workload.IDLE).before(IDLE).lasting(Duration.ZERO, Duration.ofMillis(1));
    new Load(plan, watch, ignored -> {}).run();
    samples.add(step, new Sample((with[0] - before) / (double) IDLE, 0, 0));
  }

  /** What years of tickets change. */
  private void history() throws IOException, InterruptedException, SQLException {
    if (!wantsHistory()) {
      return;
    }
    cluster.copy(EMPTY, SMALL);
    restarted(SMALL, Step.EMPTY_READY, Step.EMPTY_HEAP, Step.EMPTY_NEW);
    restarted(FULL, Step.FULL_READY, Step.FULL_HEAP, Step.FULL_NEW);
    oldTickets.forgetTheRound();
  }

  private boolean wantsHistory() {
    return !Collections.disjoint(
        wanted, EnumSet.of(Step.FULL_NEW, Step.FULL_READY, Step.FULL_HEAP));
  }

  private void restarted(String database, Step ready, Step heap, Step fresh)
      throws IOException, InterruptedException {
    progress.accept(fresh.title());
    Cpu before = Cpu.now(0);
    try (Desk one = startDesk(database)) {
      samples.add(
          ready, new Sample(one.toReady().toNanos() / 1e3, Cpu.now(0).foreignSince(before), 0));
      samples.add(heap, new Sample(Heap.live(one.pid()), 0, 0));
      load(
          fresh,
          one.pid(),
          plan(one.service(), Workload.NEW)
              .by(CONNECTIONS, DEPTH)
              .visitedBy(OldTickets.VISITORS)
              .lasting(Duration.ofSeconds(3), time),
          Measurement::commandsPerSecond);
    }
  }

  private void sync() throws IOException {
    if (!wanted.contains(Step.SYNC)) {
      return;
    }
    progress.accept(Step.SYNC.title());
    Cpu before = Cpu.now(0);
    double mean = Sync.meanMicros(workshop.directory(), Duration.ofSeconds(1));
    samples.add(Step.SYNC, new Sample(mean, Cpu.now(0).foreignSince(before), 0));
  }

  private void postgres(
      Step step, String script, int clients, ToDoubleFunction<Pgbench.Result> value)
      throws IOException, InterruptedException {
    if (!wanted.contains(step)) {
      return;
    }
    progress.accept(step.title());
    Cpu before = Cpu.now(0);
    Pgbench.Result result = pgbench.run(script, clients, time);
    samples.add(step, new Sample(value.applyAsDouble(result), Cpu.now(0).foreignSince(before), 0));
  }

  private Plan plan(URI service, Workload workload) {
    return Plan.of(service, workload).lasting(Duration.ofSeconds(1), time);
  }

  private Optional<Measurement> load(
      Step step, long pid, Plan plan, ToDoubleFunction<Measurement> value)
      throws IOException, InterruptedException {
    if (!wanted.contains(step)) {
      return Optional.empty();
    }
    progress.accept(step.title());
    CpuWatch watch = new CpuWatch(pid);
    Measurement measurement = new Load(plan, watch, ignored -> {}).run();
    samples.add(
        step,
        new Sample(
            value.applyAsDouble(measurement),
            watch.foreign(),
            watch.perServerSecond(Math.max(measurement.commands(), measurement.deliveries()))));
    return Optional.of(measurement);
  }

  /** Another figure of the step before. */
  private void again(Step step, Step source, double value) {
    Sample last = samples.of(source).getLast();
    samples.add(step, new Sample(value, last.foreign(), last.perCpuSecond()));
  }

  /** What the CPUs did while it was measured. */
  private static final class CpuWatch implements Load.Watch {
    private final long pid;
    private Cpu begin;
    private Cpu end;

    CpuWatch(long pid) {
      this.pid = pid;
      this.begin = Cpu.now(pid);
      this.end = begin;
    }

    @Override
    public void begins() {
      begin = Cpu.now(pid);
    }

    @Override
    public void ends() {
      end = Cpu.now(pid);
    }

    double foreign() {
      return end.foreignSince(begin);
    }

    /** 0 where it took less than can be measured. */
    double perServerSecond(long count) {
      double seconds = end.serverSecondsSince(begin);
      return seconds > 0 ? count / seconds : 0;
    }
  }

  @Override
  public void close() {
    desk.close();
    uws.close();
    bare.close();
    plain.close();
  }
}

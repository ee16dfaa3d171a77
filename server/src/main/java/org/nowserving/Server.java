package org.nowserving;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import org.nowserving.accounts.BusyException;
import org.nowserving.accounts.PasswordHashing;
import org.nowserving.accounts.StaffAccounts;
import org.nowserving.accounts.Tokens;
import org.nowserving.floor.Credential;
import org.nowserving.floor.Floor;
import org.nowserving.floor.Moment;
import org.nowserving.http.Api;
import org.nowserving.http.ApiHandler;
import org.nowserving.http.Archive;
import org.nowserving.keys.BadKeyFileException;
import org.nowserving.keys.DeviceKeys;
import org.nowserving.keys.KeyFile;
import org.nowserving.keys.KeyWatch;
import org.nowserving.limits.Limits;
import org.nowserving.loop.ClosingTime;
import org.nowserving.loop.CommitThread;
import org.nowserving.loop.DayClosing;
import org.nowserving.loop.FloorLoop;
import org.nowserving.loop.Inbox;
import org.nowserving.loop.LoopFault;
import org.nowserving.loop.LoopThread;
import org.nowserving.loop.Office;
import org.nowserving.loop.Pulse;
import org.nowserving.net.CredentialLookup;
import org.nowserving.net.Devices;
import org.nowserving.net.ListenException;
import org.nowserving.net.NetSettings;
import org.nowserving.net.WebSocketServer;
import org.nowserving.ops.Health;
import org.nowserving.ops.Metrics;
import org.nowserving.ops.OpsServer;
import org.nowserving.ops.SystemdNotifier;
import org.nowserving.protocol.text.MessageWriter;
import org.nowserving.settings.ServerConfig;
import org.nowserving.store.CommitOutcome;
import org.nowserving.store.StoreException;
import org.nowserving.store.postgres.BundledPostgres;
import org.nowserving.store.postgres.DatabaseSettings;
import org.nowserving.store.postgres.InstalledPostgres;
import org.nowserving.store.postgres.PostgresStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All parts of the server, wired: {@link #start} is the list of them. Started once, by one thread;
 * stopped by any.
 */
final class Server {
  private static final Logger log = LoggerFactory.getLogger(Server.class);

  /**
   * How long the bundled PostgreSQL may take to stop by itself; a harder stop keeps every commit
   * too.
   */
  private static final Duration POSTGRES_STOP = Duration.ofSeconds(3);

  private final ServerConfig config;
  private final Surroundings surroundings;
  private final Stops stops = new Stops();
  private final Health health = new Health(System::nanoTime);
  private final SystemdNotifier notifier;
  private volatile boolean hurried;
  private volatile BiConsumer<ExitCode, String> onFatal = (code, sentence) -> {};

  Server(ServerConfig config, Surroundings surroundings) {
    this.config = config;
    this.surroundings = surroundings;
    this.notifier = SystemdNotifier.of(surroundings.environment(), ProcessHandle.current().pid());
  }

  /** Who hears that the server cannot go on. */
  void onFatal(BiConsumer<ExitCode, String> listener) {
    onFatal = listener;
  }

  /**
   * Starts everything, and returns what to tell the person who did. Leaves nothing running when it
   * fails.
   */
  FirstWords start() throws UserError, InterruptedException {
    boolean started = false;
    Optional<KeyFile> keyFile = config.deviceAccess().keyFile().map(KeyFile::new);
    DeviceKeys keys = deviceKeys(keyFile); // a mistake in it should cost no start of PostgreSQL
    Recovery recovery = Recovery.begin(this::openStore);
    try {
      FirstWords words = startParts(recovery, keyFile, keys);
      started = true;
      return words;
    } catch (StoreException | ListenException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    } finally {
      if (!started) {
        recovery.stop(); // BEFORE what it works with is closed
        stops.run();
      }
    }
  }

  private FirstWords startParts(Recovery recovery, Optional<KeyFile> keyFile, DeviceKeys keys)
      throws UserError, StoreException, ListenException, InterruptedException {
    stops.add("systemd's notifier", notifier::close);
    Metrics metrics = new Metrics(Main.version());
    metrics.watchReadiness(() -> health.unready().isEmpty());
    OpsServer ops = startOps(metrics);
    Inbox inbox = new Inbox(config.inside().inboxLimit());
    Office office = new Office(inbox);
    Limits limits = new Limits(config.limits(), metrics);
    Devices devices =
        new Devices(new MessageWriter(config.desk().displayClaimedOrder()), inbox, metrics);
    PostgresStore store = recovery.store();
    SecureRandom random = new SecureRandom();
    PasswordHashing hashing = new PasswordHashing(random);
    StaffAccounts accounts =
        new StaffAccounts(
            store.accounts(),
            office,
            hashing,
            new Tokens(random),
            InstantSource.system(),
            config.desk().session());
    Api api =
        new Api(
            accounts,
            keys,
            new Archive(store.visitors(), store.history(), store.figures(), store.seats()),
            office,
            limits.signInGuard(),
            PartSettings.deskFacts(config.desk()),
            InstantSource.system());
    ExecutorService virtualThreads = Executors.newVirtualThreadPerTaskExecutor();
    WebSocketServer service =
        new WebSocketServer(
            netSettings(),
            inbox,
            devices,
            lookup(accounts, virtualThreads),
            keys,
            store.visitors(),
            () -> new ApiHandler(api, virtualThreads, InstantSource.system()),
            limits,
            metrics);

    CommitThread committer = new CommitThread(store.journal(), inbox, this::cannotStore);
    Floor floor = Floor.recover(config.desk().floor(), recovery.snapshot(), now());
    FloorLoop loop =
        new FloorLoop(
            floor,
            inbox,
            committer,
            devices,
            office,
            Server::now,
            PartSettings.loopLimits(config.inside()),
            metrics);
    LoopThread loopThread = new LoopThread(loop, inbox, pulse(), this::loopBroke);
    metrics.watchLoop(loop::state, inbox::size, Server::now);
    metrics.watchPasswordHashes(hashing::made);
    store.pools().forEach(metrics::watchPool);

    committer.start();
    stops.add("the committer", committer::stop);
    loopThread.start();
    stops.add("the loop", loopThread::stop);
    config.desk().dayClosesAt().ifPresent(time -> startClosingTime(time, office));
    stops.add("the service", () -> leave(service, loop));
    InetSocketAddress address = service.start();
    keyFile.ifPresent(file -> watch(file, keys, service));
    // AFTER everything that can fail: the password that it may make up is shown once, and only if
    // the start succeeds.
    StaffAccounts.FirstStart firstStart = firstAdmin(accounts);
    health.started(loop::state, store::commits);
    notifier.readyWhen(() -> health.unready().isEmpty());
    return new FirstWords(address, ops.address(), config.database(), firstStart);
  }

  /** The watchdog's sign, AFTER whatever a test has put in the loop's way. */
  private Pulse pulse() {
    Optional<LoopFault> fault = ServiceLoader.load(LoopFault.class).findFirst();
    if (fault.isEmpty()) {
      return notifier;
    }
    log.warn("There is a fault in the loop on purpose; this is a build for tests");
    return nanos -> {
      fault.get().strike();
      notifier.turned(nanos);
    };
  }

  /** On the thread of the recovery. */
  private PostgresStore openStore() throws UserError, StoreException {
    PostgresStore store = PostgresStore.open(database());
    stops.add("the store", store::close);
    return store;
  }

  private void leave(WebSocketServer service, FloorLoop loop) throws InterruptedException {
    if (!hurried) {
      new Drain(service, loop).run();
    }
    service.close();
  }

  private void startClosingTime(LocalTime time, Office office) {
    ClosingTime closingTime =
        new ClosingTime(time, config.desk().zone(), InstantSource.system(), new DayClosing(office));
    closingTime.start();
    stops.add("the closing time", closingTime::stop);
  }

  private OpsServer startOps(Metrics metrics) throws UserError {
    ServerConfig.Network network = config.network();
    try {
      OpsServer ops =
          OpsServer.start(
              new InetSocketAddress(network.opsBind(), network.opsPort()), metrics, health);
      stops.add("the operations port", ops::close);
      return ops;
    } catch (IOException e) {
      throw new UserError(
          "Cannot listen on %s:%d (settings ops-bind and ops-port): %s."
              .formatted(network.opsBind(), network.opsPort(), e.getMessage()),
          e);
    }
  }

  private static DeviceKeys deviceKeys(Optional<KeyFile> file) throws UserError {
    try {
      return file.isPresent() ? file.get().open() : DeviceKeys.none();
    } catch (BadKeyFileException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
  }

  private void watch(KeyFile file, DeviceKeys keys, WebSocketServer service) {
    KeyWatch watch = new KeyWatch(file, keys, config.deviceAccess().grace(), service::sendAway);
    watch.start();
    stops.add("the device keys", watch::stop);
  }

  /** The database that is given, or the bundled one, running. */
  private DatabaseSettings database() throws UserError, StoreException {
    ServerConfig.Database database = config.database();
    if (database.url().isEmpty()) {
      BundledPostgres postgres =
          BundledPostgres.start(
              postgresPrograms(),
              database.dataDir(),
              new BundledPostgres.Patience(
                  BundledPostgres.Patience.DEFAULT.start(), POSTGRES_STOP));
      stops.add("the bundled PostgreSQL", postgres::close);
      return waits(DatabaseSettings.of(postgres.jdbcUrl(), postgres.user(), postgres.password()));
    }
    String password = "";
    if (database.passwordFile().isPresent()) {
      password = Passwords.fromFile(database.passwordFile().get(), "database-password-file");
    }
    return waits(DatabaseSettings.of(database.url().get(), database.user().orElse(""), password));
  }

  private DatabaseSettings waits(DatabaseSettings settings) {
    return settings
        .withDatabaseWait(config.database().databaseWait())
        .withTakeoverWait(config.database().takeoverWait());
  }

  private Path postgresPrograms() throws StoreException {
    ServerConfig.Database database = config.database();
    return database.binDir().isPresent()
        ? database.binDir().get()
        : InstalledPostgres.programs(
            Optional.ofNullable(System.getProperty("nowserving.home")), database.dataDir());
  }

  private StaffAccounts.FirstStart firstAdmin(StaffAccounts accounts)
      throws UserError, StoreException, InterruptedException {
    StaffAccounts.FirstStart done;
    try {
      done = accounts.firstStart(surroundings.firstPassword());
    } catch (BusyException e) {
      throw new InterruptedException("nobody else hashes passwords yet, so this was a signal");
    }
    if (done instanceof StaffAccounts.FirstStart.BadPassword(var flaw)) {
      throw new UserError(
          "The password for admin (NOWSERVING_ADMIN_PASSWORD) does not do: " + flaw + ".");
    }
    return done;
  }

  private NetSettings netSettings() {
    ServerConfig.Network network = config.network();
    ServerConfig.Devices devices = config.devices();
    NetSettings usual =
        NetSettings.at(
            new NetSettings.Place(network.bind(), network.port(), network.allowedHosts()));
    return new NetSettings(
        usual.place(),
        new NetSettings.Sizes(
            devices.maxMessageBytes(),
            network.maxHeadBytes(),
            network.maxBodyBytes(),
            devices.outboundLimitBytes(),
            devices.commandsInFlight()),
        new NetSettings.Times(
            network.handshakeTimeout(),
            devices.pingInterval(),
            devices.silenceLimit(),
            devices.lagLimit(),
            usual.times().drain(),
            usual.times().close(),
            usual.times().goodbye()),
        usual.ioThreads());
  }

  private static CredentialLookup lookup(StaffAccounts accounts, Executor virtualThreads) {
    return token -> {
      CompletableFuture<Optional<Credential>> found = new CompletableFuture<>();
      virtualThreads.execute(() -> {
        try {
          found.complete(accounts.resolve(token));
        } catch (StoreException | RuntimeException e) {
          found.completeExceptionally(e);
        }
      });
      return found;
    };
  }

  private static Moment now() {
    return new Moment(Instant.now(), System.nanoTime());
  }

  private void cannotStore(CommitOutcome outcome) {
    switch (outcome) {
      case CommitOutcome.Fenced(var why) -> onFatal.accept(ExitCode.FENCED, why);
      case CommitOutcome.Defect(var why) -> onFatal.accept(ExitCode.DEFECT, why);
      case CommitOutcome.Stored() ->
          throw new AssertionError("the committer does not end for a batch that is stored");
      case CommitOutcome.Unsettled(var why) ->
          throw new AssertionError("the committer does not end while it can try again");
    }
  }

  private void loopBroke(Throwable bug) {
    log.error("The loop met a bug", bug);
    onFatal.accept(ExitCode.DEFECT, "The loop met a bug.");
  }

  /**
   * Stops everything in order: nobody is let in, what was begun is finished, everybody is told.
   * Idempotent.
   */
  void stop() {
    health.stopping();
    notifier.stopping();
    stops.run();
  }

  /** The same without finishing anything, because nothing can be stored any more. */
  void stopHurriedly() {
    hurried = true;
    stop();
  }
}

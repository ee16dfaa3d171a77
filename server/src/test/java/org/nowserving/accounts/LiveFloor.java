package org.nowserving.accounts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Credential;
import org.nowserving.floor.Floor;
import org.nowserving.floor.FloorSettings;
import org.nowserving.floor.Input;
import org.nowserving.floor.Moment;
import org.nowserving.floor.Send;
import org.nowserving.loop.CommitNews;
import org.nowserving.loop.CommitThread;
import org.nowserving.loop.Committer;
import org.nowserving.loop.FloorLoop;
import org.nowserving.loop.Inbox;
import org.nowserving.loop.LoopLimits;
import org.nowserving.loop.LoopMeter;
import org.nowserving.loop.LoopThread;
import org.nowserving.loop.Office;
import org.nowserving.loop.Outbox;
import org.nowserving.loop.Pulse;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.ServerMessage;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.Journal;
import org.nowserving.store.Snapshot;
import org.nowserving.store.StoreException;

/** The real floor behind the real loop on its own thread, with devices to speak by. */
public final class LiveFloor implements AutoCloseable, Outbox {
  private static final FloorSettings SETTINGS =
      new FloorSettings(
          10,
          Duration.ofSeconds(60),
          FloorSettings.Audience.KNOWN,
          Duration.ofSeconds(30),
          Snapshot.ENDED_REMEMBERED);

  /** Long enough for any machine; only a test that fails waits for it. */
  private static final long PATIENCE_SECONDS = 30;

  private final Inbox inbox = new Inbox(1_000);
  private final Office office = new Office(inbox);
  private final AtomicLong lastConnection = new AtomicLong();
  private final Map<ConnectionId, BlockingQueue<ServerMessage>> heard = new ConcurrentHashMap<>();
  private final LoopThread thread;
  private final Optional<CommitThread> committer;

  private LiveFloor(InstantSource clock, Optional<Journal> journal) {
    Moment start = new Moment(clock.instant(), 0);
    committer = journal.map(kept -> new CommitThread(kept, inbox, end -> fail(end.toString())));
    Committer atOnce = batch -> inbox.put(new CommitNews.Stored());
    FloorLoop loop =
        new FloorLoop(
            Floor.recover(SETTINGS, journal.map(LiveFloor::recover).orElse(Snapshot.EMPTY), start),
            inbox,
            committer.<Committer>map(thread -> thread).orElse(atOnce),
            this,
            office,
            () -> new Moment(clock.instant(), 0),
            LoopLimits.DEFAULT,
            LoopMeter.NONE);
    this.thread = new LoopThread(loop, inbox, Pulse.NONE, bug -> fail(bug.toString()));
  }

  private static Snapshot recover(Journal journal) {
    try {
      return journal.recover();
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  private static void fail(String why) {
    throw new AssertionError(why);
  }

  /** Over a store that keeps everything at once. */
  public static LiveFloor started(InstantSource clock) {
    LiveFloor floor = silent(clock);
    floor.start();
    return floor;
  }

  /** Over a real store, which it recovers. */
  public static LiveFloor startedOver(Journal journal, InstantSource clock) {
    LiveFloor floor = new LiveFloor(clock, Optional.of(journal));
    floor.start();
    return floor;
  }

  /** One whose loop does not turn before {@link #start}. */
  static LiveFloor silent(InstantSource clock) {
    return new LiveFloor(clock, Optional.empty());
  }

  void start() {
    committer.ifPresent(CommitThread::start);
    thread.start();
  }

  public Office office() {
    return office;
  }

  /** A staff device that showed this at the handshake. */
  public ConnectionId connect(Credential credential) {
    ConnectionId connection = newConnection();
    inbox.put(new Input.StaffConnected(connection, Optional.of(credential)));
    return connection;
  }

  /** Says a command and hears the reply to it. */
  public Reply say(ConnectionId connection, Function<ConnectionId, Input.Command> command) {
    inbox.put(command.apply(connection));
    return hear(connection, Reply.class);
  }

  public Reply pick(ConnectionId connection, int table) {
    return say(
        connection,
        from -> new Input.Pick(from, new TableNumber(table), new Input.Claim.AsAtHandshake()));
  }

  public Reply accept(ConnectionId connection, TicketId ticket) {
    return say(connection, from -> new Input.Accept(from, ticket));
  }

  public Reply complete(ConnectionId connection, TicketId ticket) {
    return say(connection, from -> new Input.Complete(from, ticket));
  }

  /** A visitor signs in at a kiosk. */
  public TicketId open(String email, String name) {
    ConnectionId kiosk = newConnection();
    inbox.put(new Input.KioskConnected(kiosk));
    Reply reply =
        say(kiosk, from -> new Input.SignIn(from, new Email(email), new PersonName(name)));
    return ((Reply.SignedIn) reply).ticket().id();
  }

  /** The next message of that kind that the device hears; what it hears before that is skipped. */
  public <T extends ServerMessage> T hear(ConnectionId connection, Class<T> kind) {
    try {
      BlockingQueue<ServerMessage> queue = queueOf(connection);
      while (true) {
        ServerMessage message = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
          throw new AssertionError("no " + kind.getSimpleName() + " was heard");
        }
        if (kind.isInstance(message)) {
          return kind.cast(message);
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private ConnectionId newConnection() {
    return new ConnectionId(lastConnection.incrementAndGet());
  }

  private BlockingQueue<ServerMessage> queueOf(ConnectionId connection) {
    return heard.computeIfAbsent(connection, id -> new LinkedBlockingQueue<>());
  }

  @Override
  public void say(List<Send> released, long decidedNanos) {
    for (Send send : released) {
      switch (send) {
        case Send.ToOne(var to, var message) -> queueOf(to).add(message);
        case Send.ToMany many -> many.recipients().forEach(one -> queueOf(one).add(many.message()));
        case Send.Welcome(var to, var messages) -> queueOf(to).addAll(messages);
        case Send.Answer answer -> throw new AssertionError("an answer is not for a device");
      }
    }
  }

  @Override
  public void closeInDoubt(ConnectionId connection) {
    throw new AssertionError("nothing here is in doubt");
  }

  @Override
  public void close() {
    try {
      thread.stop();
      if (committer.isPresent()) {
        committer.get().stop();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A clock that stands still until it is moved. */
  public static final class Clock implements InstantSource {
    private volatile Instant now;

    public Clock(Instant now) {
      this.now = now;
    }

    @Override
    public Instant instant() {
      return now;
    }

    public void pass(Duration time) {
      now = now.plus(time);
    }
  }
}

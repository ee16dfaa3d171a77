package org.nowserving.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Decision;
import org.nowserving.floor.Floor;
import org.nowserving.floor.Input;
import org.nowserving.floor.Moment;
import org.nowserving.floor.OfficeAnswer;
import org.nowserving.floor.Send;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.store.Batch;
import org.nowserving.store.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The single-threaded event loop: decides one input after the other, applies, holds the words at
 * the gate, and hands what has gathered to the committer whenever that is idle. While one batch is
 * being stored the next one gathers; there is no timer and no batch size to tune.
 *
 * <p>It owns no thread: {@link LoopThread} turns it in the server, a simulation cranks it by hand.
 * {@link #turn} is called by one thread at a time; {@link #state} by any.
 *
 * <p>A batch that was submitted is retried until it is stored, and nothing that was decided is ever
 * taken back. From the first failed attempt, or when the store is silent for too long, no command
 * is decided: each is refused, truthfully, at once.
 */
public final class FloorLoop {
  private static final Logger log = LoggerFactory.getLogger(FloorLoop.class);

  private final Floor floor;
  private final Inbox inbox;
  private final Committer committer;
  private final Outbox outbox;
  private final Office office;
  private final Supplier<Moment> time;
  private final LoopLimits limits;
  private final LoopMeter meter;
  private final Gate gate;

  /** Decided and applied, not yet submitted; the first one is the one after {@link #submitted}. */
  private List<Change> gathered = new ArrayList<>();

  /** What the committer is busy with; null when it is idle. */
  private @Nullable InFlight inFlight;

  /** The number of the last change that was handed to the committer. */
  private long submitted;

  private boolean refusing;
  private volatile LoopState state;

  private record InFlight(Batch batch, long sinceNanos) {}

  public FloorLoop(
      Floor floor,
      Inbox inbox,
      Committer committer,
      Outbox outbox,
      Office office,
      Supplier<Moment> time,
      LoopLimits limits,
      LoopMeter meter) {
    this.floor = floor;
    this.inbox = inbox;
    this.committer = committer;
    this.outbox = outbox;
    this.office = office;
    this.time = time;
    this.limits = limits;
    this.meter = meter;
    this.submitted = floor.lastSeq();
    this.gate = new Gate(floor.lastSeq());
    this.state = stateAt(time.get().monotonicNanos());
  }

  /** How it stood after its last turn. Any thread. */
  public LoopState state() {
    return state;
  }

  /**
   * One turn: hears the committer, decides a bounded number of inputs, submits what has gathered,
   * says what may be said. Never blocks.
   *
   * @return how much there was to do; 0 when the thread may sleep
   * @throws IllegalStateException when a decision does not fit the state it was made on, which is a
   *     bug: the process has to stop
   */
  public int turn() {
    Moment now = time.get();
    int handled = hearCommitter(now);
    noticeLateStore(now);
    if (!refusing && floor.isDue(now)) {
      decide(new Input.TimePassed(), now);
      handled++;
    }
    handled += decideInputs(now);
    for (ConnectionId connection :
        gate.overdue(limits.patience().toNanos(), now.monotonicNanos())) {
      outbox.closeInDoubt(connection);
      meter.closedInDoubt();
    }
    submitGathered(now); // BEFORE speaking, so that the store works meanwhile
    say(gate.takeReleased());
    if (handled > 0) {
      meter.turn(handled, time.get().monotonicNanos() - now.monotonicNanos());
    }
    state = stateAt(now.monotonicNanos());
    return handled;
  }

  private int hearCommitter(Moment now) {
    int heard = 0;
    for (CommitNews news = inbox.takeNews(); news != null; news = inbox.takeNews()) {
      heard++;
      switch (news) {
        case CommitNews.Stored() -> {
          InFlight done = inFlight;
          if (done == null) {
            throw new IllegalStateException("the committer stored what was never submitted");
          }
          inFlight = null;
          refusing = false;
          meter.stored(done.batch().changes().size(), now.monotonicNanos() - done.sinceNanos());
          gate.advance(done.batch().last());
          decide(new Input.ChangesStored(done.batch().last()), now);
        }
        case CommitNews.Failing() -> refuseFromNowOn();
      }
    }
    return heard;
  }

  private void noticeLateStore(Moment now) {
    InFlight waiting = inFlight;
    if (waiting != null
        && now.monotonicNanos() - waiting.sinceNanos() >= limits.answerTime().toNanos()) {
      refuseFromNowOn();
    }
  }

  private void refuseFromNowOn() {
    if (!refusing) {
      refusing = true;
      meter.storeFailing();
    }
  }

  private int decideInputs(Moment now) {
    int taken = 0;
    while (taken < limits.inputsPerTurn() && (refusing || gathered.size() < limits.gathered())) {
      Input input = inbox.take();
      if (input == null) {
        break;
      }
      taken++;
      if (refusing && refuse(input, now)) {
        continue;
      }
      decide(input, now);
    }
    return taken;
  }

  /** Refuses at once what would need the store, and what is refused anyway; false for the rest. */
  private boolean refuse(Input input, Moment now) {
    return switch (input) {
      case Input.Misspoken(var connection, var refusal) -> refuseAtOnce(connection, refusal, now);
      case Input.Command command -> {
        meter.decided(command.verb(), true);
        yield refuseAtOnce(
            command.connection(), Reply.Refused.of(command.verb(), Rejection.UNAVAILABLE), now);
      }
      case Input.OfficeRequest request -> {
        office.answer(new Send.Answer(request.request(), new OfficeAnswer.Unavailable()));
        yield true;
      }
      case Input.StaffConnected _,
          Input.KioskConnected _,
          Input.DisplayConnected _,
          Input.Disconnected _,
          Input.SessionsEnded _,
          Input.StaffRemoved _,
          Input.StaffReinstated _,
          Input.ChangesStored _,
          Input.TimePassed _ ->
          false;
    };
  }

  private boolean refuseAtOnce(ConnectionId connection, Reply.Refused refusal, Moment now) {
    gate.pass(
        connection, new Send.ToOne(connection, refusal), floor.lastSeq(), now.monotonicNanos());
    return true;
  }

  private void decide(Input input, Moment now) {
    Decision decision;
    try {
      decision = floor.decide(input, now);
    } catch (RuntimeException bug) {
      costOneConnection(input, bug);
      return;
    }
    measureVisits(decision.changes());
    floor.apply(decision);
    gathered.addAll(decision.changes());
    for (Send send : decision.sends()) {
      gate.hold(send, floor.lastSeq(), now.monotonicNanos());
    }
    if (input instanceof Input.Disconnected(var connection)) {
      gate.forget(connection);
    }
    if (input instanceof Input.Command command) {
      boolean refused = refuses(decision, command.connection());
      meter.decided(command.verb(), refused);
      if (command instanceof Input.SignIn && !refused && decision.changes().isEmpty()) {
        meter.answeredAgain();
      }
    }
  }

  /** BEFORE they are applied: afterwards the floor has forgotten when it began. */
  private void measureVisits(List<Change> decided) {
    for (Change change : decided) {
      if (change instanceof Change.TicketClaimed claimed) {
        floor
            .waitsSince(claimed.ticket())
            .ifPresent(opened -> meter.waited(Duration.between(opened, claimed.at())));
      } else if (change instanceof Change.TicketCompleted done) {
        floor
            .servedSince(done.ticket())
            .ifPresent(claimed -> meter.served(Duration.between(claimed, done.at())));
      }
    }
  }

  private static boolean refuses(Decision decision, ConnectionId connection) {
    for (Send send : decision.sends()) {
      if (send instanceof Send.ToOne(var to, var message)
          && message instanceof Reply.Refused
          && to.equals(connection)) {
        return true;
      }
    }
    return false;
  }

  /**
   * A bug in deciding has changed nothing: it costs the device that met it its connection, and
   * nobody else.
   */
  private void costOneConnection(Input input, RuntimeException bug) {
    log.error("could not decide {}", input.getClass().getSimpleName(), bug);
    meter.undecided();
    switch (input) {
      case Input.Spoken spoken -> outbox.closeInDoubt(spoken.connection());
      case Input.StaffConnected(var connection, var credential) -> outbox.closeInDoubt(connection);
      case Input.KioskConnected(var connection) -> outbox.closeInDoubt(connection);
      case Input.DisplayConnected(var connection) -> outbox.closeInDoubt(connection);
      case Input.OfficeRequest request ->
          office.answer(new Send.Answer(request.request(), new OfficeAnswer.Unavailable()));
      case Input.Disconnected gone -> throw bug;
      case Input.SessionsEnded ended -> throw bug;
      case Input.StaffRemoved removed -> throw bug;
      case Input.StaffReinstated reinstated -> throw bug;
      case Input.ChangesStored stored -> throw bug;
      case Input.TimePassed passed -> throw bug;
    }
  }

  private void submitGathered(Moment now) {
    if (inFlight != null || gathered.isEmpty()) {
      return;
    }
    Batch batch = new Batch(submitted, gathered);
    gathered = new ArrayList<>();
    submitted = batch.last();
    inFlight = new InFlight(batch, now.monotonicNanos());
    committer.submit(batch);
  }

  private void say(List<Gate.Held> released) {
    if (released.isEmpty()) {
      return;
    }
    List<Send> toDevices = new ArrayList<>(released.size());
    long decidedNanos = 0;
    boolean displaysHear = false;
    for (Gate.Held word : released) {
      if (word.send() instanceof Send.Answer answer) {
        office.answer(answer);
        continue;
      }
      toDevices.add(word.send());
      if (!displaysHear && word.send() instanceof Send.ToMany many && many.isForDisplays()) {
        displaysHear = true;
        decidedNanos = word.decidedNanos(); // the oldest, because they come in order
      }
    }
    if (!toDevices.isEmpty()) {
      outbox.say(toDevices, decidedNanos);
    }
  }

  private LoopState stateAt(long nowNanos) {
    boolean quiet = inFlight == null && gathered.isEmpty() && gate.isEmpty() && inbox.size() == 0;
    return new LoopState(nowNanos, !refusing, quiet, floor.figures());
  }
}

package org.nowserving.simulation;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Credential;
import org.nowserving.floor.Floor;
import org.nowserving.floor.Input;
import org.nowserving.floor.Moment;
import org.nowserving.floor.Send;
import org.nowserving.loop.Outbox;
import org.nowserving.protocol.DisplayEvent;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.ServerMessage;
import org.nowserving.protocol.StaffEvent;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TicketId;

/**
 * One morning from one seed. Everything that could differ between two runs comes from the dice, so
 * a seed that breaks an invariant breaks it again.
 */
final class Simulation implements Outbox {
  private static final int STEPS = 800;

  private final RandomGenerator dice;
  private final Ledger ledger = new Ledger();
  private final Sessions sessions;
  private final Truth truth;
  private final Visits visits;
  private final Talk talk;
  private final OfficeWork officeWork;
  private final Map<ConnectionId, Device> devices = new LinkedHashMap<>();

  /**
   * What happened that somebody was told of, or was left in doubt about: nothing else may have
   * happened.
   */
  private final Set<Deed> accountedFor = new HashSet<>();

  /** How often each kind of reply was heard. */
  private final Map<String, Integer> heard = new TreeMap<>();

  private final long monotonicStart;
  private long elapsedNanos;
  private long wallSkewMillis;
  private long connections;
  private Life life;

  /** Something done to a ticket or by a visitor. */
  private sealed interface Deed {
    record Opened(Email email) implements Deed {}

    record Claimed(TicketId ticket) implements Deed {}

    record Ended(TicketId ticket) implements Deed {}
  }

  Simulation(long seed) {
    dice = new SplittableRandom(seed);
    sessions = new Sessions(dice);
    truth = new Truth(ledger, sessions);
    visits = new Visits(dice, ledger);
    talk = new Talk(dice, ledger, sessions, visits);
    officeWork = new OfficeWork(dice, ledger, sessions);
    // A monotonic clock starts anywhere, even just before it wraps round.
    monotonicStart = dice.nextInt(4) == 0 ? Long.MAX_VALUE - dice.nextLong(200_000_000_000L) : 0;
    life = new Life(ledger, dice, this, this::now);
  }

  /**
   * Lives through the morning.
   *
   * @return how often each kind of reply was heard
   * @throws Broken at the first untruth
   */
  Map<String, Integer> run() {
    for (int step = 0; step < STEPS; step++) {
      step();
    }
    settle();
    checkAccounts();
    heard.putAll(officeWork.heard);
    return heard;
  }

  private void step() {
    int throwOfDice = dice.nextInt(40);
    if (throwOfDice < 2) {
      connect();
    } else if (throwOfDice < 7) {
      happen();
    } else if (throwOfDice < 14) {
      life.store.step();
    } else if (throwOfDice < 25) {
      turn();
    } else {
      anyDevice().ifPresent(this::speak);
    }
  }

  private void pass(long nanos) {
    visits.noteStored(elapsedNanos);
    elapsedNanos += nanos;
  }

  /** What happens less often than talk. */
  private void happen() {
    switch (dice.nextInt(20)) {
      case 0 -> crash();
      case 1, 2 -> settle();
      case 3, 4 -> wallSkewMillis += dice.nextLong(-20_000, 20_000);
      case 5 ->
          sessions
              .endOne()
              .ifPresent(over -> life.inbox.put(new Input.SessionsEnded(List.of(over))));
      case 6, 7 -> officeWork.ask(life.office, now());
      case 8, 9, 10 -> anyDevice().ifPresent(this::disconnect);
      default -> pass(pause());
    }
  }

  private long pause() {
    return switch (dice.nextInt(8)) {
      case 0 -> Life.GRACE.toNanos() + 1;
      case 1 -> Life.PATIENCE.toNanos() + 1;
      case 2 -> Life.ANSWER_TIME.toNanos() + 1;
      default -> dice.nextLong(500_000_000);
    };
  }

  private Moment now() {
    Instant wall =
        Instant.ofEpochSecond(1_600_000_000).plusNanos(elapsedNanos).plusMillis(wallSkewMillis);
    sessions.noteTime(wall);
    return new Moment(wall, monotonicStart + elapsedNanos);
  }

  private void turn() {
    Optional<Floor.Picture> before =
        life.loop.state().storing() ? Optional.empty() : Optional.of(life.floor.picture());
    boolean toldOfAll = life.store.isIdle();
    int stored = ledger.size();
    life.loop.turn();
    if (toldOfAll) {
      visits.noteHeard(stored, elapsedNanos);
    }
    // A loop that decides again has heard of the store BEFORE it took the first input.
    Broken.unless(
        before.isEmpty()
            || life.loop.state().storing()
            || before.get().equals(life.floor.picture()),
        "nothing is changed while everything is refused",
        before);
    officeWork.readAnswers(life.office);
  }

  private Optional<Device> anyDevice() {
    return devices.isEmpty()
        ? Optional.empty()
        : devices.values().stream().skip(dice.nextInt(devices.size())).findFirst();
  }

  private void connect() {
    ConnectionId id = new ConnectionId(connections++);
    switch (dice.nextInt(6)) {
      case 0 -> {
        devices.put(id, new Device.Kiosk(id));
        life.inbox.put(new Input.KioskConnected(id));
      }
      case 1 -> {
        devices.put(id, new Device.Display(id));
        life.inbox.put(new Input.DisplayConnected(id));
      }
      default -> {
        Optional<Credential> shown =
            dice.nextBoolean() ? Optional.of(sessions.anyone(now().wall())) : Optional.empty();
        devices.put(id, new Device.Staff(id, shown, ledger.size()));
        life.inbox.put(new Input.StaffConnected(id, shown));
      }
    }
  }

  private void disconnect(Device device) {
    devices.remove(device.id);
    leaveInDoubt(device);
    life.inbox.put(new Input.Disconnected(device.id));
  }

  @Override
  public void closeInDoubt(ConnectionId connection) {
    Optional.ofNullable(devices.get(connection)).ifPresent(this::disconnect);
  }

  private void leaveInDoubt(Device device) {
    for (Device.Asked asked : device.unanswered) {
      deed(asked).ifPresent(accountedFor::add);
      askAgainLater(asked);
    }
  }

  private void askAgainLater(Device.Asked asked) {
    if (asked.input() instanceof Input.SignIn visitor) {
      visits.unanswered(visitor);
    }
  }

  private static Optional<Deed> deed(Device.Asked asked) {
    return switch (asked.input()) {
      case Input.SignIn visitor -> Optional.of(new Deed.Opened(visitor.email()));
      case Input.Accept accept -> Optional.of(new Deed.Claimed(accept.ticket()));
      case Input.Complete complete -> Optional.of(new Deed.Ended(complete.ticket()));
      case Input.Cancel cancel -> Optional.of(new Deed.Ended(cancel.ticket()));
      case Input.Pick _, Input.Unpick _, Input.Misspoken _ -> Optional.empty();
    };
  }

  private void speak(Device device) {
    if (device instanceof Device.Display && dice.nextInt(16) > 0) {
      return; // displays have little to say
    }
    Device.Asked asked = new Device.Asked(talk.from(device, now()), ledger.size(), elapsedNanos);
    if (life.inbox.offer(asked.input())) {
      if (asked.input() instanceof Input.SignIn visitor) {
        visits.said(visitor, devices);
      }
      device.unanswered.add(asked);
    } else {
      disconnect(device); // overloaded: closed without an answer, and nothing was done
    }
  }

  @Override
  public void say(List<Send> released, long decidedNanos) {
    for (Send send : released) {
      switch (send) {
        case Send.ToOne(var to, var message) -> hear(to, message);
        case Send.ToMany many -> many.recipients().forEach(device -> hear(device, many.message()));
        case Send.Welcome(var to, var messages) -> hearWelcome(to, messages);
        case Send.Answer answer -> throw new Broken("the office is no device " + answer);
      }
    }
    for (Device device : devices.values()) {
      Broken.unless(
          !(device instanceof Device.Staff staff && staff.owedWelcome),
          "who becomes known is welcomed",
          device.id);
    }
  }

  private void hear(ConnectionId to, ServerMessage message) {
    Device device = devices.get(to);
    if (device == null) {
      return; // gone
    }
    switch (message) {
      case Reply reply -> hearReply(device, reply);
      case StaffEvent event -> hearEvent((Device.Staff) device, event);
      case DisplayEvent event -> hearEvent((Device.Display) device, event);
    }
  }

  private void hearReply(Device device, Reply reply) {
    Device.Asked asked = device.unanswered.poll();
    if (asked == null) {
      throw new Broken("a reply answers a command " + reply);
    }
    truth.check(device, asked, reply);
    heard.merge(kind(device, asked, reply), 1, Integer::sum);
    if (reply instanceof Reply.Refused) {
      askAgainLater(asked);
    } else {
      deed(asked).ifPresent(accountedFor::add);
    }
    if (device instanceof Device.Staff staff) {
      staff.note(asked, reply);
    }
  }

  private String kind(Device device, Device.Asked asked, Reply reply) {
    return switch (reply) {
      case Reply.Refused(var _, var rejection) -> rejection.name();
      case Reply.SignedIn(var ticket) ->
          visits.answered((Device.Kiosk) device, asked, ticket.id(), devices.values(), elapsedNanos)
              ? "SignedIn again"
              : "SignedIn";
      case Reply.Claimed _,
          Reply.Completed _,
          Reply.Cancelled _,
          Reply.Picked _,
          Reply.Unpicked _,
          Reply.Found _ ->
          reply.getClass().getSimpleName();
    };
  }

  private void hearEvent(Device.Staff staff, StaffEvent event) {
    truth.check(event);
    switch (event) {
      case StaffEvent.Waiting(var ticket) ->
          staff.hearAnnounced(new Ledger.Announced.Opened(ticket.id()));
      case StaffEvent.Claimed(var ticket) ->
          staff.hearAnnounced(
              ticket.end().isPresent()
                  ? new Ledger.Announced.CalledOff(ticket.id())
                  : new Ledger.Announced.Claimed(ticket.id()));
      case StaffEvent.Taken(var tables) -> {
        staff.taken = tables;
        staff.seated = false; // only those hear it who have no table
      }
    }
  }

  private void hearEvent(Device.Display display, DisplayEvent event) {
    truth.check(event);
    display.hear(event);
  }

  private void hearWelcome(ConnectionId to, List<ServerMessage> messages) {
    switch (devices.get(to)) {
      case Device.Display display -> messages.forEach(message -> hear(to, message));
      case Device.Staff staff -> {
        messages.forEach(message -> truth.check((StaffEvent) message));
        staff.hearWelcome(
            messages.stream()
                .flatMap(
                    m -> m instanceof StaffEvent.Waiting(var t) ? Set.of(t.id()).stream() : null)
                .toList(),
            messages.stream()
                .flatMap(
                    m -> m instanceof StaffEvent.Claimed(var t) ? Set.of(t.id()).stream() : null)
                .toList(),
            ledger);
      }
      case null -> {} // gone
      case Device.Kiosk kiosk -> throw new Broken("nobody welcomes a kiosk " + kiosk.id);
    }
  }

  /**
   * The server dies and starts again: what was acknowledged is in the ledger, and the new floor
   * must be made from it.
   */
  private void crash() {
    life.store.die(dice.nextBoolean());
    devices.values().forEach(this::leaveInDoubt);
    devices.clear();
    officeWork.forget();
    visits.noteStored(elapsedNanos);
    life = new Life(ledger, dice, this, this::now);
    visits.noteRestart(now().wall(), elapsedNanos);
    checkFloor();
  }

  /** Everything comes to rest, and then every picture must be the same picture. */
  private void settle() {
    // An answer of the office may lead to one more thing to tell the floor.
    for (int turns = 0;
        turns == 0 || !life.loop.state().quiet() || life.inbox.size() > 0;
        turns++) {
      Broken.unless(turns < 1_000, "the loop comes to rest", ledger.size());
      life.store.succeed();
      turn();
    }
    checkFloor();
    Set<StaffName> seated = new HashSet<>();
    for (Device device : devices.values()) {
      Broken.unless(device.unanswered.isEmpty(), "every command is answered", device.id);
      switch (device) {
        case Device.Display display ->
            Broken.unless(
                display.picture.equals(ledger.board()),
                "a display's picture equals the state",
                display.picture,
                ledger.board());
        case Device.Staff staff -> {
          staff.checkAtRest(ledger, sessions);
          Broken.unless(
              !staff.seated || seated.add(staff.credential.orElseThrow().staff()),
              "one connection has the table",
              staff.id);
        }
        case Device.Kiosk kiosk -> {}
      }
    }
  }

  private void checkFloor() {
    Floor.Picture replayed = Floor.recover(Life.settings(), ledger.snapshot(), now()).picture();
    Broken.unless(
        life.floor.picture().equals(replayed),
        "the state replayed from the store equals the live one",
        life.floor.picture(),
        replayed);
  }

  private void checkAccounts() {
    officeWork.checkAccounts();
    for (Ledger.Story story : ledger.stories.values()) {
      TicketId id = story.opened.ticket();
      Broken.unless(
          accountedFor.contains(new Deed.Opened(story.opened.email()))
              && (story.claimedAt < 0 || accountedFor.contains(new Deed.Claimed(id)))
              && (story.endedAt < 0
                  || officeWork.hasCalledOff(id)
                  || accountedFor.contains(new Deed.Ended(id))),
          "nothing was done where it was said that nothing was",
          id);
    }
  }
}

package org.nowserving.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Credential;
import org.nowserving.floor.Floor;
import org.nowserving.floor.FloorSettings;
import org.nowserving.floor.Input;
import org.nowserving.floor.Moment;
import org.nowserving.floor.Send;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.protocol.Verb;
import org.nowserving.store.Change;
import org.nowserving.store.SessionId;
import org.nowserving.store.Snapshot;

/** What is measured of the visitors of one morning, and when what displays hear was decided. */
class MeasuredVisitsTest implements Outbox {
  private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

  /** The store may take as long as a test likes. */
  private static final Duration PATIENCE = Duration.ofDays(1);

  private static final ConnectionId KIOSK = new ConnectionId(1);
  private static final ConnectionId STAFF = new ConnectionId(2);
  private static final ConnectionId DISPLAY = new ConnectionId(3);
  private static final StaffName ALICE = new StaffName("Alice");
  private static final TableNumber TABLE = new TableNumber(1);
  private static final Email EMAIL = new Email("a@example.com");
  private static final PersonName NAME = new PersonName("A");

  /** Ticket 0 was opened 50 minutes ago, and ticket 1 is being served since 20 minutes ago. */
  private static final Snapshot THE_DAY_SO_FAR =
      new Snapshot(
          4,
          2,
          List.of(
              opened(1, 0, 50),
              opened(2, 1, 40),
              new Change.TablePicked(3, ago(30), TABLE, ALICE),
              new Change.TicketClaimed(4, ago(20), new TicketId(1), ALICE, TABLE)),
          List.of());

  private final Inbox inbox = new Inbox(10);
  private final List<Duration> waits = new ArrayList<>();
  private final List<Duration> services = new ArrayList<>();
  private final List<Duration> decided = new ArrayList<>();
  private Duration elapsed = Duration.ZERO;
  private final FloorLoop loop =
      new FloorLoop(
          Floor.recover(
              new FloorSettings(
                  3,
                  Duration.ofMinutes(1),
                  FloorSettings.Audience.KNOWN,
                  Duration.ofSeconds(30),
                  10),
              THE_DAY_SO_FAR,
              now()),
          inbox,
          batch -> {},
          this,
          new Office(inbox),
          this::now,
          new LoopLimits(100, 100, PATIENCE, PATIENCE),
          new Watch());

  /** Remembers what was measured. */
  private final class Watch implements LoopMeter {
    @Override
    public void waited(Duration wait) {
      waits.add(wait);
    }

    @Override
    public void served(Duration service) {
      services.add(service);
    }

    @Override
    public void turn(int inputs, long nanos) {}

    @Override
    public void stored(int changes, long nanos) {}

    @Override
    public void storeFailing() {}

    @Override
    public void decided(Verb verb, boolean refused) {}

    @Override
    public void answeredAgain() {}

    @Override
    public void closedInDoubt() {}

    @Override
    public void undecided() {}
  }

  private static Instant ago(int minutes) {
    return START.minus(Duration.ofMinutes(minutes));
  }

  private static Change opened(long seq, long ticket, int minutesAgo) {
    return new Change.TicketOpened(seq, ago(minutesAgo), new TicketId(ticket), EMAIL, NAME);
  }

  private Moment now() {
    return new Moment(START.plus(elapsed), elapsed.toNanos());
  }

  @Override
  public void say(List<Send> released, long decidedNanos) {
    if (released.stream()
        .anyMatch(send -> send instanceof Send.ToMany many && many.isForDisplays())) {
      decided.add(Duration.ofNanos(decidedNanos));
    }
  }

  @Override
  public void closeInDoubt(ConnectionId connection) {}

  @BeforeEach
  void connect() {
    Credential credential =
        new Credential(ALICE, new SessionId("s"), START.plus(Duration.ofHours(8)));
    inbox.put(new Input.KioskConnected(KIOSK));
    inbox.put(new Input.StaffConnected(STAFF, Optional.of(credential)));
    inbox.put(new Input.DisplayConnected(DISPLAY));
    inbox.put(new Input.Pick(STAFF, TABLE, new Input.Claim.Shown(credential)));
    loop.turn();
  }

  private void after(Duration time, Input input) {
    elapsed = elapsed.plus(time);
    inbox.put(input);
    loop.turn();
  }

  private void stored(Duration time) {
    elapsed = elapsed.plus(time);
    inbox.put(new CommitNews.Stored());
    loop.turn();
  }

  @Test
  void waitsAndServicesAreMeasuredWhenTheyEndAndNothingIsThatWasReadFromTheStore() {
    assertEquals(Optional.of(ago(50)), loop.state().figures().waitingSince());
    assertEquals(List.of(), waits);
    after(Duration.ofMinutes(1), new Input.Complete(STAFF, new TicketId(1)));
    after(Duration.ofMinutes(1), new Input.SignIn(KIOSK, new Email("b@example.com"), NAME));
    stored(Duration.ZERO);
    after(Duration.ofMinutes(2), new Input.Accept(STAFF, new TicketId(0)));
    after(Duration.ofMinutes(3), new Input.Accept(STAFF, new TicketId(0))); // refused
    assertEquals(Optional.of(START.plusSeconds(120)), loop.state().figures().waitingSince());
    after(Duration.ZERO, new Input.Accept(STAFF, new TicketId(2)));
    assertEquals(Optional.empty(), loop.state().figures().waitingSince());
    after(Duration.ofMinutes(4), new Input.Complete(STAFF, new TicketId(2)));
    after(Duration.ofMinutes(5), new Input.Cancel(STAFF, new TicketId(0)));
    assertEquals(List.of(Duration.ofMinutes(54), Duration.ofMinutes(5)), waits);
    assertEquals(
        List.of(Duration.ofMinutes(21), Duration.ofMinutes(4)),
        services,
        "a cancelled one is none");
  }

  @Test
  void whatDisplaysHearIsDatedByTheOldestDecisionInIt() {
    after(Duration.ofMillis(10), new Input.SignIn(KIOSK, EMAIL, NAME)); // displays hear nothing
    after(Duration.ofMillis(10), new Input.Complete(STAFF, new TicketId(1)));
    after(Duration.ofMillis(10), new Input.Accept(STAFF, new TicketId(0)));
    assertEquals(List.of(), decided);
    stored(Duration.ofMillis(10)); // the sign-in alone; the other two go to the store now
    assertEquals(List.of(), decided);
    stored(Duration.ofMillis(10));
    assertEquals(List.of(Duration.ofMillis(20)), decided);
  }
}

package org.nowserving.micro;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Credential;
import org.nowserving.floor.Decision;
import org.nowserving.floor.Floor;
import org.nowserving.floor.FloorSettings;
import org.nowserving.floor.Input;
import org.nowserving.floor.Moment;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.SessionId;
import org.nowserving.store.Snapshot;

/**
 * A floor in the middle of a day: everybody sits, one visitor waits, one is served, and the floor
 * has forgotten its first tickets already. Time stands still. One thread.
 */
final class BusyDay {
  private static final int STAFF = 10;
  private static final int DISPLAYS = 3;
  private static final Moment NOW = new Moment(Instant.parse("2026-03-02T09:00:00.123456789Z"), 0);
  private static final FloorSettings SETTINGS =
      new FloorSettings(
          STAFF,
          Duration.ofSeconds(60),
          FloorSettings.Audience.KNOWN,
          Duration.ofSeconds(30),
          Snapshot.ENDED_REMEMBERED);

  private static final ConnectionId KIOSK = new ConnectionId(100);
  private static final TicketId WAITS = new TicketId(0);
  private static final TicketId IS_SERVED = new TicketId(1);
  private static final ConnectionId SERVES = staffDevice(1);

  private final Floor floor = Floor.recover(SETTINGS, Snapshot.EMPTY, NOW);
  private final Input signIn = signIn("example@example.com");
  private final Input accept = new Input.Accept(staffDevice(2), WAITS);
  private final Input complete = new Input.Complete(SERVES, IS_SERVED);
  private final Input acceptTooLate = new Input.Accept(staffDevice(2), IS_SERVED);
  private long nextTicket;

  BusyDay() {
    happen(new Input.KioskConnected(KIOSK));
    for (int display = 0; display < DISPLAYS; display++) {
      happen(new Input.DisplayConnected(new ConnectionId(200 + display)));
    }
    for (int table = 0; table < STAFF; table++) {
      sitDown(staffDevice(table), new StaffName("Staff Member " + table), new TableNumber(table));
    }
    happen(signIn("waits@example.com"));
    happen(signIn("is-served@example.com"));
    happen(new Input.Accept(SERVES, IS_SERVED));
    nextTicket = 2;
    for (int visits = 0; visits <= Snapshot.ENDED_REMEMBERED; visits++) {
      visit();
    }
  }

  private void sitDown(ConnectionId device, StaffName staff, TableNumber table) {
    Credential credential =
        new Credential(staff, new SessionId(staff.text()), NOW.wall().plus(Duration.ofHours(12)));
    happen(new Input.StaffConnected(device, Optional.of(credential)));
    happen(new Input.Pick(device, table, new Input.Claim.AsAtHandshake()));
  }

  private static Input signIn(String email) {
    return new Input.SignIn(KIOSK, new Email(email), new PersonName("Example Name"));
  }

  private static ConnectionId staffDevice(int table) {
    return new ConnectionId(1 + table);
  }

  /** A visitor arrives, is served and goes, each time by another staff member. */
  Decision visit() {
    TicketId ticket = new TicketId(nextTicket++);
    ConnectionId device = staffDevice((int) (ticket.value() % STAFF));
    happen(signIn);
    happen(new Input.ChangesStored(floor.lastSeq())); // BEFORE anybody hears of the ticket
    happen(new Input.Accept(device, ticket));
    return happen(new Input.Complete(device, ticket));
  }

  Decision decideNew() {
    return floor.decide(signIn, NOW);
  }

  Decision decideAccept() {
    return floor.decide(accept, NOW);
  }

  Decision decideComplete() {
    return floor.decide(complete, NOW);
  }

  Decision refusedAccept() {
    return happen(acceptTooLate);
  }

  /** How many wait and are served. */
  Floor.Figures figures() {
    return floor.figures();
  }

  private Decision happen(Input input) {
    Decision decision = floor.decide(input, NOW);
    floor.apply(decision);
    return decision;
  }
}

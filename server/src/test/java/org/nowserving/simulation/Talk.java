package org.nowserving.simulation;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Input;
import org.nowserving.floor.Moment;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;

/** What simulated devices say: mostly sensible, often too late, sometimes nonsense. */
final class Talk {
  private final RandomGenerator dice;
  private final Ledger ledger;
  private final Sessions sessions;
  private int visitors;

  Talk(RandomGenerator dice, Ledger ledger, Sessions sessions) {
    this.dice = dice;
    this.ledger = ledger;
    this.sessions = sessions;
  }

  Input.Spoken from(Device device, Moment now) {
    return switch (device) {
      case Device.Kiosk kiosk -> visitor(kiosk.id);
      case Device.Staff staff -> staff(staff.id, now);
      case Device.Display display -> nonsense(display.id);
    };
  }

  private Input.Spoken visitor(ConnectionId id) {
    int visitor = visitors++;
    return new Input.SignIn(id, new Email(emailOf(visitor)), new PersonName("Visitor " + visitor));
  }

  static String emailOf(int visitor) {
    return "v" + visitor + "@example.com";
  }

  private Input.Spoken staff(ConnectionId id, Moment now) {
    return switch (dice.nextInt(12)) {
      case 0, 1, 2 -> new Input.Pick(id, anyTable(), claim(now));
      case 3 -> dice.nextBoolean() ? new Input.Unpick(id) : nonsense(id);
      case 4, 5, 6 -> new Input.Complete(id, anyTicket());
      case 7 -> new Input.Cancel(id, anyTicket());
      default -> new Input.Accept(id, anyTicket());
    };
  }

  private static Input.Misspoken nonsense(ConnectionId id) {
    return new Input.Misspoken(id, new Reply.Refused(Optional.empty(), Rejection.UNKNOWN_COMMAND));
  }

  private TableNumber anyTable() {
    return new TableNumber(dice.nextInt(-1, Life.TABLES + 1));
  }

  /** Mostly one of the newest, sometimes one that is not there yet, or never will be. */
  private TicketId anyTicket() {
    return new TicketId(Math.max(-1, ledger.stories.size() + dice.nextInt(-5, 2)));
  }

  private Input.Claim claim(Moment now) {
    return switch (dice.nextInt(8)) {
      case 0, 1 -> new Input.Claim.AsAtHandshake();
      case 2 -> new Input.Claim.Unrecognised();
      default -> new Input.Claim.Shown(sessions.anyone(now.wall()));
    };
  }
}

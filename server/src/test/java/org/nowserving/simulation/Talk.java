package org.nowserving.simulation;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Input;
import org.nowserving.floor.Moment;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;

/** What simulated devices say: mostly sensible, often too late, sometimes nonsense. */
final class Talk {
  private final RandomGenerator dice;
  private final Ledger ledger;
  private final Sessions sessions;
  private final Visits visits;

  Talk(RandomGenerator dice, Ledger ledger, Sessions sessions, Visits visits) {
    this.dice = dice;
    this.ledger = ledger;
    this.sessions = sessions;
    this.visits = visits;
  }

  Input.Spoken from(Device device, Moment now) {
    return switch (device) {
      case Device.Kiosk kiosk -> visits.next(kiosk.id);
      case Device.Staff staff -> staff(staff, now);
      case Device.Display display -> nonsense(display.id);
    };
  }

  private Input.Spoken staff(Device.Staff staff, Moment now) {
    ConnectionId id = staff.id;
    int mood = dice.nextInt(20);
    if (mood == 0) {
      return nonsense(id);
    }
    if (mood < 3 || (!staff.seated && mood < 15)) {
      return new Input.Pick(id, anyTable(), claim(now));
    }
    if (mood < 4) {
      return new Input.Unpick(id);
    }
    if (mood < 12) {
      return new Input.Accept(id, dice.nextInt(4) == 0 ? anyTicket() : waitingTicket());
    }
    TicketId ticket = dice.nextInt(4) == 0 ? anyTicket() : ownTicket(staff);
    return mood < 17 ? new Input.Complete(id, ticket) : new Input.Cancel(id, ticket);
  }

  private TicketId waitingTicket() {
    return ledger.stories.values().stream()
        .filter(story -> story.claimedAt < 0)
        .map(story -> story.opened.ticket())
        .skip(dice.nextInt(2))
        .findFirst()
        .orElseGet(this::anyTicket);
  }

  private TicketId ownTicket(Device.Staff staff) {
    return staff
        .credential
        .map(shown -> ledger.servedBy(shown.staff()))
        .filter(served -> !served.isEmpty())
        .map(served -> served.get(dice.nextInt(served.size())))
        .orElseGet(this::anyTicket);
  }

  private static Input.Misspoken nonsense(ConnectionId id) {
    return new Input.Misspoken(id, new Reply.Refused(Optional.empty(), Rejection.UNKNOWN_COMMAND));
  }

  private TableNumber anyTable() {
    return new TableNumber(
        dice.nextInt(8) == 0 ? dice.nextInt(-1, Life.TABLES + 1) : dice.nextInt(Life.TABLES));
  }

  /** Mostly one of the newest, sometimes one that is not there yet, or never will be. */
  private TicketId anyTicket() {
    return new TicketId(Math.max(-1, ledger.stories.size() + dice.nextInt(-5, 2)));
  }

  private Input.Claim claim(Moment now) {
    return switch (dice.nextInt(16)) {
      case 0, 1 -> new Input.Claim.AsAtHandshake();
      case 2 -> new Input.Claim.Unrecognised();
      default -> new Input.Claim.Shown(sessions.anyone(now.wall()));
    };
  }
}

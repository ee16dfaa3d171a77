package org.nowserving.floor;

import java.util.List;
import java.util.Optional;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.protocol.Verb;
import org.nowserving.store.SessionId;

/** Everything that can happen to the floor. Pure data. */
public sealed interface Input {

  /**
   * What a device said. Each one gets exactly one {@link Reply}, unless its connection is closed
   * first.
   */
  sealed interface Spoken extends Input {
    ConnectionId connection();
  }

  /** A device asks for something that the floor decides. */
  sealed interface Command extends Spoken {
    Verb verb();
  }

  record Accept(ConnectionId connection, TicketId ticket) implements Command {
    @Override
    public Verb verb() {
      return Verb.ACCEPT;
    }
  }

  record Cancel(ConnectionId connection, TicketId ticket) implements Command {
    @Override
    public Verb verb() {
      return Verb.CANCEL;
    }
  }

  record Complete(ConnectionId connection, TicketId ticket) implements Command {
    @Override
    public Verb verb() {
      return Verb.COMPLETE;
    }
  }

  /** The token was resolved BEFORE this entered the inbox; the floor never sees a token. */
  record Pick(ConnectionId connection, TableNumber table, Claim claim) implements Command {
    @Override
    public Verb verb() {
      return Verb.PICK;
    }
  }

  /** Who a {@code pick} says it comes from. */
  sealed interface Claim {
    /** It came with a valid token. */
    record Shown(Credential credential) implements Claim {}

    /** It came with a token that is nobody's, or no longer. */
    record Unrecognised() implements Claim {}

    /** It came without a token, and relies on what the handshake showed. */
    record AsAtHandshake() implements Claim {}
  }

  record Unpick(ConnectionId connection) implements Command {
    @Override
    public Verb verb() {
      return Verb.UNPICK;
    }
  }

  record SignIn(ConnectionId connection, Email email, PersonName name) implements Command {
    @Override
    public Verb verb() {
      return Verb.NEW;
    }
  }

  /**
   * A message that was no command: refused here, so that the refusal keeps its place among the
   * replies.
   */
  record Misspoken(ConnectionId connection, Reply.Refused refusal) implements Spoken {}

  /** A staff device is connected; with what its handshake showed, if anything valid. */
  record StaffConnected(ConnectionId connection, Optional<Credential> credential)
      implements Input {}

  record KioskConnected(ConnectionId connection) implements Input {}

  record DisplayConnected(ConnectionId connection) implements Input {}

  record Disconnected(ConnectionId connection) implements Input {}

  /** These sessions ended before their time: sign-out, removal, a new password. */
  record SessionsEnded(List<SessionId> sessions) implements Input {
    public SessionsEnded {
      sessions = List.copyOf(sessions);
    }
  }

  /** Somebody or something beside the devices asks; gets exactly one {@link OfficeAnswer}. */
  sealed interface OfficeRequest extends Input {
    RequestId request();
  }

  /**
   * A staff member is about to be removed: frees their seat and lets them do nothing any more,
   * unless they serve a ticket. Either {@link StaffRemoved} or {@link StaffReinstated} follows.
   */
  record DismissStaff(RequestId request, StaffName staff) implements OfficeRequest {}

  /** Makes the open tickets of a visitor anonymous. */
  record EraseVisitor(RequestId request, Email email) implements OfficeRequest {}

  /**
   * The dismissed member is gone from the accounts, and these sessions with them; the name may be
   * given again.
   */
  record StaffRemoved(StaffName staff, List<SessionId> sessions) implements Input {
    public StaffRemoved {
      sessions = List.copyOf(sessions);
    }
  }

  /** The dismissed member could not be removed and may work again. */
  record StaffReinstated(StaffName staff) implements Input {}

  /** Every change up to this number is durable. */
  record ChangesStored(long upTo) implements Input {}

  /** A deadline that the floor named has passed. */
  record TimePassed() implements Input {}
}

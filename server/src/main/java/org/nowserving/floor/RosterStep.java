package org.nowserving.floor;

import java.util.List;
import org.nowserving.protocol.StaffName;
import org.nowserving.store.SessionId;

/**
 * One change in who is connected; the only thing that moves the {@link Roster}. Not durable. Pure
 * data.
 */
public sealed interface RosterStep extends Step {
  record StaffJoined(ConnectionId connection) implements RosterStep {}

  record KioskJoined(ConnectionId connection) implements RosterStep {}

  record DisplayJoined(ConnectionId connection) implements RosterStep {}

  record Left(ConnectionId connection) implements RosterStep {}

  /** The connection is that person's from now on, and hears names. */
  record Recognised(ConnectionId connection, Credential credential, boolean atHandshake)
      implements RosterStep {}

  /** The sessions are over: their connections hear no further names and may not accept. */
  record SessionsOver(List<SessionId> sessions) implements RosterStep {
    public SessionsOver {
      sessions = List.copyOf(sessions);
    }
  }

  /** The connection holds its person's seat from now on, whoever held it before. */
  record Seated(ConnectionId connection, StaffName staff) implements RosterStep {}

  /** Nobody holds this person's seat any more, because there is none. */
  record SeatGone(StaffName staff) implements RosterStep {}

  /** The seat is kept for an absent person until then. */
  record SeatKept(StaffName staff, long untilMonotonicNanos) implements RosterStep {}

  /** The member can do nothing until further notice. */
  record Dismissed(StaffName staff) implements RosterStep {}

  record Reinstated(StaffName staff) implements RosterStep {}
}

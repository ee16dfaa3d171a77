package org.nowserving.floor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nowserving.protocol.StaffName;
import org.nowserving.store.SessionId;

/**
 * Who is connected, as whom, and who holds which seat. Not durable: moved by {@link RosterStep}s
 * only, empty after a restart but for the seats, which are kept for their absent owners. Belongs to
 * one {@link Floor}; no thread of its own.
 */
final class Roster {
  /** For how many ended sessions a pick that was on its way is still turned down. */
  static final int ENDED_SESSIONS_REMEMBERED = 10_000;

  /**
   * One connected staff device.
   *
   * @param credential what it last showed; empty when it never showed a valid token
   * @param over whether the session of that credential has ended
   * @param atHandshake whether the handshake made it known, so that {@code pick} may go without a
   *     token
   */
  record StaffDevice(
      ConnectionId id, Optional<Credential> credential, boolean over, boolean atHandshake) {
    boolean isPerson(StaffName staff) {
      return credential.filter(shown -> shown.staff().equals(staff)).isPresent();
    }

    /** Whether what it showed is still good. */
    boolean isKnown(Instant now) {
      return !over && credential.filter(shown -> now.isBefore(shown.expiresAt())).isPresent();
    }

    private StaffDevice ifOver(Collection<SessionId> sessions) {
      return credential.filter(shown -> sessions.contains(shown.session())).isPresent()
          ? new StaffDevice(id, credential, true, atHandshake)
          : this;
    }
  }

  /** Who keeps a seat warm. */
  sealed interface Holder {
    record Present(ConnectionId connection) implements Holder {}

    /** Nobody, and the table becomes free then. */
    record Absent(long untilMonotonicNanos) implements Holder {}
  }

  private final FloorSettings.Audience announceTo;
  private final Map<ConnectionId, StaffDevice> staff = new LinkedHashMap<>();
  private final Set<ConnectionId> kiosks = new HashSet<>();
  private final Set<ConnectionId> displays = new LinkedHashSet<>();
  private final Map<StaffName, Holder> holders = new HashMap<>();
  private final Set<StaffName> dismissed = new HashSet<>();
  private final Set<SessionId> endedSessions = new LinkedHashSet<>();

  /**
   * Derived from the above, made anew after a step that may have changed it, and the same immutable
   * list until then; a floor announces far more often than devices come and go.
   */
  private @Nullable List<ConnectionId> listeners;

  private @Nullable List<ConnectionId> displayList;
  private @Nullable Deadlines deadlines;

  Roster(FloorSettings.Audience announceTo) {
    this.announceTo = announceTo;
  }

  boolean isConnectedKiosk(ConnectionId id) {
    return kiosks.contains(id);
  }

  Optional<StaffDevice> staffDevice(ConnectionId id) {
    return Optional.ofNullable(staff.get(id));
  }

  Collection<StaffDevice> staffDevices() {
    return Collections.unmodifiableCollection(staff.values());
  }

  /** The seats' holders by person; a person without a seat has no entry. */
  Map<StaffName, Holder> holders() {
    return Collections.unmodifiableMap(holders);
  }

  boolean holdsSeat(ConnectionId connection, StaffName person) {
    return holders.get(person) instanceof Holder.Present present
        && present.connection().equals(connection);
  }

  /** The person in whose seat this connection sits, if any. */
  Optional<StaffName> seated(StaffDevice device) {
    return device
        .credential()
        .map(Credential::staff)
        .filter(person -> holdsSeat(device.id(), person));
  }

  /** The staff connections that have no table. */
  List<ConnectionId> standing() {
    return staff.values().stream()
        .filter(device -> seated(device).isEmpty())
        .map(StaffDevice::id)
        .toList();
  }

  /** The sessions that this person's connected devices showed. */
  List<SessionId> sessionsOf(StaffName person) {
    return staff.values().stream()
        .filter(device -> device.isPerson(person))
        .flatMap(device -> device.credential().map(Credential::session).stream())
        .toList();
  }

  boolean isDismissed(StaffName person) {
    return dismissed.contains(person);
  }

  /**
   * Whether a token is good that is shown now: its time is not over, and it was not ended before
   * its time.
   */
  boolean isLive(Credential credential, Instant now) {
    return now.isBefore(credential.expiresAt()) && !endedSessions.contains(credential.session());
  }

  /** Who hears names and e-mails. */
  List<ConnectionId> listeners() {
    List<ConnectionId> known = listeners;
    if (known == null) {
      known =
          staff.values().stream()
              .filter(this::mayListen)
              .map(StaffDevice::id)
              // Not toList(): that may hold nulls, so List.copyOf would copy it for each word.
              .collect(Collectors.toUnmodifiableList());
      listeners = known;
    }
    return known;
  }

  List<ConnectionId> displays() {
    List<ConnectionId> known = displayList;
    if (known == null) {
      known = List.copyOf(displays);
      displayList = known;
    }
    return known;
  }

  /** The sessions of connected devices whose time is over and which are not marked so yet. */
  List<SessionId> expired(Instant now) {
    List<SessionId> over = new ArrayList<>();
    for (StaffDevice device : staff.values()) {
      if (!device.over() && !device.isKnown(now)) {
        device.credential().map(Credential::session).ifPresent(over::add);
      }
    }
    return over;
  }

  /** Whether a kept seat or a token has run out of time. */
  boolean isDue(Moment now) {
    Deadlines next = deadlines;
    if (next == null) {
      next = nextDeadlines();
      deadlines = next;
    }
    return next.hasPassed(now);
  }

  void apply(RosterStep step) {
    if (mayChangeListeners(step)) {
      listeners = null;
    }
    deadlines = null;
    switch (step) {
      case RosterStep.StaffJoined(var connection) ->
          staff.put(connection, new StaffDevice(connection, Optional.empty(), false, false));
      case RosterStep.KioskJoined(var connection) -> kiosks.add(connection);
      case RosterStep.DisplayJoined(var connection) -> {
        displays.add(connection);
        displayList = null;
      }
      case RosterStep.Left(var connection) -> {
        staff.remove(connection);
        kiosks.remove(connection);
        if (displays.remove(connection)) {
          displayList = null;
        }
      }
      case RosterStep.Recognised(var connection, var credential, var atHandshake) ->
          staff.computeIfPresent(
              connection,
              (id, device) ->
                  new StaffDevice(
                      id, Optional.of(credential), false, device.atHandshake() || atHandshake));
      case RosterStep.SessionsOver(var sessions) -> {
        sessions.forEach(this::rememberEnded);
        staff.replaceAll((id, device) -> device.ifOver(sessions));
      }
      case RosterStep.Seated(var connection, var person) ->
          holders.put(person, new Holder.Present(connection));
      case RosterStep.SeatGone(var person) -> holders.remove(person);
      case RosterStep.SeatKept(var person, var until) ->
          holders.put(person, new Holder.Absent(until));
      case RosterStep.Dismissed(var person) -> dismissed.add(person);
      case RosterStep.Reinstated(var person) -> dismissed.remove(person);
    }
  }

  private boolean mayChangeListeners(RosterStep step) {
    return switch (step) {
      case RosterStep.StaffJoined _,
          RosterStep.Recognised _,
          RosterStep.SessionsOver _,
          RosterStep.Dismissed _,
          RosterStep.Reinstated _ ->
          true;
      case RosterStep.Left(var connection) -> staff.containsKey(connection);
      case RosterStep.KioskJoined _,
          RosterStep.DisplayJoined _,
          RosterStep.Seated _,
          RosterStep.SeatGone _,
          RosterStep.SeatKept _ ->
          false;
    };
  }

  private boolean mayListen(StaffDevice device) {
    return switch (announceTo) {
      case ALL -> true;
      // A token whose time is over is marked by SessionsOver BEFORE the next announcement.
      case KNOWN -> device.credential().filter(this::mayHearNames).isPresent() && !device.over();
    };
  }

  private boolean mayHearNames(Credential credential) {
    return !dismissed.contains(credential.staff());
  }

  /** The earliest moment at which something runs out, by each of the two clocks. */
  private record Deadlines(Optional<Long> graceEndsNanos, Optional<Instant> tokenExpires) {
    boolean hasPassed(Moment now) {
      // Monotonic times are compared by their difference, which survives their wrapping round.
      return graceEndsNanos.filter(end -> now.monotonicNanos() - end >= 0).isPresent()
          || tokenExpires.filter(expires -> !now.wall().isBefore(expires)).isPresent();
    }
  }

  private Deadlines nextDeadlines() {
    return new Deadlines(
        holders.values().stream()
            .filter(Holder.Absent.class::isInstance)
            .map(holder -> ((Holder.Absent) holder).untilMonotonicNanos())
            .min((one, other) -> Long.compare(one - other, 0)),
        staff.values().stream()
            .filter(device -> !device.over())
            .flatMap(device -> device.credential().stream())
            .map(Credential::expiresAt)
            .min(Instant::compareTo));
  }

  private void rememberEnded(SessionId session) {
    endedSessions.add(session);
    if (endedSessions.size() > ENDED_SESSIONS_REMEMBERED) {
      endedSessions.remove(endedSessions.iterator().next());
    }
  }
}

package org.nowserving.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.nowserving.floor.Credential;
import org.nowserving.protocol.StaffName;
import org.nowserving.store.SessionId;

/** The simulated accounts: who signed in, whose time is over. */
final class Sessions {
  static final List<StaffName> PEOPLE =
      List.of(
          new StaffName("Ann"), new StaffName("Ben"), new StaffName("Cem"), new StaffName("Dee"));

  private final RandomGenerator dice;
  private final List<Credential> live = new ArrayList<>();
  private final Set<SessionId> over = new HashSet<>();
  private final Set<StaffName> dismissed = new HashSet<>();

  /**
   * The latest that the wall clock ever showed: it may step back, but a token that was over once
   * may have been told so.
   */
  private Instant latest = Instant.MIN;

  private int count;

  Sessions(RandomGenerator dice) {
    this.dice = dice;
  }

  void noteTime(Instant wall) {
    if (wall.isAfter(latest)) {
      latest = wall;
    }
  }

  /** A token of anybody; now and then a new one, some of them short-lived. */
  Credential anyone(Instant now) {
    live.removeIf(credential -> !now.isBefore(credential.expiresAt()));
    if (live.size() < 3 || dice.nextInt(4) == 0) {
      StaffName staff = PEOPLE.get(dice.nextInt(PEOPLE.size()));
      int seconds = dice.nextInt(3) == 0 ? 1 + dice.nextInt(60) : 43_200;
      live.add(
          new Credential(staff, new SessionId("session " + count++), now.plusSeconds(seconds)));
    }
    return live.get(dice.nextInt(live.size()));
  }

  /** Ends a session. */
  Optional<SessionId> endOne() {
    if (live.isEmpty()) {
      return Optional.empty();
    }
    SessionId ended = live.remove(dice.nextInt(live.size())).session();
    over.add(ended);
    return Optional.of(ended);
  }

  /** Ends all sessions of a person, as a removal does. */
  List<SessionId> endAll(StaffName staff) {
    List<SessionId> ended =
        live.stream()
            .filter(credential -> credential.staff().equals(staff))
            .map(Credential::session)
            .toList();
    live.removeIf(credential -> credential.staff().equals(staff));
    over.addAll(ended);
    return ended;
  }

  void dismiss(StaffName staff) {
    dismissed.add(staff);
  }

  boolean wasEnded(Credential credential) {
    return over.contains(credential.session());
  }

  boolean isOver(Credential credential) {
    return over.contains(credential.session()) || !latest.isBefore(credential.expiresAt());
  }

  boolean wasDismissed(StaffName staff) {
    return dismissed.contains(staff);
  }
}

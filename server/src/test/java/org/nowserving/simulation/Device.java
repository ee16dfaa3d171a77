package org.nowserving.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Credential;
import org.nowserving.floor.Input;
import org.nowserving.protocol.DisplayEvent;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;

/** One connection of a simulated device, and what it makes of what it hears. */
abstract sealed class Device {
  /**
   * A command that is not answered yet; how much was durable when it was spoken, and when that was.
   */
  record Asked(Input.Spoken input, int ledgerSize, long atNanos) {}

  final ConnectionId id;

  /** In the order in which they were spoken, which is the order in which they must be answered. */
  final Deque<Asked> unanswered = new ArrayDeque<>();

  Device(ConnectionId id) {
    this.id = id;
  }

  /** Remembers what it was told. */
  static final class Kiosk extends Device {
    /** The tickets that it has answers with. */
    final Set<TicketId> tickets = new HashSet<>();

    Kiosk(ConnectionId id) {
      super(id);
    }
  }

  /** Draws what it is told and nothing else. */
  static final class Display extends Device {
    final Map<TableNumber, Optional<TicketId>> picture = new TreeMap<>();

    Display(ConnectionId id) {
      super(id);
    }

    void hear(DisplayEvent event) {
      switch (event) {
        case DisplayEvent.Picked(var table) ->
            Broken.unless(
                picture.put(table, Optional.empty()) == null, "a picked table was free", table);
        case DisplayEvent.Unpicked(var table) ->
            Broken.unless(picture.remove(table) != null, "an unpicked table was in use", table);
        case DisplayEvent.Claimed(var ticket, var table) ->
            Broken.unless(
                picture.replace(table, Optional.of(ticket)) != null,
                "a ticket is shown at a table in use",
                table);
        case DisplayEvent.Completed(var table) -> clear(table);
        case DisplayEvent.Cancelled(var table) -> clear(table);
      }
    }

    private void clear(TableNumber table) {
      Optional<TicketId> shown = picture.replace(table, Optional.empty());
      Broken.unless(shown != null && shown.isPresent(), "a ticket ends where one was shown", table);
    }
  }

  /** Remembers whom it is signed in as, whether it sits, and every ticket it was told of. */
  static final class Staff extends Device {
    /** What it showed at the handshake; may have been over by the time the floor heard of it. */
    final Optional<Credential> handshake;

    Optional<Credential> credential = Optional.empty();
    boolean seated;
    List<TableNumber> taken = List.of();

    /** How much was durable when it last asked for something that can make it known. */
    int knownSince;

    /** Whether it changed its person, so that a welcome must follow. */
    boolean owedWelcome;

    /** What it heard since its welcome. */
    List<Ledger.Announced> live = new ArrayList<>();

    /**
     * The positions in the ledger at which its welcome can have been the truth; none before its
     * first one.
     */
    List<Integer> welcomedAt = List.of();

    /**
     * How much it had heard when its session was over and everything had come to rest; -1 before
     * that.
     */
    int heardWhenOver = -1;

    Staff(ConnectionId id, Optional<Credential> handshake, int ledgerSize) {
      super(id);
      this.handshake = handshake;
      this.knownSince = ledgerSize;
    }

    boolean is(StaffName person) {
      return credential.filter(shown -> shown.staff().equals(person)).isPresent();
    }

    /** Notes what a reply means for who it is and whether it sits. */
    void note(Asked asked, Reply reply) {
      switch (reply) {
        case Reply.Picked picked -> {
          Credential shown = Truth.claimant(this, asked).orElseThrow();
          owedWelcome = !is(shown.staff());
          credential = Optional.of(shown);
          knownSince = asked.ledgerSize();
          seated = true;
        }
        case Reply.Unpicked() -> seated = false;
        case Reply.Claimed(var ticket) -> hearAnnounced(new Ledger.Announced.Claimed(ticket));
        case Reply.Refused(var verb, var rejection)
            when rejection == Rejection.TABLE_NOT_AVAILABLE -> {
          Credential shown = Truth.claimant(this, asked).orElseThrow();
          if (credential.isEmpty() || is(shown.staff())) {
            owedWelcome = credential.isEmpty();
            credential = Optional.of(shown);
            knownSince = asked.ledgerSize();
          }
        }
        case Reply.Completed _,
            Reply.Cancelled _,
            Reply.Refused _,
            Reply.SignedIn _,
            Reply.Found _ -> {}
      }
    }

    void hearAnnounced(Ledger.Announced announced) {
      Broken.unless(!welcomedAt.isEmpty(), "only a known connection hears of tickets", id);
      live.add(announced);
    }

    /**
     * Nothing is under way any more: it must have heard it all, or nothing since its session was
     * over.
     */
    void checkAtRest(Ledger ledger, Sessions sessions) {
      if (!seated) {
        Broken.unless(
            taken.equals(List.copyOf(ledger.seats.keySet())),
            "who has no table knows which are taken",
            taken,
            ledger.seats.keySet());
      } else {
        Broken.unless(
            ledger.seats.containsValue(credential.orElseThrow().staff()),
            "who was told of a table has it",
            id);
      }
      if (welcomedAt.isEmpty()) {
        return;
      }
      Credential shown = credential.orElseThrow();
      checkLive(ledger, !sessions.isOver(shown));
      if (sessions.wasEnded(shown)) {
        Broken.unless(
            heardWhenOver < 0 || heardWhenOver == live.size(),
            "whose session is over hears no more names",
            id);
        heardWhenOver = live.size();
      } else {
        heardWhenOver = -1;
      }
    }

    void hearWelcome(List<TicketId> waiting, List<TicketId> serving, Ledger ledger) {
      if (!welcomedAt.isEmpty()) {
        checkLive(ledger, false);
      }
      if (credential.isEmpty()) {
        credential = handshake;
      }
      StaffName person = credential.orElseThrow().staff();
      welcomedAt = ledger.positionsWhere(waiting, serving, person, knownSince);
      Broken.unless(!welcomedAt.isEmpty(), "a welcome is how things stood", id, waiting, serving);
      live = new ArrayList<>();
      owedWelcome = false;
      heardWhenOver = -1;
    }

    /**
     * It must have heard every announcement since its welcome, once and in order; up to the last
     * one where all is asked.
     */
    void checkLive(Ledger ledger, boolean all) {
      boolean fits =
          welcomedAt.stream()
              .map(ledger::announcedBy)
              .anyMatch(from ->
                  from + live.size() <= ledger.announced.size()
                      && ledger.announced.subList(from, from + live.size()).equals(live)
                      && (!all || from + live.size() == ledger.announced.size()));
      Broken.unless(fits, "a known connection hears every change once, in order", id, live);
    }
  }
}

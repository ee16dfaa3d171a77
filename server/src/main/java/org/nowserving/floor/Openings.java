package org.nowserving.floor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Predicate;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.Change;

/**
 * Which connection was told of each waiting ticket, and until when a visitor whose answer was lost
 * may ask for it again, so that asking again makes no second ticket. Not durable: moved by {@link
 * OpeningStep}s, and by the changes that begin and end a ticket's waiting. Holds no more than the
 * tickets that wait. Belongs to one {@link Floor}; no thread of its own.
 */
final class Openings {
  /** Who signs in: the e-mail as the store looks it up, the name to the letter. */
  private record Visit(String emailKey, PersonName name) {
    static Visit of(Email email, PersonName name) {
      return new Visit(email.key(), name);
    }
  }

  /**
   * A waiting ticket.
   *
   * @param to the connection that was last told of it; empty when that was before a restart
   * @param until when its window ends; empty while it is not durable, because nobody can have been
   *     told of it yet
   */
  private record Opening(
      TicketId ticket,
      long seq,
      Instant at,
      Visit visit,
      Optional<ConnectionId> to,
      Optional<Long> until) {
    Opening answeredTo(ConnectionId connection) {
      return new Opening(ticket, seq, at, visit, Optional.of(connection), until);
    }

    Opening openUntil(long monotonicNanos) {
      return new Opening(ticket, seq, at, visit, to, Optional.of(monotonicNanos));
    }

    boolean isOver(long nowNanos) {
      return until.filter(end -> nowNanos - end >= 0).isPresent();
    }
  }

  private final Duration window;

  /** In the order of their numbers, which is the order in which they become durable. */
  private Map<TicketId, Opening> openings = new LinkedHashMap<>();

  /** Each visitor's tickets, oldest first. A visitor without any has no entry. */
  private Map<Visit, List<TicketId>> byVisit = new HashMap<>();

  /** What is not durable yet, in order; some of it may not wait any more. */
  private Queue<TicketId> unstored = new ArrayDeque<>();

  /**
   * @param window for how long an answer may be asked for again; zero for never
   */
  Openings(Duration window) {
    this.window = window;
  }

  /**
   * The oldest ticket of this visitor that waits, whose window is not over, and the connection of
   * which is gone.
   */
  Optional<TicketId> lost(
      Email email, PersonName name, Predicate<ConnectionId> isGone, Moment now) {
    if (openings.isEmpty()) {
      return Optional.empty();
    }
    for (TicketId ticket : byVisit.getOrDefault(Visit.of(email, name), List.of())) {
      Opening opening = openings.get(ticket);
      if (opening != null
          && !opening.isOver(now.monotonicNanos())
          && opening.to().filter(isGone.negate()).isEmpty()) {
        return Optional.of(ticket);
      }
    }
    return Optional.empty();
  }

  /** For how many tickets it is known, and nothing is kept for any other one. */
  int size() {
    return openings.size();
  }

  /** Whether nothing is kept at all. */
  boolean isEmpty() {
    return openings.isEmpty() && byVisit.isEmpty() && unstored.isEmpty();
  }

  /** A ticket begins to wait. */
  void open(Change.TicketOpened opened) {
    if (window.isZero() || opened.email().equals(Email.ERASED)) {
      return; // a visitor who was erased has no name to ask by
    }
    Visit visit = Visit.of(opened.email(), opened.name());
    TicketId ticket = opened.ticket();
    openings.put(
        ticket,
        new Opening(ticket, opened.seq(), opened.at(), visit, Optional.empty(), Optional.empty()));
    byVisit.computeIfAbsent(visit, first -> new ArrayList<>(1)).add(ticket);
    unstored.add(ticket);
  }

  /** A ticket waits no more, or its visitor was erased. */
  void forget(TicketId ticket) {
    Opening gone = openings.remove(ticket);
    if (gone != null) {
      unlist(gone);
    }
  }

  void apply(OpeningStep step) {
    switch (step) {
      case OpeningStep.Answered(var ticket, var to) ->
          openings.computeIfPresent(ticket, (id, opening) -> opening.answeredTo(to));
      case OpeningStep.Stored(var upTo, var nowNanos) -> {
        long until = nowNanos + window.toNanos();
        while (!unstored.isEmpty() && isStored(unstored.element(), upTo)) {
          openings.computeIfPresent(unstored.remove(), (id, opening) -> opening.openUntil(until));
        }
        forgetOver(nowNanos);
      }
    }
  }

  /**
   * After a restart every connection is gone. The windows begin anew where they were not over by
   * the wall clock, because nobody could ask while the server was away.
   */
  void recover(Moment now) {
    List.copyOf(openings.values()).stream()
        // A clock that stepped back makes an age that is negative, which is young.
        .filter(opening -> Duration.between(opening.at(), now.wall()).compareTo(window) >= 0)
        .forEach(old -> forget(old.ticket()));
    apply(new OpeningStep.Stored(Long.MAX_VALUE, now.monotonicNanos()));
    // What the others took stays taken otherwise: a collection keeps the room that it once needed.
    openings = new LinkedHashMap<>(openings);
    byVisit = new HashMap<>(byVisit);
    unstored = new ArrayDeque<>(unstored);
  }

  private boolean isStored(TicketId ticket, long upTo) {
    Opening opening = openings.get(ticket);
    return opening == null || opening.seq() <= upTo;
  }

  /** Windows end in the order in which they began. */
  private void forgetOver(long nowNanos) {
    for (Iterator<Opening> oldest = openings.values().iterator(); oldest.hasNext(); ) {
      Opening opening = oldest.next();
      if (!opening.isOver(nowNanos)) {
        return;
      }
      oldest.remove();
      unlist(opening);
    }
  }

  private void unlist(Opening gone) {
    byVisit.computeIfPresent(
        gone.visit(),
        (visit, tickets) -> {
          tickets.remove(gone.ticket());
          return tickets.isEmpty() ? null : tickets;
        });
  }
}

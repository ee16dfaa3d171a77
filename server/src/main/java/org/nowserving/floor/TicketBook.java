package org.nowserving.floor;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.Ticket;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.Change;
import org.nowserving.store.Snapshot.Ended;

/**
 * Every open ticket, and the owners of those that ended last. Durable state: moved by {@link
 * Change}s only. Belongs to one {@link Floor}; no thread of its own.
 */
final class TicketBook {
  /**
   * An open ticket that nobody serves yet. There may be ten thousand, so its time is no object.
   *
   * @param openedMicros since 1970, which is as exact as the store is
   */
  record Waiting(TicketId id, Email email, PersonName name, long openedMicros) {
    static Waiting of(Change.TicketOpened opened) {
      long micros = ChronoUnit.MICROS.between(Instant.EPOCH, opened.at());
      return new Waiting(opened.ticket(), opened.email(), opened.name(), micros);
    }

    Instant openedAt() {
      return Instant.EPOCH.plus(openedMicros, ChronoUnit.MICROS);
    }

    Waiting anonymous() {
      return new Waiting(id, Email.ERASED, PersonName.ERASED, openedMicros);
    }

    Ticket asTicket() {
      return new Ticket(id, email, name, Optional.empty(), openedAt(), Optional.empty());
    }
  }

  /** An open ticket that somebody serves. */
  record Serving(Waiting opened, StaffName staff, Instant claimedAt, long claimSeq) {
    TicketId id() {
      return opened.id();
    }

    Ticket asTicket() {
      return new Ticket(
          id(),
          opened.email(),
          opened.name(),
          Optional.of(staff),
          opened.openedAt(),
          Optional.empty());
    }
  }

  /** Where a ticket stands. */
  sealed interface Standing {
    /** No ticket has this id, yet or ever. */
    record NoSuchTicket() implements Standing {}

    record IsWaiting(Waiting ticket) implements Standing {}

    record IsServed(Serving ticket) implements Standing {}

    /** It was completed or cancelled; nobody owned it where it was cancelled while it waited. */
    record HasEnded(Optional<StaffName> owner) implements Standing {}

    /** It ended so long ago that nobody remembers whose it was. */
    record HasEndedLongAgo() implements Standing {}
  }

  private long nextTicket;

  /** By id, which is the order of arrival. */
  private final Map<TicketId, Waiting> waiting = new LinkedHashMap<>();

  private final Map<TicketId, Serving> serving = new HashMap<>();

  /** Each person's tickets in the order of their claims. A person without any has no entry. */
  private final Map<StaffName, Map<TicketId, Serving>> servedBy = new HashMap<>();

  private final EndedTickets ended;

  TicketBook(int endedRemembered) {
    this.ended = new EndedTickets(endedRemembered);
  }

  TicketId nextTicket() {
    return new TicketId(nextTicket);
  }

  Standing standing(TicketId id) {
    Waiting waits = waiting.get(id);
    if (waits != null) {
      return new Standing.IsWaiting(waits);
    }
    Serving served = serving.get(id);
    if (served != null) {
      return new Standing.IsServed(served);
    }
    if (id.value() < 0 || id.value() >= nextTicket) {
      return new Standing.NoSuchTicket();
    }
    return ended
        .find(id)
        .<Standing>map(last -> new Standing.HasEnded(last.owner()))
        .orElseGet(Standing.HasEndedLongAgo::new);
  }

  /** The ticket of that id, if it waits. */
  Optional<Waiting> waiting(TicketId id) {
    return Optional.ofNullable(waiting.get(id));
  }

  /** The ticket of that id, if it is being served. */
  Optional<Serving> serving(TicketId id) {
    return Optional.ofNullable(serving.get(id));
  }

  /** The ticket that has waited longest. */
  Optional<Waiting> oldestWaiting() {
    Iterator<Waiting> oldestFirst = waiting.values().iterator();
    return oldestFirst.hasNext() ? Optional.of(oldestFirst.next()) : Optional.empty();
  }

  /** The tickets that wait, oldest first. */
  Collection<Waiting> waiting() {
    return Collections.unmodifiableCollection(waiting.values());
  }

  /** All tickets being served, in no order. */
  Collection<Serving> serving() {
    return Collections.unmodifiableCollection(serving.values());
  }

  /** The tickets that this person is serving, oldest claim first. */
  Collection<Serving> servedBy(StaffName staff) {
    return Collections.unmodifiableCollection(servedBy.getOrDefault(staff, Map.of()).values());
  }

  /** The owners of the last ended tickets, oldest end first. */
  List<Ended> ended() {
    return ended.list();
  }

  void open(Change.TicketOpened opened) {
    if (opened.ticket().value() < nextTicket) {
      throw misfit(opened, "its id was given before");
    }
    waiting.put(opened.ticket(), Waiting.of(opened));
    nextTicket = opened.ticket().value() + 1;
  }

  void claim(Change.TicketClaimed claimed) {
    Waiting waits = waiting.remove(claimed.ticket());
    if (waits == null) {
      throw misfit(claimed, "it does not wait");
    }
    keepServing(new Serving(waits, claimed.staff(), claimed.at(), claimed.seq()));
  }

  void end(Change change, TicketId id, StaffName staff) {
    Serving served = serving.remove(id);
    if (served == null || !served.staff().equals(staff)) {
      throw misfit(change, "this person does not serve it");
    }
    servedBy.computeIfPresent(
        staff,
        (who, theirs) -> {
          theirs.remove(id);
          return theirs.isEmpty() ? null : theirs;
        });
    remember(new Ended(id, Optional.of(staff)));
  }

  void callOff(Change.TicketCalledOff calledOff) {
    TicketId id = calledOff.ticket();
    if (calledOff.staff().isPresent()) {
      end(calledOff, id, calledOff.staff().get());
    } else if (waiting.remove(id) != null) {
      remember(new Ended(id, Optional.empty()));
    } else {
      throw misfit(calledOff, "it does not wait");
    }
  }

  void erase(Change.TicketErased erased) {
    TicketId id = erased.ticket();
    Serving served = serving.get(id);
    if (served != null) {
      keepServing(
          new Serving(
              served.opened().anonymous(), served.staff(), served.claimedAt(), served.claimSeq()));
      return;
    }
    Waiting waits = waiting.get(id);
    if (waits == null) {
      throw misfit(erased, "it is not open");
    }
    waiting.put(id, waits.anonymous());
  }

  /** Takes over what the store remembers of ended tickets, oldest first. */
  void remember(Ended last) {
    ended.add(last);
  }

  /**
   * Takes over the store's count, which is ahead of the open tickets when the newest ones have
   * ended.
   */
  void continueFrom(long next) {
    if (next < nextTicket) {
      throw new IllegalStateException(
          "the store counts to ticket " + next + " and holds " + (nextTicket - 1));
    }
    nextTicket = next;
  }

  private void keepServing(Serving served) {
    serving.put(served.id(), served);
    servedBy
        .computeIfAbsent(served.staff(), staff -> LinkedHashMap.newLinkedHashMap(1))
        .put(served.id(), served);
  }

  private static IllegalStateException misfit(Change change, String why) {
    return new IllegalStateException("change " + change.seq() + " does not fit its ticket: " + why);
  }
}

package org.nowserving.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Input;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.TicketId;

/**
 * The simulated visitors, and whether each gets the ticket that they should: the one that they have
 * where its answer was lost, a second one where it was not. What the floor has decided is known
 * later or not at all, so each rule is checked where it must have held at any moment in between.
 */
final class Visits {
  private static final int LOST_REMEMBERED = 8;
  private static final long NEVER = Long.MAX_VALUE;

  /** A person to the floor: the e-mail without regard to case, and the name. */
  private record Visitor(String emailKey, PersonName name) {
    static Visitor of(Email email, PersonName name) {
      return new Visitor(email.key(), name);
    }
  }

  /**
   * When a ticket's window ends: after the one moment, and before the other or at it; in
   * nanoseconds of the simulation.
   */
  private record Window(long surelyOpenBefore, long surelyOverFrom) {}

  private final RandomGenerator dice;
  private final Ledger ledger;

  /** Whose kiosk is gone and left them without an answer. */
  private final List<Input.SignIn> lost = new ArrayList<>();

  private final List<Input.SignIn> all = new ArrayList<>();
  private final Map<Visitor, Set<ConnectionId>> kiosksOf = new HashMap<>();

  /** What was said when every other kiosk of its visitor was gone. */
  private final Set<Input> alone = Collections.newSetFromMap(new IdentityHashMap<>());

  private final Map<TicketId, Window> windows = new HashMap<>();
  private int count;

  Visits(RandomGenerator dice, Ledger ledger) {
    this.dice = dice;
    this.ledger = ledger;
  }

  /** Somebody signs in: mostly a new visitor, often one whose answer was lost. */
  Input.SignIn next(ConnectionId kiosk) {
    int mood = dice.nextInt(16);
    if (mood < 8 && !lost.isEmpty()) {
      return again(lost.remove(dice.nextInt(lost.size())), kiosk);
    }
    if (mood < 10 && !all.isEmpty()) {
      return again(all.get(all.size() - 1 - dice.nextInt(Math.min(4, all.size()))), kiosk);
    }
    int visitor = count++;
    // Now and then with somebody else's e-mail, or somebody else's name.
    int name = mood == 10 ? dice.nextInt(count) : visitor;
    int email = mood == 11 ? dice.nextInt(count) : visitor;
    return new Input.SignIn(kiosk, new Email(emailOf(email)), new PersonName("Visitor " + name));
  }

  static String emailOf(int visitor) {
    return "v" + visitor + "@example.com";
  }

  private Input.SignIn again(Input.SignIn before, ConnectionId kiosk) {
    String address = before.email().address();
    return new Input.SignIn(
        kiosk,
        new Email(dice.nextInt(4) == 0 ? address.toUpperCase(Locale.ROOT) : address),
        before.name());
  }

  /** A kiosk said this, while these devices were connected. */
  void said(Input.SignIn visitor, Map<ConnectionId, Device> living) {
    all.add(visitor);
    Set<ConnectionId> kiosks =
        kiosksOf.computeIfAbsent(
            Visitor.of(visitor.email(), visitor.name()), first -> new HashSet<>());
    kiosks.add(visitor.connection());
    if (kiosks.stream()
        .allMatch(kiosk -> kiosk.equals(visitor.connection()) || !living.containsKey(kiosk))) {
      alone.add(visitor);
    }
  }

  /** This visitor has no ticket as far as they know, and will ask again. */
  void unanswered(Input.SignIn visitor) {
    lost.add(visitor);
    if (lost.size() > LOST_REMEMBERED) {
      lost.removeFirst();
    }
  }

  /**
   * A kiosk heard of a ticket.
   *
   * @return whether it is known that the ticket was there before it was asked for
   */
  boolean answered(
      Device.Kiosk kiosk,
      Device.Asked asked,
      TicketId ticket,
      Collection<Device> living,
      long nowNanos) {
    Broken.unless(
        living.stream()
            .noneMatch(
                device -> device instanceof Device.Kiosk other && other.tickets.contains(ticket)),
        "a ticket is told to one kiosk for as long as that lives",
        ticket);
    Ledger.Story story = story(ticket);
    boolean again = story.openedAt < asked.ledgerSize();
    if (again) {
      Broken.unless(
          asked.atNanos() < window(ticket, nowNanos).surelyOverFrom(),
          "a ticket is given again within its window only",
          ticket);
      Broken.unless(
          story.waits() || story.waitedUntil() >= asked.ledgerSize(),
          "only a ticket that waits is given again",
          ticket);
    }
    if (asked.input() instanceof Input.SignIn visitor && alone.contains(visitor)) {
      checkNoneWasLeft(kiosk, visitor, ticket, nowNanos);
    }
    kiosk.tickets.add(ticket);
    return again;
  }

  /** Whoever had this one could have had an older one, if that was lost and still waits. */
  private void checkNoneWasLeft(
      Device.Kiosk kiosk, Input.SignIn visitor, TicketId ticket, long nowNanos) {
    Visitor person = Visitor.of(visitor.email(), visitor.name());
    for (Ledger.Story older : ledger.stories.values()) {
      TicketId id = older.opened.ticket();
      if (id.equals(ticket)) {
        return;
      }
      Broken.unless(
          !person.equals(Visitor.of(older.opened.email(), older.opened.name()))
              || !older.waits()
              || older.erased
              || kiosk.tickets.contains(id)
              || nowNanos >= window(id, nowNanos).surelyOpenBefore(),
          "a lost answer makes no second ticket",
          id,
          ticket);
    }
  }

  /** What is in the ledger by now is stored now at the latest. Called BEFORE time goes on. */
  void noteStored(long nowNanos) {
    for (TicketId ticket : ledger.stories.keySet()) {
      windows.computeIfAbsent(ticket, id -> window(id, nowNanos));
    }
  }

  /** The loop has heard now that the first so many changes are stored. */
  void noteHeard(int changes, long nowNanos) {
    long end = nowNanos + Life.WINDOW.toNanos();
    for (Ledger.Story story : ledger.stories.values()) {
      Window window = window(story.opened.ticket(), nowNanos);
      if (story.openedAt < changes && window.surelyOverFrom() == NEVER) {
        windows.put(story.opened.ticket(), new Window(window.surelyOpenBefore(), end));
      }
    }
  }

  /** The server started again: windows that were not over by the wall clock begin anew. */
  void noteRestart(Instant wall, long nowNanos) {
    long end = nowNanos + Life.WINDOW.toNanos();
    for (Ledger.Story story : ledger.stories.values()) {
      boolean young = Duration.between(story.opened.at(), wall).compareTo(Life.WINDOW) < 0;
      windows.put(
          story.opened.ticket(),
          young ? new Window(end, end) : new Window(Long.MIN_VALUE, Long.MIN_VALUE));
    }
  }

  private Window window(TicketId ticket, long nowNanos) {
    // One that was not noted yet was stored a moment ago.
    return windows.getOrDefault(ticket, new Window(nowNanos + Life.WINDOW.toNanos(), NEVER));
  }

  private Ledger.Story story(TicketId ticket) {
    Ledger.Story story = ledger.stories.get(ticket);
    if (story == null) {
      throw new Broken("a ticket is durable when it is heard of " + ticket);
    }
    return story;
  }
}

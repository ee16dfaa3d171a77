package org.nowserving.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.nowserving.floor.Input;
import org.nowserving.floor.Moment;
import org.nowserving.floor.OfficeAnswer;
import org.nowserving.loop.Office;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.Change;

/**
 * Simulated administration: dismisses people, removes them or takes them back, erases visitors,
 * frees tables, cancels tickets, closes the day. Each request that leaves an actor is made by an
 * admin of its own, so that the ledger shows what came of it.
 */
final class OfficeWork {
  private final RandomGenerator dice;
  private final Ledger ledger;
  private final Sessions sessions;
  private final List<Open> open = new ArrayList<>();

  /** The admins whose request was refused: nothing may have been done in their name. */
  private final Set<StaffName> refused = new HashSet<>();

  /** How often each kind of answer was heard to each kind of request. */
  final Map<String, Integer> heard = new TreeMap<>();

  private int admins;

  /** A request without its answer. */
  private sealed interface Open {
    CompletableFuture<OfficeAnswer> answer();

    record Dismissal(StaffName staff, CompletableFuture<OfficeAnswer> answer) implements Open {}

    record Erasure(Email email, int ledgerSize, CompletableFuture<OfficeAnswer> answer)
        implements Open {}

    record Freeing(
        TableNumber table, StaffName admin, int ledgerSize, CompletableFuture<OfficeAnswer> answer)
        implements Open {}

    record CallingOff(
        TicketId ticket, StaffName admin, int ledgerSize, CompletableFuture<OfficeAnswer> answer)
        implements Open {}

    record Closing(
        Input.Closing meant,
        StaffName admin,
        int ledgerSize,
        CompletableFuture<OfficeAnswer> answer)
        implements Open {}
  }

  OfficeWork(RandomGenerator dice, Ledger ledger, Sessions sessions) {
    this.dice = dice;
    this.ledger = ledger;
    this.sessions = sessions;
  }

  void ask(Office office, Moment now) {
    StaffName admin = new StaffName("admin " + admins++);
    int size = ledger.size();
    switch (dice.nextInt(8)) {
      case 0, 1 -> {
        StaffName staff = Sessions.PEOPLE.get(dice.nextInt(Sessions.PEOPLE.size()));
        sessions.dismiss(staff);
        open.add(new Open.Dismissal(staff, office.ask(id -> new Input.DismissStaff(id, staff))));
      }
      case 2, 3 -> {
        Email email = new Email(Visits.emailOf(dice.nextInt(ledger.stories.size() + 1)));
        open.add(
            new Open.Erasure(email, size, office.ask(id -> new Input.EraseVisitor(id, email))));
      }
      case 4 -> {
        TableNumber table = new TableNumber(dice.nextInt(Life.TABLES + 1));
        open.add(
            new Open.Freeing(
                table, admin, size, office.ask(id -> new Input.FreeTable(id, table, admin))));
      }
      case 5, 6 -> {
        TicketId ticket = anyTicket();
        open.add(
            new Open.CallingOff(
                ticket, admin, size, office.ask(id -> new Input.CallOff(id, ticket, admin))));
      }
      default -> {
        Input.Closing meant = anyClosing(now);
        int atMost = 1 + dice.nextInt(3);
        open.add(
            new Open.Closing(
                meant,
                admin,
                size,
                office.ask(id -> new Input.CloseDay(id, meant, Optional.of(admin), atMost))));
      }
    }
  }

  /** One of the newest, most of which are open still, or the one that comes next. */
  private TicketId anyTicket() {
    int count = ledger.stories.size();
    return new TicketId(Math.max(0, count - dice.nextInt(6)));
  }

  private Input.Closing anyClosing(Moment now) {
    return switch (dice.nextInt(3)) {
      case 0 -> new Input.Closing.Everything();
      case 1 -> new Input.Closing.TicketsBelow(anyTicket());
      default -> new Input.Closing.Before(now.wall().minusMillis(dice.nextInt(5_000)));
    };
  }

  /** Checks the answers that have come, and does what follows from them. */
  void readAnswers(Office office) {
    for (Iterator<Open> all = open.iterator(); all.hasNext(); ) {
      Open request = all.next();
      if (request.answer().isDone()) {
        all.remove();
        OfficeAnswer answer = request.answer().join();
        heard.merge(
            request.getClass().getSimpleName() + ": " + answer.getClass().getSimpleName(),
            1,
            Integer::sum);
        read(request, answer, office);
      }
    }
  }

  /** The server died: nobody waits any more. */
  void forget() {
    open.clear();
  }

  /** Whether the office cancelled this ticket. */
  boolean hasCalledOff(TicketId ticket) {
    return ledger.changes.stream()
        .anyMatch(change ->
            change instanceof Change.TicketCalledOff done && done.ticket().equals(ticket));
  }

  /** Nothing was done in the name of whoever was told that nothing was. */
  void checkAccounts() {
    for (StaffName admin : refused) {
      Broken.unless(
          deedsOf(admin).isEmpty(), "nothing was done where it was said that nothing was", admin);
    }
  }

  private List<Change> deedsOf(StaffName admin) {
    Optional<StaffName> actor = Optional.of(admin);
    return ledger.changes.stream()
        .filter(change ->
            (change instanceof Change.TicketCalledOff done && done.actor().equals(actor))
                || (change instanceof Change.TableFreed freed && freed.actor().equals(actor)))
        .toList();
  }

  private void read(Open request, OfficeAnswer answer, Office office) {
    switch (request) {
      case Open.Dismissal(var staff, var _) -> readDismissal(staff, answer, office);
      case Open.Erasure erasure -> readErasure(erasure, answer);
      case Open.Freeing(var table, var admin, var since, var _) ->
          readRequest(answer, admin, table.value() >= Life.TABLES, ledger.wasFree(table, since));
      case Open.CallingOff(var ticket, var admin, var since, var _) -> {
        Ledger.Story story = ledger.stories.get(ticket);
        readRequest(
            answer,
            admin,
            story == null || story.openedAt >= since,
            story != null && story.endedAt >= 0);
      }
      case Open.Closing closing -> readClosing(closing, answer);
    }
  }

  private void readDismissal(StaffName staff, OfficeAnswer answer, Office office) {
    if (!(answer instanceof OfficeAnswer.Done)) {
      return;
    }
    Broken.unless(
        !ledger.seats.containsValue(staff) && ledger.servedBy(staff).isEmpty(),
        "who is dismissed has no seat and no ticket",
        ledger.size());
    office.tell(
        dice.nextBoolean()
            ? new Input.StaffRemoved(staff, sessions.endAll(staff))
            : new Input.StaffReinstated(staff));
  }

  private void readErasure(Open.Erasure erasure, OfficeAnswer answer) {
    Broken.unless(
        !(answer instanceof OfficeAnswer.Done)
            || ledger.stories.values().stream()
                .filter(story -> story.opened.email().key().equals(erasure.email().key()))
                .allMatch(story ->
                    story.erased || story.endedAt >= 0 || story.openedAt >= erasure.ledgerSize()),
        "an erased visitor is on no open ticket",
        ledger.size());
  }

  private void readRequest(
      OfficeAnswer answer, StaffName admin, boolean noSuchThing, boolean alreadySo) {
    boolean done = answer instanceof OfficeAnswer.Done;
    Broken.unless(
        deedsOf(admin).size() == (done ? 1 : 0), "what the office did is durable", answer);
    if (!done) {
      refused.add(admin);
      Broken.unless(
          (answer instanceof OfficeAnswer.NoSuchThing && noSuchThing)
              || (answer instanceof OfficeAnswer.AlreadySo && alreadySo)
              || answer instanceof OfficeAnswer.Unavailable,
          "a refusal is true",
          answer);
    }
  }

  private void readClosing(Open.Closing closing, OfficeAnswer answer) {
    List<Change> deeds = deedsOf(closing.admin());
    if (!(answer instanceof OfficeAnswer.DayClosed(var cancelled, var freed, var _, var more))) {
      refused.add(closing.admin());
      Broken.unless(deeds.isEmpty(), "nothing was done where it was said that nothing was", answer);
      return;
    }
    long tickets = deeds.stream().filter(Change.TicketCalledOff.class::isInstance).count();
    Broken.unless(
        cancelled == tickets && freed == deeds.size() - tickets,
        "what the office did is durable",
        answer,
        deeds);
    if (!more) {
      for (Ledger.Story story : ledger.stories.values()) {
        boolean meant =
            story.openedAt < closing.ledgerSize()
                && switch (closing.meant()) {
                  case Input.Closing.Everything() -> true;
                  case Input.Closing.TicketsBelow(var next) ->
                      story.opened.ticket().compareTo(next) < 0;
                  case Input.Closing.Before(var moment) -> story.opened.at().isBefore(moment);
                };
        Broken.unless(
            !meant || story.claimedAt >= 0 || story.endedAt >= 0,
            "who was meant by a closing waits no more",
            story.opened.ticket());
      }
    }
  }
}

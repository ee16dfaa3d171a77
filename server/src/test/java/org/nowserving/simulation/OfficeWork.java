package org.nowserving.simulation;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.nowserving.floor.Input;
import org.nowserving.floor.OfficeAnswer;
import org.nowserving.loop.Office;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.StaffName;

/** Simulated administration: dismisses people, removes them or takes them back, erases visitors. */
final class OfficeWork {
  private final RandomGenerator dice;
  private final Ledger ledger;
  private final Sessions sessions;
  private final List<Open> open = new ArrayList<>();

  /** A request without its answer. */
  private sealed interface Open {
    CompletableFuture<OfficeAnswer> answer();

    record Dismissal(StaffName staff, CompletableFuture<OfficeAnswer> answer) implements Open {}

    record Erasure(Email email, int ledgerSize, CompletableFuture<OfficeAnswer> answer)
        implements Open {}
  }

  OfficeWork(RandomGenerator dice, Ledger ledger, Sessions sessions) {
    this.dice = dice;
    this.ledger = ledger;
    this.sessions = sessions;
  }

  void ask(Office office) {
    if (dice.nextBoolean()) {
      StaffName staff = Sessions.PEOPLE.get(dice.nextInt(Sessions.PEOPLE.size()));
      sessions.dismiss(staff);
      open.add(new Open.Dismissal(staff, office.ask(id -> new Input.DismissStaff(id, staff))));
    } else {
      Email email = new Email(Visits.emailOf(dice.nextInt(ledger.stories.size() + 1)));
      open.add(
          new Open.Erasure(
              email, ledger.size(), office.ask(id -> new Input.EraseVisitor(id, email))));
    }
  }

  /** Checks the answers that have come, and does what follows from them. */
  void readAnswers(Office office) {
    for (Iterator<Open> all = open.iterator(); all.hasNext(); ) {
      Open request = all.next();
      if (request.answer().isDone()) {
        all.remove();
        read(request, request.answer().join(), office);
      }
    }
  }

  /** The server died: nobody waits any more. */
  void forget() {
    open.clear();
  }

  private void read(Open request, OfficeAnswer answer, Office office) {
    if (!(answer instanceof OfficeAnswer.Done)) {
      return;
    }
    switch (request) {
      case Open.Dismissal(var staff, var _) -> {
        Broken.unless(
            !ledger.seats.containsValue(staff) && ledger.servedBy(staff).isEmpty(),
            "who is dismissed has no seat and no ticket",
            ledger.size());
        office.tell(
            dice.nextBoolean()
                ? new Input.StaffRemoved(staff, sessions.endAll(staff))
                : new Input.StaffReinstated(staff));
      }
      case Open.Erasure(var email, var ledgerSize, var _) ->
          Broken.unless(
              ledger.stories.values().stream()
                  .filter(story -> story.opened.email().key().equals(email.key()))
                  .allMatch(
                      story -> story.erased || story.endedAt >= 0 || story.openedAt >= ledgerSize),
              "an erased visitor is on no open ticket",
              ledger.size());
    }
  }
}

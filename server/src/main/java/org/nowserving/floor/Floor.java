package org.nowserving.floor;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.nowserving.floor.TicketBook.Serving;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.Ticket;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.Change;
import org.nowserving.store.Snapshot;

/**
 * The walk-in floor: who waits, who serves whom, who sits where. Decides without touching ({@link
 * #decide}) and touches without deciding ({@link #apply}); a recovery replays the store through the
 * same {@code apply}.
 *
 * <p>No clock, no chance, no thread: time comes in with each input, ticket ids and event numbers
 * come from the state. One thread at a time may use a floor; in the server that is the loop's.
 */
public final class Floor {
  private final TicketBook book;
  private final SeatPlan seats = new SeatPlan();
  private final Roster roster;
  private final Openings openings;
  private final Welcomes welcomes;
  private final TicketDecisions tickets;
  private final SeatDecisions tables;
  private final OfficeDecisions office;
  private long lastSeq;

  private Floor(FloorSettings settings) {
    this.book = new TicketBook(settings.endedRemembered());
    this.roster = new Roster(settings.announceTo());
    this.openings = new Openings(settings.duplicateWindow());
    this.welcomes = new Welcomes(book, seats);
    this.tickets = new TicketDecisions(book, seats, roster, openings);
    this.tables = new SeatDecisions(settings, book, seats, roster, welcomes);
    this.office = new OfficeDecisions(settings, book, seats, roster, tickets, tables);
  }

  /**
   * The floor as the store left it. Nobody is connected, so every seat is kept for the grace time
   * from now on.
   */
  public static Floor recover(FloorSettings settings, Snapshot snapshot, Moment now) {
    Floor floor = new Floor(settings);
    snapshot.standing().forEach(floor::apply);
    snapshot.ended().forEach(floor.book::remember);
    floor.book.continueFrom(snapshot.nextTicket());
    floor.lastSeq = snapshot.lastSeq();
    floor.openings.recover(now);
    long until = now.monotonicNanos() + settings.grace().toNanos();
    floor
        .seats
        .seated()
        .forEach(staff -> floor.roster.apply(new RosterStep.SeatKept(staff, until)));
    return floor;
  }

  /** The number of the last change that was applied. */
  public long lastSeq() {
    return lastSeq;
  }

  /**
   * Whether something waits for {@link Input.TimePassed}: a seat kept for long enough, a token
   * whose time is over.
   */
  public boolean isDue(Moment now) {
    return roster.isDue(now);
  }

  /** What this input means. Reads and never writes. */
  public Decision decide(Input input, Moment now) {
    Draft draft = new Draft(lastSeq, now.wall());
    switch (input) {
      case Input.SignIn visitor -> tickets.signIn(visitor, now, draft);
      case Input.Accept accept -> tickets.accept(accept, now, draft);
      case Input.Complete complete -> tickets.complete(complete, draft);
      case Input.Cancel cancel -> tickets.cancel(cancel, draft);
      case Input.Pick pick -> tables.pick(pick, now, draft);
      case Input.Unpick unpick -> tables.unpick(unpick, draft);
      case Input.Misspoken(var connection, var refusal) -> draft.reply(connection, refusal);
      case Input.StaffConnected connected -> join(connected, now, draft);
      case Input.KioskConnected(var connection) ->
          draft.step(new RosterStep.KioskJoined(connection)); // it hears replies only
      case Input.DisplayConnected(var connection) ->
          draft
              .step(new RosterStep.DisplayJoined(connection))
              .welcome(connection, welcomes.forDisplay());
      case Input.Disconnected gone -> tables.disconnect(gone, now, draft);
      case Input.SessionsEnded(var sessions) -> draft.step(new RosterStep.SessionsOver(sessions));
      case Input.DismissStaff dismiss -> tables.dismiss(dismiss, draft);
      case Input.EraseVisitor erase -> tickets.erase(erase, draft);
      case Input.FreeTable free -> office.freeTable(free, draft);
      case Input.CallOff callOff -> office.callOff(callOff, draft);
      case Input.CloseDay close -> office.closeDay(close, draft);
      case Input.StaffRemoved(var staff, var sessions) ->
          draft
              .step(new RosterStep.SessionsOver(sessions))
              // Where the store's answer was lost the office cannot list them.
              .step(new RosterStep.SessionsOver(roster.sessionsOf(staff)))
              .step(new RosterStep.Reinstated(staff)); // the name may be given again
      case Input.StaffReinstated(var staff) -> tables.reinstate(staff, now, draft);
      case Input.ChangesStored(var upTo) ->
          draft.step(new OpeningStep.Stored(upTo, now.monotonicNanos()));
      case Input.TimePassed() -> {
        draft.step(new RosterStep.SessionsOver(roster.expired(now.wall())));
        tables.freeAbandoned(now, draft);
      }
    }
    return draft.decision();
  }

  private void join(Input.StaffConnected connected, Moment now, Draft draft) {
    ConnectionId connection = connected.connection();
    Optional<Credential> shown =
        connected
            .credential()
            .filter(credential -> roster.isLive(credential, now.wall()))
            .filter(credential -> !roster.isDismissed(credential.staff()));
    draft.step(new RosterStep.StaffJoined(connection)).tell(connection, welcomes.taken());
    shown.ifPresent(credential ->
        draft
            .step(new RosterStep.Recognised(connection, credential, true))
            .welcome(connection, welcomes.forStaff(credential.staff())));
  }

  /** Makes a decision happen. It must have been decided by this floor on its present state. */
  public void apply(Decision decision) {
    for (Change change : decision.changes()) {
      if (change.seq() != lastSeq + 1) {
        throw new IllegalStateException("change " + change.seq() + " after " + lastSeq);
      }
      apply(change);
    }
    decision.steps().forEach(this::apply);
  }

  private void apply(Step step) {
    switch (step) {
      case RosterStep moved -> roster.apply(moved);
      case OpeningStep moved -> openings.apply(moved);
    }
  }

  private void apply(Change change) {
    switch (change) {
      case Change.TicketOpened opened -> {
        book.open(opened);
        openings.open(opened);
      }
      case Change.TicketClaimed claimed -> {
        book.claim(claimed);
        openings.forget(claimed.ticket());
      }
      case Change.TicketCompleted done -> book.end(done, done.ticket(), done.staff());
      case Change.TicketCancelled done -> book.end(done, done.ticket(), done.staff());
      case Change.TicketCalledOff done -> {
        book.callOff(done);
        openings.forget(done.ticket());
      }
      case Change.TicketErased erased -> {
        book.erase(erased);
        openings.forget(erased.ticket());
      }
      case Change.TablePicked picked -> seats.pick(picked);
      case Change.TableLeft left -> seats.leave(left, left.table(), left.staff());
      case Change.TableFreed freed -> seats.leave(freed, freed.table(), freed.staff());
    }
    lastSeq = change.seq();
  }

  /** How many people wait, are served, and sit, for the metrics. */
  public Figures figures() {
    return new Figures(
        book.waiting().size(),
        book.serving().size(),
        seats.seated().size(),
        book.oldestWaiting().map(TicketBook.Waiting::openedAt));
  }

  /**
   * What tells how busy it is.
   *
   * @param waitingSince when the one came who has waited longest; empty when nobody waits
   */
  public record Figures(
      int waiting, int serving, int tablesTaken, Optional<Instant> waitingSince) {}

  /** When this ticket was opened, if it still waits. */
  public Optional<Instant> waitsSince(TicketId ticket) {
    return book.waiting(ticket).map(TicketBook.Waiting::openedAt);
  }

  /** When this ticket was claimed, if it is being served. */
  public Optional<Instant> servedSince(TicketId ticket) {
    return book.serving(ticket).map(Serving::claimedAt);
  }

  /** Everything durable, as plain data that can be compared. Slow: for tests and checks. */
  public Picture picture() {
    return new Picture(
        lastSeq,
        book.nextTicket().value(),
        book.waiting().stream().map(TicketBook.Waiting::asTicket).toList(),
        book.serving().stream()
            .sorted(Comparator.comparingLong(Serving::claimSeq))
            .map(Serving::asTicket)
            .toList(),
        seats.taken().stream()
            .map(table -> new Seat(table, seats.occupant(table).orElseThrow()))
            .toList(),
        book.ended());
  }

  /** Who sits at a table. */
  public record Seat(TableNumber table, StaffName staff) {}

  /**
   * The durable state.
   *
   * @param waiting oldest first
   * @param serving oldest claim first
   * @param seats by table
   * @param ended the owners of the last ended tickets, oldest end first
   */
  public record Picture(
      long lastSeq,
      long nextTicket,
      List<Ticket> waiting,
      List<Ticket> serving,
      List<Seat> seats,
      List<Snapshot.Ended> ended) {}
}

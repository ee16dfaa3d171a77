package org.nowserving.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.Change.Occasion;
import org.nowserving.store.Change.TableFreed;
import org.nowserving.store.Change.TableLeft;
import org.nowserving.store.Change.TablePicked;
import org.nowserving.store.Change.TicketCalledOff;
import org.nowserving.store.Change.TicketCancelled;
import org.nowserving.store.Change.TicketClaimed;
import org.nowserving.store.Change.TicketCompleted;
import org.nowserving.store.Change.TicketErased;
import org.nowserving.store.Change.TicketOpened;
import org.nowserving.store.Snapshot.Ended;

/** Writes changes down for tests, each with the next number and a later time. One thread. */
public final class Desk {
  private static final Instant OPENING_TIME = Instant.parse("2026-03-02T08:00:00.000001Z");

  private long seq;
  private Instant now = OPENING_TIME;

  public static StaffName staff(String name) {
    return new StaffName(name);
  }

  /** A ticket that this person served to its end. */
  public static Ended ended(long ticket, String staff) {
    return new Ended(new TicketId(ticket), Optional.of(staff(staff)));
  }

  /** A ticket that nobody served and that ended all the same. */
  public static Ended endedUnserved(long ticket) {
    return new Ended(new TicketId(ticket), Optional.empty());
  }

  public TicketOpened opens(long ticket) {
    return opens(ticket, "visitor" + ticket + "@example.com", "Visitor " + ticket);
  }

  public TicketOpened opens(long ticket, String email, String name) {
    return new TicketOpened(
        next(), now, new TicketId(ticket), new Email(email), new PersonName(name));
  }

  public TicketClaimed claims(String staff, long ticket, int table) {
    return new TicketClaimed(
        next(), now, new TicketId(ticket), staff(staff), new TableNumber(table));
  }

  public TicketCompleted completes(String staff, long ticket, int table) {
    return new TicketCompleted(
        next(), now, new TicketId(ticket), staff(staff), new TableNumber(table));
  }

  public TicketCancelled cancels(String staff, long ticket, int table) {
    return new TicketCancelled(
        next(), now, new TicketId(ticket), staff(staff), new TableNumber(table));
  }

  /** The office cancels a ticket that waits. */
  public TicketCalledOff callsOff(long ticket, Occasion occasion, Optional<String> actor) {
    return new TicketCalledOff(
        next(),
        now,
        new TicketId(ticket),
        Optional.empty(),
        Optional.empty(),
        occasion,
        actor.map(Desk::staff));
  }

  /** An admin cancels a ticket that is being served by somebody, who sits there or nowhere. */
  public TicketCalledOff callsOff(
      String actor, long ticket, String servedBy, Optional<Integer> table) {
    return new TicketCalledOff(
        next(),
        now,
        new TicketId(ticket),
        Optional.of(staff(servedBy)),
        table.map(TableNumber::new),
        Occasion.REQUEST,
        Optional.of(staff(actor)));
  }

  public TicketErased erases(long ticket) {
    return new TicketErased(next(), now, new TicketId(ticket));
  }

  public TablePicked picks(String staff, int table) {
    return new TablePicked(next(), now, new TableNumber(table), staff(staff));
  }

  public TableLeft leaves(String staff, int table, TableLeft.Reason reason) {
    return new TableLeft(next(), now, new TableNumber(table), staff(staff), reason);
  }

  /** The office frees a table where that person sits. */
  public TableFreed frees(String staff, int table, Occasion occasion, Optional<String> actor) {
    return new TableFreed(
        next(), now, new TableNumber(table), staff(staff), occasion, actor.map(Desk::staff));
  }

  /** Somebody set the wall clock back. */
  public void clockGoesBack() {
    now = now.minus(Duration.ofHours(1));
  }

  /** The number of the last change that was written down. */
  public long lastSeq() {
    return seq;
  }

  private long next() {
    seq++;
    now = now.plus(Duration.ofNanos(1_001_000)); // a millisecond and a microsecond
    return seq;
  }
}

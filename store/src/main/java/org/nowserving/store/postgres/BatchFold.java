package org.nowserving.store.postgres;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.Batch;
import org.nowserving.store.Change;
import org.nowserving.store.Change.TableFreed;
import org.nowserving.store.Change.TableLeft;
import org.nowserving.store.Change.TablePicked;
import org.nowserving.store.Change.TicketCalledOff;
import org.nowserving.store.Change.TicketCancelled;
import org.nowserving.store.Change.TicketClaimed;
import org.nowserving.store.Change.TicketCompleted;
import org.nowserving.store.Change.TicketErased;
import org.nowserving.store.Change.TicketOpened;
import org.nowserving.store.History.State;

/**
 * A batch as the rows that it leaves behind: every event, but one row at most for each ticket,
 * visitor and seat, because one statement may not touch a row twice. Pure.
 *
 * @param size how many changes, and so events, there are
 * @param fresh those that opened a ticket to which nothing else happened: most of them, and as
 *     event and ticket they have the same few columns
 * @param events all others
 * @param opened the tickets that were opened and changed
 * @param nextTicket the id after the highest that the batch opened; 0 when it opened none
 */
record BatchFold(
    int size,
    List<TicketOpened> fresh,
    List<EventRow> events,
    List<OpenedTicket> opened,
    List<ChangedTicket> changed,
    List<SeenVisitor> visitors,
    List<ChangedSeat> seats,
    long nextTicket) {

  /** A ticket that the batch opened, as it stands after the batch. */
  record OpenedTicket(
      long id, Email email, PersonName name, long openSeq, Instant openedAt, ChangedTicket rest) {}

  /** What becomes of a ticket; null in every column that stays as it is. */
  record ChangedTicket(
      long id,
      @Nullable State state,
      @Nullable String staff,
      @Nullable Integer table,
      @Nullable Instant claimedAt,
      @Nullable Long claimSeq,
      @Nullable Instant endedAt,
      boolean erased) {

    static ChangedTicket unchanged(long id) {
      return new ChangedTicket(id, null, null, null, null, null, null, false);
    }

    ChangedTicket claimed(TicketClaimed c) {
      return new ChangedTicket(
          id, State.SERVING, c.staff().text(), c.table().value(), c.at(), c.seq(), null, erased);
    }

    ChangedTicket ended(State end, Instant at, StaffName by, TableNumber where) {
      return new ChangedTicket(id, end, by.text(), where.value(), claimedAt, claimSeq, at, erased);
    }

    /**
     * Whoever served it stays who served it; the table too, unless they had another one by then.
     */
    ChangedTicket calledOff(TicketCalledOff c) {
      return new ChangedTicket(
          id,
          State.CANCELLED,
          c.staff().map(StaffName::text).orElse(staff),
          c.table().map(TableNumber::value).orElse(table),
          claimedAt,
          claimSeq,
          c.at(),
          erased);
    }

    ChangedTicket anonymous() {
      return new ChangedTicket(id, state, staff, table, claimedAt, claimSeq, endedAt, true);
    }
  }

  /** What a visitor's row says after the batch. */
  record SeenVisitor(Email email, PersonName name, Instant at) {}

  /** Who sits at a table after the batch; all three null when nobody does. */
  record ChangedSeat(
      int table, @Nullable String staff, @Nullable Instant since, @Nullable Long pickSeq) {}

  static BatchFold of(Batch batch) {
    Folding folding = new Folding();
    batch.changes().forEach(folding::add);
    return folding.result(batch.changes());
  }

  /** The fold under way. */
  private static final class Folding {
    private final Map<Long, TicketOpened> opened = new LinkedHashMap<>();
    private final Map<Long, ChangedTicket> changed = new LinkedHashMap<>();
    private final Map<String, SeenVisitor> visitors = new LinkedHashMap<>();
    private final Map<Integer, ChangedSeat> seats = new LinkedHashMap<>();
    private long nextTicket;

    void add(Change change) {
      switch (change) {
        case TicketOpened c -> open(c);
        case TicketClaimed c -> change(c.ticket(), ticket(c.ticket()).claimed(c));
        case TicketCompleted c ->
            change(
                c.ticket(),
                ticket(c.ticket()).ended(State.COMPLETED, c.at(), c.staff(), c.table()));
        case TicketCancelled c ->
            change(
                c.ticket(),
                ticket(c.ticket()).ended(State.CANCELLED, c.at(), c.staff(), c.table()));
        case TicketCalledOff c -> change(c.ticket(), ticket(c.ticket()).calledOff(c));
        case TicketErased c -> erase(c);
        case TablePicked c ->
            seats.put(
                c.table().value(),
                new ChangedSeat(c.table().value(), c.staff().text(), c.at(), c.seq()));
        case TableLeft c -> leave(c.table());
        case TableFreed c -> leave(c.table());
      }
    }

    private ChangedTicket ticket(TicketId id) {
      ChangedTicket known = changed.get(id.value());
      return known == null ? ChangedTicket.unchanged(id.value()) : known;
    }

    private void change(TicketId id, ChangedTicket ticket) {
      changed.put(id.value(), ticket);
    }

    private void leave(TableNumber table) {
      seats.put(table.value(), new ChangedSeat(table.value(), null, null, null));
    }

    private void open(TicketOpened c) {
      opened.put(c.ticket().value(), c);
      nextTicket = Math.max(nextTicket, c.ticket().value() + 1);
      visitors.put(c.email().key(), new SeenVisitor(c.email(), c.name(), c.at()));
    }

    /** Whoever is erased in the batch that they came with is never written down at all. */
    private void erase(TicketErased c) {
      change(c.ticket(), ticket(c.ticket()).anonymous());
      TicketOpened own = opened.get(c.ticket().value());
      if (own != null) {
        visitors.remove(own.email().key());
      }
    }

    BatchFold result(List<Change> changes) {
      List<TicketOpened> fresh = new ArrayList<>(opened.size());
      List<EventRow> events = new ArrayList<>(changes.size() - opened.size());
      List<OpenedTicket> rows = new ArrayList<>();
      for (Change change : changes) {
        if (change instanceof TicketOpened c && !changed.containsKey(c.ticket().value())) {
          fresh.add(c);
        } else {
          events.add(EventRow.of(change));
        }
      }
      for (TicketOpened c : opened.values()) {
        ChangedTicket rest = changed.remove(c.ticket().value());
        if (rest != null) {
          rows.add(openedRow(c, rest));
        }
      }
      return new BatchFold(
          changes.size(),
          List.copyOf(fresh),
          List.copyOf(events),
          List.copyOf(rows),
          List.copyOf(changed.values()),
          List.copyOf(visitors.values()),
          List.copyOf(seats.values()),
          nextTicket);
    }

    private static OpenedTicket openedRow(TicketOpened c, ChangedTicket rest) {
      return new OpenedTicket(
          c.ticket().value(),
          rest.erased() ? Email.ERASED : c.email(),
          rest.erased() ? PersonName.ERASED : c.name(),
          c.seq(),
          c.at(),
          rest);
    }
  }
}

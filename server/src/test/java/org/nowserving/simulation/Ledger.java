package org.nowserving.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.Batch;
import org.nowserving.store.Change;
import org.nowserving.store.Snapshot;

/**
 * What is durable in a simulation, and the yardstick for everything that is said: the list of all
 * changes, read in the plainest way, sharing no code with the floor. Refuses a change that breaks a
 * rule of the desk.
 */
final class Ledger {
  /** A ticket's story; the numbers are positions in the ledger, -1 for what has not happened. */
  static final class Story {
    final Change.TicketOpened opened;
    final int openedAt;
    Change.@Nullable TicketClaimed claimed;
    int claimedAt = -1;
    int endedAt = -1;
    boolean erased;

    Story(Change.TicketOpened opened, int openedAt) {
      this.opened = opened;
      this.openedAt = openedAt;
    }

    boolean waits() {
      return waitedUntil() < 0;
    }

    /** When somebody claimed it, or the office cancelled it while it waited. */
    int waitedUntil() {
      return claimedAt >= 0 ? claimedAt : endedAt;
    }

    boolean isServed() {
      return claimed != null && endedAt < 0;
    }

    Optional<StaffName> owner() {
      return Optional.ofNullable(claimed).map(Change.TicketClaimed::staff);
    }
  }

  /** That tickets became known to staff, in order. */
  sealed interface Announced {
    record Opened(TicketId ticket) implements Announced {}

    record Claimed(TicketId ticket) implements Announced {}

    /** The office cancelled it; what its owner ends is not announced. */
    record CalledOff(TicketId ticket) implements Announced {}
  }

  /** That a table changed hands; nobody where it was left. */
  record SeatTurn(int at, TableNumber table, Optional<StaffName> staff) {}

  final List<Change> changes = new ArrayList<>();
  final Map<TicketId, Story> stories = new TreeMap<>();
  final TreeMap<TableNumber, StaffName> seats = new TreeMap<>();
  final List<SeatTurn> seatTurns = new ArrayList<>();
  final List<Announced> announced = new ArrayList<>();
  private final List<Integer> announcedBefore = new ArrayList<>();
  private final List<Snapshot.Ended> ended = new ArrayList<>();

  int size() {
    return changes.size();
  }

  /** How many announcements the first so many changes made. */
  int announcedBy(int position) {
    return position == size() ? announced.size() : announcedBefore.get(position);
  }

  void append(Batch batch) {
    Broken.unless(batch.before() == size(), "event numbers have no gap", batch.before(), size());
    batch.changes().forEach(this::append);
  }

  private void append(Change change) {
    int at = size();
    Broken.unless(change.seq() == at + 1, "event numbers have no gap", change.seq(), at);
    announcedBefore.add(announced.size());
    changes.add(change);
    switch (change) {
      case Change.TicketOpened opened -> {
        Broken.unless(
            opened.ticket().value() == stories.size(), "ticket ids have no gap", opened.ticket());
        stories.put(opened.ticket(), new Story(opened, at));
        announced.add(new Announced.Opened(opened.ticket()));
      }
      case Change.TicketClaimed claimed -> {
        Story story = story(claimed.ticket());
        Broken.unless(story.claimed == null, "a ticket has one owner at most", claimed.ticket());
        Broken.unless(
            claimed.staff().equals(seats.get(claimed.table())), "a claim comes from a table", at);
        Broken.unless(!claimed.at().isBefore(story.opened.at()), "claim >= open", at);
        story.claimed = claimed;
        story.claimedAt = at;
        announced.add(new Announced.Claimed(claimed.ticket()));
      }
      case Change.TicketCompleted done -> end(done, done.ticket(), done.staff(), done.table());
      case Change.TicketCancelled done -> end(done, done.ticket(), done.staff(), done.table());
      case Change.TicketCalledOff done -> callOff(done);
      case Change.TicketErased erased -> {
        Story story = story(erased.ticket());
        Broken.unless(story.endedAt < 0, "only an open ticket is erased by the floor", at);
        story.erased = true;
      }
      case Change.TablePicked picked -> {
        Broken.unless(!seats.containsKey(picked.table()), "one person a table", picked.table());
        Broken.unless(!seats.containsValue(picked.staff()), "one table a person", picked.table());
        seats.put(picked.table(), picked.staff());
        seatTurns.add(new SeatTurn(at, picked.table(), Optional.of(picked.staff())));
      }
      case Change.TableLeft left -> {
        Broken.unless(
            left.staff().equals(seats.remove(left.table())), "who leaves sat there", left.table());
        seatTurns.add(new SeatTurn(at, left.table(), Optional.empty()));
      }
      case Change.TableFreed freed -> {
        Broken.unless(
            freed.staff().equals(seats.remove(freed.table())), "who is freed sat there", at);
        seatTurns.add(new SeatTurn(at, freed.table(), Optional.empty()));
      }
    }
  }

  private void end(Change change, TicketId id, StaffName staff, TableNumber table) {
    Story story = story(id);
    Change.TicketClaimed claimed = story.claimed;
    Broken.unless(story.endedAt < 0, "a ticket never leaves an end state", id);
    Broken.unless(
        claimed != null && claimed.staff().equals(staff), "only its owner ends a ticket", id);
    Broken.unless(staff.equals(seats.get(table)), "a ticket is ended from its owner's table", id);
    Broken.unless(claimed == null || !change.at().isBefore(claimed.at()), "end >= claim", id);
    story.endedAt = size() - 1;
    ended.add(new Snapshot.Ended(id, Optional.of(staff)));
  }

  private void callOff(Change.TicketCalledOff done) {
    Story story = story(done.ticket());
    Broken.unless(story.endedAt < 0, "a ticket never leaves an end state", done.ticket());
    Broken.unless(
        done.staff().equals(story.owner()), "an event names who was serving", done.ticket());
    Broken.unless(
        done.table().equals(story.owner().flatMap(this::tableOf)),
        "an event names where they sat",
        done.ticket());
    Broken.unless(!done.at().isBefore(story.opened.at()), "end >= open", done.ticket());
    story.endedAt = size() - 1;
    ended.add(new Snapshot.Ended(done.ticket(), done.staff()));
    announced.add(new Announced.CalledOff(done.ticket()));
  }

  private Optional<TableNumber> tableOf(StaffName staff) {
    return seats.entrySet().stream()
        .filter(seat -> seat.getValue().equals(staff))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private Story story(TicketId id) {
    Story story = stories.get(id);
    Broken.unless(story != null, "a ticket is opened before anything else", id);
    return Objects.requireNonNull(story);
  }

  /** What this person is serving, in the order of the claims. */
  List<TicketId> servedBy(StaffName staff) {
    return stories.values().stream()
        .filter(story -> story.isServed() && story.owner().equals(Optional.of(staff)))
        .sorted((one, other) -> Integer.compare(one.claimedAt, other.claimedAt))
        .map(story -> story.opened.ticket())
        .toList();
  }

  /** Every ticket that is shown: for each table in use the newest one that its occupant serves. */
  Map<TableNumber, Optional<TicketId>> board() {
    Map<TableNumber, Optional<TicketId>> board = new TreeMap<>();
    seats.forEach((table, staff) -> {
      List<TicketId> served = servedBy(staff);
      board.put(table, served.isEmpty() ? Optional.empty() : Optional.of(served.getLast()));
    });
    return board;
  }

  /** Whether nobody had that table at any moment from that position on. */
  boolean wasFree(TableNumber table, int since) {
    Optional<StaffName> occupant = Optional.empty();
    for (SeatTurn turn : seatTurns) {
      if (turn.at() >= since && occupant.isEmpty()) {
        return true;
      }
      if (turn.table().equals(table)) {
        occupant = turn.staff();
      }
    }
    return occupant.isEmpty();
  }

  /** Whether that table was somebody else's at any moment from that position on. */
  boolean wasTakenByAnother(TableNumber table, StaffName staff, int since) {
    Optional<StaffName> occupant = Optional.empty();
    for (SeatTurn turn : seatTurns) {
      if (turn.at() >= since && occupant.filter(other -> !other.equals(staff)).isPresent()) {
        return true;
      }
      if (turn.table().equals(table)) {
        occupant = turn.staff();
      }
    }
    return occupant.filter(other -> !other.equals(staff)).isPresent();
  }

  /**
   * The positions from which on this was how things stood for this person: these tickets waiting,
   * those served by them.
   */
  List<Integer> positionsWhere(
      List<TicketId> waiting, List<TicketId> serving, StaffName staff, int since) {
    List<Integer> positions = new ArrayList<>();
    Set<TicketId> waits = new LinkedHashSet<>();
    Set<TicketId> serves = new LinkedHashSet<>();
    for (int position = 0; position <= size(); position++) {
      if (position >= since
          && List.copyOf(waits).equals(waiting)
          && List.copyOf(serves).equals(serving)) {
        positions.add(position);
      }
      if (position < size()) {
        switch (changes.get(position)) {
          case Change.TicketOpened opened -> waits.add(opened.ticket());
          case Change.TicketClaimed claimed -> {
            waits.remove(claimed.ticket());
            if (claimed.staff().equals(staff)) {
              serves.add(claimed.ticket());
            }
          }
          case Change.TicketCompleted done -> serves.remove(done.ticket());
          case Change.TicketCancelled done -> serves.remove(done.ticket());
          case Change.TicketCalledOff done -> {
            waits.remove(done.ticket());
            serves.remove(done.ticket());
          }
          case Change.TicketErased _,
              Change.TablePicked _,
              Change.TableLeft _,
              Change.TableFreed _ -> {}
        }
      }
    }
    return positions;
  }

  /** What a server finds that starts now. */
  Snapshot snapshot() {
    TreeMap<Long, Change> standing = new TreeMap<>();
    for (Story story : stories.values()) {
      if (story.endedAt < 0) {
        Change.TicketOpened opened = story.opened;
        standing.put(
            opened.seq(),
            story.erased
                ? new Change.TicketOpened(
                    opened.seq(), opened.at(), opened.ticket(), Email.ERASED, PersonName.ERASED)
                : opened);
        Change.TicketClaimed claimed = story.claimed;
        if (claimed != null) {
          standing.put(claimed.seq(), claimed);
        }
      }
    }
    Map<TableNumber, Change.TablePicked> lastPick = new HashMap<>();
    for (Change change : changes) {
      if (change instanceof Change.TablePicked picked) {
        lastPick.put(picked.table(), picked);
      }
    }
    seats.keySet().stream()
        .map(lastPick::get)
        .forEach(picked -> standing.put(Objects.requireNonNull(picked).seq(), picked));
    int from = Math.max(0, ended.size() - Snapshot.ENDED_REMEMBERED);
    return new Snapshot(
        size(), stories.size(), List.copyOf(standing.values()), ended.subList(from, ended.size()));
  }
}

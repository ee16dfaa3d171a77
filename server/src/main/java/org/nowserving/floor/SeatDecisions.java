package org.nowserving.floor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nowserving.floor.Roster.Holder;
import org.nowserving.floor.Roster.StaffDevice;
import org.nowserving.protocol.DisplayEvent;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.StaffEvent;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.store.Change;
import org.nowserving.store.Change.Occasion;
import org.nowserving.store.Change.TableLeft.Reason;

/**
 * What is decided about tables: picked, left, kept for the absent. Reads, never writes; pure but
 * for what it reads.
 */
final class SeatDecisions {
  private final FloorSettings settings;
  private final TicketBook book;
  private final SeatPlan seats;
  private final Roster roster;
  private final Welcomes welcomes;

  SeatDecisions(
      FloorSettings settings, TicketBook book, SeatPlan seats, Roster roster, Welcomes welcomes) {
    this.settings = settings;
    this.book = book;
    this.seats = seats;
    this.roster = roster;
    this.welcomes = welcomes;
  }

  void pick(Input.Pick pick, Moment now, Draft draft) {
    Optional<StaffDevice> connected = roster.staffDevice(pick.connection());
    if (connected.isEmpty()) {
      return; // gone, and hears no answer
    }
    StaffDevice device = connected.get();
    Optional<Credential> shown = credential(pick.claim(), device);
    if (shown.isEmpty()
        && pick.claim() instanceof Input.Claim.AsAtHandshake
        && !device.atHandshake()) {
      draft.refuse(pick, Rejection.MALFORMED); // the token is missing
      return;
    }
    if (shown.filter(credential -> isWelcome(credential, now)).isEmpty()) {
      draft.refuse(pick, Rejection.TOKEN_UNKNOWN);
      return;
    }
    Credential credential = shown.get();
    boolean becomesKnown = !device.isPerson(credential.staff()) || !device.isKnown(now.wall());
    if (isAvailable(pick.table(), credential.staff())) {
      sitDown(device, credential, pick.table(), becomesKnown, draft);
    } else {
      draft.refuse(pick, Rejection.TABLE_NOT_AVAILABLE);
      // A connection that is somebody else's stays theirs: it changes its person only when that
      // succeeds.
      if (device.credential().isEmpty() || device.isPerson(credential.staff())) {
        recognise(device, credential, becomesKnown, draft);
      }
    }
  }

  private static Optional<Credential> credential(Input.Claim claim, StaffDevice device) {
    return switch (claim) {
      case Input.Claim.Shown(var credential) -> Optional.of(credential);
      case Input.Claim.Unrecognised() -> Optional.empty();
      case Input.Claim.AsAtHandshake() ->
          device.atHandshake() && !device.over() ? device.credential() : Optional.empty();
    };
  }

  private boolean isWelcome(Credential credential, Moment now) {
    return roster.isLive(credential, now.wall()) && !roster.isDismissed(credential.staff());
  }

  private boolean isAvailable(TableNumber table, StaffName staff) {
    return table.value() >= 0
        && table.value() < settings.tables()
        && seats.occupant(table).filter(occupant -> !occupant.equals(staff)).isEmpty();
  }

  private void recognise(
      StaffDevice device, Credential credential, boolean becomesKnown, Draft draft) {
    draft.step(new RosterStep.Recognised(device.id(), credential, false));
    if (becomesKnown) {
      draft.welcome(device.id(), welcomes.forStaff(credential.staff()));
    }
  }

  private void sitDown(
      StaffDevice device,
      Credential credential,
      TableNumber table,
      boolean becomesKnown,
      Draft draft) {
    StaffName staff = credential.staff();
    Optional<TableNumber> own = seats.tableOf(staff);
    List<TableNumber> left = new ArrayList<>();
    // Somebody else's seat on this connection is freed at once.
    roster
        .seated(device)
        .filter(other -> !other.equals(staff))
        .ifPresent(other -> left.add(leave(other, Reason.REPLACED, draft)));
    boolean sitsThere = own.filter(table::equals).isPresent();
    if (!sitsThere) {
      own.ifPresent(old -> left.add(leave(staff, Reason.MOVED, draft)));
      draft.keep(new Change.TablePicked(draft.nextSeq(), draft.at(), table, staff));
    }
    draft.step(new RosterStep.Seated(device.id(), staff));

    draft.reply(device.id(), new Reply.Picked(table));
    recognise(device, credential, becomesKnown, draft);
    left.forEach(old -> draft.tell(roster.displays(), new DisplayEvent.Unpicked(old)));
    if (!sitsThere) {
      draft.tell(roster.displays(), new DisplayEvent.Picked(table));
      book.servedBy(staff)
          .forEach(served ->
              draft.tell(roster.displays(), new DisplayEvent.Claimed(served.id(), table)));
    }
    List<ConnectionId> audience = new ArrayList<>();
    if (left.isEmpty() && sitsThere) {
      displaced(staff, device).ifPresent(audience::add);
    } else {
      audience.addAll(roster.standing());
      displaced(staff, device).ifPresent(audience::add);
      audience.remove(device.id());
    }
    tellTaken(audience, left, sitsThere ? List.of() : List.of(table), draft);
  }

  /**
   * The connection that held this person's seat until now, when it is another one: the newest
   * connection has the table.
   */
  private Optional<ConnectionId> displaced(StaffName staff, StaffDevice newest) {
    return roster.holders().get(staff) instanceof Holder.Present(var connection)
            && !connection.equals(newest.id())
        ? Optional.of(connection)
        : Optional.empty();
  }

  void unpick(Input.Unpick unpick, Draft draft) {
    Optional<StaffDevice> device = roster.staffDevice(unpick.connection());
    if (device.isEmpty()) {
      return; // gone, and hears no answer
    }
    Optional<StaffName> staff = roster.seated(device.get());
    if (staff.isEmpty()) {
      draft.refuse(unpick, Rejection.NO_TABLE_ASSIGNED);
      return;
    }
    TableNumber table = leave(staff.get(), Reason.UNPICKED, draft);
    draft.reply(unpick.connection(), new Reply.Unpicked());
    draft.tell(roster.displays(), new DisplayEvent.Unpicked(table));
    List<ConnectionId> audience = new ArrayList<>(roster.standing());
    audience.add(unpick.connection());
    tellTaken(audience, List.of(table), List.of(), draft);
  }

  /** Keeps the seat of a connection that dropped. */
  void disconnect(Input.Disconnected gone, Moment now, Draft draft) {
    roster
        .staffDevice(gone.connection())
        .flatMap(roster::seated)
        .ifPresent(staff ->
            draft.step(
                new RosterStep.SeatKept(staff, now.monotonicNanos() + settings.grace().toNanos())));
    draft.step(new RosterStep.Left(gone.connection()));
  }

  /** Frees every seat that was kept for long enough. */
  void freeAbandoned(Moment now, Draft draft) {
    List<StaffName> absent =
        seats.seated().stream()
            .filter(staff ->
                roster.holders().get(staff) instanceof Holder.Absent(var until)
                    && now.monotonicNanos() - until >= 0)
            .toList();
    if (absent.isEmpty()) {
      return;
    }
    List<TableNumber> left = new ArrayList<>();
    for (StaffName staff : absent) {
      TableNumber table = leave(staff, Reason.ABSENT, draft);
      left.add(table);
      draft.tell(roster.displays(), new DisplayEvent.Unpicked(table));
    }
    tellTaken(roster.standing(), left, List.of(), draft);
  }

  void dismiss(Input.DismissStaff dismiss, Draft draft) {
    StaffName staff = dismiss.staff();
    if (!book.servedBy(staff).isEmpty()) {
      draft.answer(dismiss, new OfficeAnswer.StillServing());
      return;
    }
    draft.step(new RosterStep.Dismissed(staff));
    if (seats.tableOf(staff).isPresent()) {
      TableNumber table = leave(staff, Reason.REMOVED, draft);
      draft.tell(roster.displays(), new DisplayEvent.Unpicked(table));
      List<ConnectionId> audience = new ArrayList<>(roster.standing());
      if (roster.holders().get(staff) instanceof Holder.Present(var connection)) {
        audience.add(connection);
      }
      tellTaken(audience, List.of(table), List.of(), draft);
    }
    draft.answer(dismiss, new OfficeAnswer.Done());
  }

  /** They may work again, and hear how things stand: meanwhile they heard nothing. */
  void reinstate(StaffName staff, Moment now, Draft draft) {
    if (!roster.isDismissed(staff)) {
      return;
    }
    draft.step(new RosterStep.Reinstated(staff));
    roster.staffDevices().stream()
        .filter(device -> device.isPerson(staff) && device.isKnown(now.wall()))
        .forEach(device -> draft.welcome(device.id(), welcomes.forStaff(staff)));
  }

  private TableNumber leave(StaffName staff, Reason reason, Draft draft) {
    TableNumber table = seats.tableOf(staff).orElseThrow();
    draft
        .keep(new Change.TableLeft(draft.nextSeq(), draft.at(), table, staff, reason))
        .step(new RosterStep.SeatGone(staff));
    return table;
  }

  /**
   * The office frees these tables, which are in use; whoever loses one hears of it like all who
   * have none.
   */
  void free(List<TableNumber> tables, Occasion occasion, Optional<StaffName> actor, Draft draft) {
    List<ConnectionId> audience = new ArrayList<>(roster.standing());
    for (TableNumber table : tables) {
      StaffName staff = seats.occupant(table).orElseThrow();
      draft
          .keep(new Change.TableFreed(draft.nextSeq(), draft.at(), table, staff, occasion, actor))
          .step(new RosterStep.SeatGone(staff))
          .tell(roster.displays(), new DisplayEvent.Unpicked(table));
      if (roster.holders().get(staff) instanceof Holder.Present(var connection)) {
        audience.add(connection);
      }
    }
    tellTaken(audience, tables, List.of(), draft);
  }

  /** Tells these connections which tables are taken once this decision is applied. */
  private void tellTaken(
      List<ConnectionId> audience, List<TableNumber> left, List<TableNumber> picked, Draft draft) {
    List<TableNumber> taken = new ArrayList<>(seats.taken());
    taken.removeAll(left);
    taken.addAll(picked);
    taken.sort(null);
    draft.tell(audience, new StaffEvent.Taken(taken));
  }
}

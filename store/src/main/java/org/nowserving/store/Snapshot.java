package org.nowserving.store;

import java.util.List;
import java.util.Optional;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TicketId;

/**
 * What the store holds at a moment when nobody writes. Pure.
 *
 * @param lastSeq the number of the last change that was kept; 0 when none was
 * @param nextTicket the id that the next ticket gets
 * @param standing the changes that made what still stands: the opening and (where claimed) the
 *     claim of every open ticket, with {@code ERASED} for an erased visitor, and the pick of every
 *     seat that is taken; ascending by number
 * @param ended the tickets that ended last, oldest end first, at most {@link #ENDED_REMEMBERED}
 */
public record Snapshot(long lastSeq, long nextTicket, List<Change> standing, List<Ended> ended) {
  /** For how many ended tickets the floor still knows the owner. */
  public static final int ENDED_REMEMBERED = 10_000;

  /** A store in which nothing has happened yet. */
  public static final Snapshot EMPTY = new Snapshot(0, 0, List.of(), List.of());

  public Snapshot {
    standing = List.copyOf(standing);
    ended = List.copyOf(ended);
  }

  /**
   * A ticket that was completed or cancelled.
   *
   * @param owner who served it; empty when nobody did
   */
  public record Ended(TicketId ticket, Optional<StaffName> owner) {}
}

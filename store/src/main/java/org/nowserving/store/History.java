package org.nowserving.store;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;

/**
 * The tickets of the past and the present. Blocks on the database; called from virtual threads
 * only.
 */
public interface History {
  /** Where a ticket stands. */
  enum State {
    WAITING,
    SERVING,
    COMPLETED,
    CANCELLED
  }

  /** One ticket as it stands now. */
  record Entry(
      TicketId ticket,
      Email email,
      PersonName name,
      State state,
      Optional<StaffName> staff,
      Optional<TableNumber> table,
      Instant openedAt,
      Optional<Instant> claimedAt,
      Optional<Instant> endedAt) {
    @Override
    public String toString() {
      return "Entry[" + ticket + "]";
    }
  }

  /**
   * Which tickets are wanted.
   *
   * @param from opened at or after
   * @param to opened before
   * @param after with an id greater than
   * @param limit at most that many
   */
  record Query(Optional<Instant> from, Optional<Instant> to, Optional<TicketId> after, int limit) {}

  /**
   * Hands over each ticket asked for, ascending by id, as it is read: the answer is never in memory
   * as a whole.
   */
  void tickets(Query query, Consumer<Entry> each) throws StoreException;
}

package org.nowserving.store;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
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
    CANCELLED;

    public static final Set<State> ALL = Set.of(values());

    /** Those of tickets that have not ended. */
    public static final Set<State> OPEN = Set.of(WAITING, SERVING);
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

  /** Which ticket comes first. */
  enum Order {
    OLDEST_FIRST,
    NEWEST_FIRST
  }

  /**
   * Which tickets are wanted.
   *
   * @param from opened at or after
   * @param to opened before
   * @param states in one of these
   * @param text found in the e-mail or the name, whatever the case; or the ticket's number, or the
   *     staff member's name to the letter; without control characters and lone surrogates
   * @param order by id
   * @param beyond behind this one in that order
   * @param limit at most that many
   */
  record Query(
      Optional<Instant> from,
      Optional<Instant> to,
      Set<State> states,
      Optional<String> text,
      Order order,
      Optional<TicketId> beyond,
      int limit) {
    public Query {
      states = Set.copyOf(states);
    }

    /** Never the text: it is somebody's name or e-mail. */
    @Override
    public String toString() {
      return "Query[" + order + ", " + limit + "]";
    }
  }

  /**
   * Hands over each ticket asked for, in the order asked for, as it is read: the answer is never in
   * memory as a whole.
   */
  void tickets(Query query, Consumer<Entry> each) throws StoreException;
}

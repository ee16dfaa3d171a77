package org.nowserving.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.Change;
import org.nowserving.store.Change.TicketOpened;
import org.nowserving.store.Desk;
import org.nowserving.store.History;
import org.nowserving.store.History.Entry;
import org.nowserving.store.History.Order;
import org.nowserving.store.History.Query;
import org.nowserving.store.History.State;

final class PostgresHistoryTest {
  private static final Query ALL =
      query(Optional.empty(), Optional.empty(), Optional.empty(), Integer.MAX_VALUE);

  private final Desk desk = new Desk();
  private OpenStore store;
  private History history;

  @BeforeEach
  void openStore() throws Exception {
    store = OpenStore.fresh();
    history = store.store().history();
  }

  @AfterEach
  void closeStore() throws Exception {
    store.close();
  }

  private static Query query(
      Optional<Instant> from, Optional<Instant> to, Optional<TicketId> after, int limit) {
    return new Query(from, to, State.ALL, Optional.empty(), Order.OLDEST_FIRST, after, limit);
  }

  private List<Entry> read(Query query) throws Exception {
    List<Entry> entries = new ArrayList<>();
    history.tickets(query, entries::add);
    return entries;
  }

  private List<Long> ids(Query query) throws Exception {
    return read(query).stream().map(entry -> entry.ticket().value()).toList();
  }

  /** So many waiting tickets. */
  private List<TicketOpened> open(int count) {
    List<TicketOpened> opened = new ArrayList<>();
    for (int id = 0; id < count; id++) {
      opened.add(desk.opens(id));
    }
    store.keep(opened.toArray(Change[]::new));
    return opened;
  }

  @Test
  void aTicketIsShownAsItStands() throws Exception {
    TicketOpened waiting = desk.opens(0);
    TicketOpened served = desk.opens(1);
    Change.TicketClaimed claimed = desk.claims("Ada", 1, 4);
    TicketOpened completed = desk.opens(2);
    Change.TicketClaimed completedClaim = desk.claims("Ada", 2, 4);
    Change.TicketCompleted completion = desk.completes("Ada", 2, 5);
    TicketOpened cancelled = desk.opens(3);
    Change.TicketClaimed cancelledClaim = desk.claims("Bob", 3, 6);
    Change.TicketCancelled cancellation = desk.cancels("Bob", 3, 6);
    store.keep(waiting, served, claimed);
    store.keep(completed, completedClaim);
    store.keep(completion);
    store.keep(cancelled, cancelledClaim, cancellation);

    assertEquals(
        List.of(
            entry(waiting, State.WAITING, null, null, null, null),
            entry(served, State.SERVING, "Ada", 4, claimed, null),
            entry(completed, State.COMPLETED, "Ada", 5, completedClaim, completion.at()),
            entry(cancelled, State.CANCELLED, "Bob", 6, cancelledClaim, cancellation.at())),
        read(ALL));
  }

  private static Entry entry(
      TicketOpened opened,
      State state,
      @Nullable String staff,
      @Nullable Integer table,
      @Nullable Change claimed,
      @Nullable Instant ended) {
    return new Entry(
        opened.ticket(),
        opened.email(),
        opened.name(),
        state,
        Optional.ofNullable(staff).map(Desk::staff),
        Optional.ofNullable(table).map(TableNumber::new),
        opened.at(),
        Optional.ofNullable(claimed).map(Change::at),
        Optional.ofNullable(ended));
  }

  @Test
  void aDayBeginsWithItsFirstMomentAndEndsBeforeItsLast() throws Exception {
    List<TicketOpened> opened = open(10);
    Optional<Instant> third = Optional.of(opened.get(3).at());
    Optional<Instant> seventh = Optional.of(opened.get(7).at());
    Optional<TicketId> after = Optional.empty();

    assertEquals(List.of(3L, 4L, 5L, 6L), ids(query(third, seventh, after, 100)));
    assertEquals(List.of(7L, 8L, 9L), ids(query(seventh, Optional.empty(), after, 100)));
    assertEquals(List.of(0L, 1L, 2L), ids(query(Optional.empty(), third, after, 100)));
  }

  @Test
  void aPageGoesOnAfterTheLastId() throws Exception {
    List<TicketOpened> opened = open(10);
    Optional<Instant> second = Optional.of(opened.get(2).at());
    Optional<TicketId> four = Optional.of(new TicketId(4));

    assertEquals(List.of(2L, 3L, 4L), ids(query(second, Optional.empty(), Optional.empty(), 3)));
    assertEquals(List.of(5L, 6L, 7L), ids(query(second, Optional.empty(), four, 3)));
  }

  @Test
  void moreTicketsThanASliceComeInOrder() throws Exception {
    open(1_750);

    assertEquals(LongStream.range(0, 1_750).boxed().toList(), ids(ALL));
  }

  @Test
  void aReaderThatGivesUpLeavesNothingBehind() throws Exception {
    open(3);
    // More often than there are connections: each has to be given back.
    for (int i = 0; i < 5; i++) {
      assertThrows(
          IllegalStateException.class,
          () ->
              history.tickets(
                  ALL,
                  entry -> {
                    throw new IllegalStateException("the download was broken off");
                  }));
    }
    assertEquals(List.of(0L, 1L, 2L), ids(ALL));
  }

  private List<Long> ids(Set<State> states) throws Exception {
    return ids(
        new Query(
            Optional.empty(),
            Optional.empty(),
            states,
            Optional.empty(),
            Order.OLDEST_FIRST,
            Optional.empty(),
            100));
  }

  @Test
  void ticketsAreAskedForByTheirState() throws Exception {
    open(5);
    store.keep(desk.claims("Ada", 1, 4), desk.claims("Ada", 2, 4), desk.claims("Ada", 3, 4));
    store.keep(desk.completes("Ada", 2, 4), desk.cancels("Ada", 3, 4));

    assertEquals(List.of(0L, 4L), ids(Set.of(State.WAITING)));
    assertEquals(List.of(1L), ids(Set.of(State.SERVING)));
    assertEquals(List.of(2L), ids(Set.of(State.COMPLETED)));
    assertEquals(List.of(3L), ids(Set.of(State.CANCELLED)));
    assertEquals(List.of(0L, 1L, 4L), ids(State.OPEN));
    assertEquals(List.of(2L, 3L), ids(Set.of(State.COMPLETED, State.CANCELLED)));
    assertEquals(List.of(0L, 2L, 4L), ids(Set.of(State.WAITING, State.COMPLETED)));
    assertEquals(List.of(), ids(Set.of()));
  }
}

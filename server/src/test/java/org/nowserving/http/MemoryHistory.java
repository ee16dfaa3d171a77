package org.nowserving.http;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.History;
import org.nowserving.store.StoreException;

/**
 * A history of so many tickets, one opened every second and completed, made up as they are asked
 * for. Any thread.
 */
final class MemoryHistory implements History {
  static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

  private final long tickets;
  private final AtomicInteger reads = new AtomicInteger();
  private volatile int failsAfter = Integer.MAX_VALUE;

  MemoryHistory(long tickets) {
    this.tickets = tickets;
  }

  /** The store goes away after so many reads. */
  void failAfter(int count) {
    failsAfter = count;
  }

  int reads() {
    return reads.get();
  }

  static Entry entry(long id) {
    Instant opened = START.plusSeconds(id);
    return new Entry(
        new TicketId(id),
        new Email("visitor" + id + "@example.com"),
        new PersonName("Visitor " + id),
        State.COMPLETED,
        Optional.of(new StaffName("alice")),
        Optional.of(new TableNumber(3)),
        opened,
        Optional.of(opened.plusSeconds(60)),
        Optional.of(opened.plusSeconds(360)));
  }

  @Override
  public void tickets(Query query, Consumer<Entry> each) throws StoreException {
    if (reads.incrementAndGet() > failsAfter) {
      throw new StoreException("the database is away");
    }
    long given = 0;
    boolean ascending = query.order() == Order.OLDEST_FIRST;
    long step = ascending ? 1 : -1;
    long id = query.beyond().map(TicketId::value).orElse(ascending ? -1 : tickets) + step;
    for (; id >= 0 && id < tickets && given < query.limit(); id += step) {
      Entry entry = entry(id);
      if (isAskedFor(query, entry)) {
        each.accept(entry);
        given++;
      }
    }
  }

  private static boolean isAskedFor(Query query, Entry entry) {
    return query.from().filter(entry.openedAt()::isBefore).isEmpty()
        && query.to().filter(to -> !entry.openedAt().isBefore(to)).isEmpty()
        && query.states().contains(entry.state())
        && query.text().filter(text -> !entry.name().text().contains(text)).isEmpty();
  }
}

package org.nowserving.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.Batch;
import org.nowserving.store.Change;
import org.nowserving.store.Change.Occasion;
import org.nowserving.store.Change.TicketCalledOff;
import org.nowserving.store.Change.TicketCancelled;
import org.nowserving.store.Change.TicketClaimed;
import org.nowserving.store.Change.TicketCompleted;
import org.nowserving.store.Change.TicketOpened;
import org.nowserving.store.Figures.Hour;
import org.nowserving.store.Figures.Present;
import org.nowserving.store.Figures.Range;
import org.nowserving.store.Figures.Report;
import org.nowserving.store.Figures.Spread;
import org.nowserving.store.Figures.Totals;
import org.nowserving.store.MemoryFigures;
import org.nowserving.store.RandomDay;

/** The figures of PostgreSQL, against a calculation in Java and against ones made by hand. */
final class PostgresFiguresTest {
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final Spread NEVER = new Spread(Optional.empty(), Optional.empty());
  private static final StaffName ADA = new StaffName("Ada");
  private static final TableNumber TABLE = new TableNumber(3);

  private OpenStore store;
  private long seq;

  @BeforeEach
  void openStore() throws Exception {
    store = OpenStore.fresh();
  }

  @AfterEach
  void closeStore() throws Exception {
    store.close();
  }

  private void opened(long ticket, String at) {
    store.keep(
        new TicketOpened(
            ++seq,
            Instant.parse(at),
            new TicketId(ticket),
            new Email("visitor" + ticket + "@example.com"),
            new PersonName("Visitor " + ticket)));
  }

  private void claimed(long ticket, String at) {
    store.keep(new TicketClaimed(++seq, Instant.parse(at), new TicketId(ticket), ADA, TABLE));
  }

  private void completed(long ticket, String at) {
    store.keep(new TicketCompleted(++seq, Instant.parse(at), new TicketId(ticket), ADA, TABLE));
  }

  private void cancelled(long ticket, String at) {
    store.keep(new TicketCancelled(++seq, Instant.parse(at), new TicketId(ticket), ADA, TABLE));
  }

  private void calledOff(long ticket, String at, Occasion occasion, Optional<StaffName> servedBy) {
    store.keep(
        new TicketCalledOff(
            ++seq,
            Instant.parse(at),
            new TicketId(ticket),
            servedBy,
            Optional.empty(),
            occasion,
            Optional.empty()));
  }

  private Report report(String from, String to, String... hours) throws Exception {
    List<Instant> starts =
        Stream.concat(Stream.of(from), Stream.of(hours)).map(Instant::parse).toList();
    return store
        .store()
        .figures()
        .over(new Range(Instant.parse(from), Instant.parse(to), starts, QUARTER));
  }

  private static Spread spread(double median, double p95) {
    return new Spread(Optional.of(median), Optional.of(p95));
  }

  @Test
  void nothingAtAllIsNoughtAndNothing() throws Exception {
    assertEquals(
        new Report(
            new Present(0, 0, Optional.empty()),
            new Totals(0, 0, 0, 0, NEVER, NEVER, Optional.empty()),
            List.of(
                new Hour(Instant.parse("2026-03-02T08:00:00Z"), 0, 0, 0, Optional.empty()),
                new Hour(Instant.parse("2026-03-02T09:00:00Z"), 0, 0, 0, Optional.empty()))),
        report("2026-03-02T08:00:00Z", "2026-03-02T10:00:00Z", "2026-03-02T09:00:00Z"));
    Instant noon = Instant.parse("2026-03-02T12:00:00Z");
    assertEquals(
        List.of(), store.store().figures().over(new Range(noon, noon, List.of(), QUARTER)).hours());
  }

  /** Arrived yesterday, a wait of today, a service of tomorrow. */
  @Test
  void aTicketCountsWhereEachThingHappened() throws Exception {
    opened(0, "2026-03-01T22:00:00Z");
    claimed(0, "2026-03-02T08:00:00.25Z");
    completed(0, "2026-03-03T09:00:00Z");
    Report yesterday = report("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z");
    assertEquals(new Totals(1, 0, 0, 0, NEVER, NEVER, Optional.empty()), yesterday.totals());
    Report today = report("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
    assertEquals(
        new Totals(0, 0, 0, 0, spread(36_000.25, 36_000.25), NEVER, Optional.of(0.0)),
        today.totals());
    Report tomorrow = report("2026-03-03T00:00:00Z", "2026-03-04T00:00:00Z");
    assertEquals(
        new Totals(0, 1, 0, 0, NEVER, spread(89_999.75, 89_999.75), Optional.empty()),
        tomorrow.totals());
  }

  @Test
  void whoeverCancelsItIsCancelled() throws Exception {
    for (int ticket = 0; ticket < 5; ticket++) {
      opened(ticket, "2026-03-02T08:0" + ticket + ":00Z");
    }
    claimed(0, "2026-03-02T08:05:00Z");
    cancelled(0, "2026-03-02T08:10:00Z");
    claimed(1, "2026-03-02T08:11:00Z");
    calledOff(1, "2026-03-02T09:00:00Z", Occasion.REQUEST, Optional.of(ADA));
    calledOff(2, "2026-03-02T09:01:00Z", Occasion.REQUEST, Optional.empty());
    calledOff(3, "2026-03-02T17:00:00Z", Occasion.DAY_CLOSED, Optional.empty());

    Report day = report("2026-03-02T08:00:00Z", "2026-03-02T18:00:00Z", "2026-03-02T09:00:00Z");
    assertEquals(new Totals(5, 0, 2, 2, spread(450, 585), NEVER, Optional.of(1.0)), day.totals());
    assertEquals(4, day.totals().cancelled());
    assertEquals(List.of(1L, 3L), day.hours().stream().map(Hour::cancelled).toList());
    assertEquals(
        new Present(1, 0, Optional.of(Instant.parse("2026-03-02T08:04:00Z"))), day.present());
  }

  /** And what stands at this moment is told whatever the range. */
  @Test
  void aRangeHasItsFirstMomentAndNotItsLast() throws Exception {
    opened(0, "2026-03-02T08:59:59.999999Z");
    opened(1, "2026-03-02T09:00:00Z");
    opened(2, "2026-03-02T09:59:59.999999Z");
    opened(3, "2026-03-02T10:00:00Z");
    claimed(2, "2026-03-02T10:00:00Z");
    Report nine = report("2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z", "2026-03-02T09:30:00Z");
    assertEquals(2, nine.totals().arrived());
    assertEquals(NEVER, nine.totals().waitTime());
    assertEquals(List.of(1L, 1L), nine.hours().stream().map(Hour::arrived).toList());
    assertEquals(
        new Present(3, 1, Optional.of(Instant.parse("2026-03-02T08:59:59.999999Z"))),
        nine.present());
    Report ten = report("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z");
    assertEquals(1, ten.totals().arrived());
    assertEquals(Optional.of(0.000001), ten.totals().waitTime().median());
  }

  /** To the microsecond: exactly as long as may be is not too long. */
  @Test
  void theServiceLevelIsKeptByAWaitOfExactlyThatLength() throws Exception {
    String[] claims = {"08:14:59", "08:15:00", "08:15:00.000001", "08:20:00"};
    for (int ticket = 0; ticket < claims.length; ticket++) {
      opened(ticket, "2026-03-02T08:00:00Z");
      claimed(ticket, "2026-03-02T" + claims[ticket] + "Z");
      completed(ticket, "2026-03-02T08:30:00Z");
    }
    Totals totals = report("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z").totals();
    assertEquals(Optional.of(0.5), totals.kept());
    assertEquals(900.0000005, totals.waitTime().median().orElseThrow(), 1e-9);
    assertEquals(1_155.00000015, totals.waitTime().p95().orElseThrow(), 1e-9);
    assertEquals(899.9999995, totals.serviceTime().median().orElseThrow(), 1e-9);
  }

  @Test
  void whoeverIsErasedStillCounts() throws Exception {
    opened(0, "2026-03-02T08:00:00Z");
    claimed(0, "2026-03-02T08:10:00Z");
    completed(0, "2026-03-02T08:20:00Z");
    opened(1, "2026-03-02T08:30:00Z");
    store.keep(
        new Change.TicketErased(++seq, Instant.parse("2026-03-02T08:31:00Z"), new TicketId(1)));
    store.store().visitors().erase(new Email("visitor0@example.com"));
    Report report = report("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z");
    assertEquals(
        new Totals(2, 1, 0, 0, spread(600, 600), spread(600, 600), Optional.of(1.0)),
        report.totals());
    assertEquals(1, report.present().waiting());
  }

  /** In the autumn 02:00 to 03:00 comes twice in Zurich: two hours, each with its own. */
  @Test
  void anHourThatComesTwiceIsTwoHours() throws Exception {
    opened(0, "2026-10-25T00:59:59Z");
    opened(1, "2026-10-25T01:00:00Z");
    opened(2, "2026-10-25T01:30:00Z");
    Report night =
        report(
            "2026-10-25T00:00:00Z",
            "2026-10-25T03:00:00Z",
            "2026-10-25T01:00:00Z",
            "2026-10-25T02:00:00Z");
    assertEquals(List.of(1L, 2L, 0L), night.hours().stream().map(Hour::arrived).toList());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void randomDaysCountAsTheDefinitionsSay(long seed) throws Exception {
    List<Change> changes = RandomDay.of(seed, 1_500);
    for (Batch batch : RandomDay.batches(seed, changes, 200)) {
      store.keep(batch.changes().toArray(Change[]::new));
    }
    MemoryFigures expected = new MemoryFigures(changes);
    Random random = new Random(seed);
    for (int i = 0; i < 40; i++) {
      Range range = range(changes, random);
      assertSame(expected.over(range), store.store().figures().over(range));
    }
  }

  /** Its borders, and those of its hours, are moments at which something happened. */
  private static Range range(List<Change> changes, Random random) {
    List<Instant> borders = new ArrayList<>();
    int count = 2 + random.nextInt(12);
    for (int i = 0; i < count; i++) {
      borders.add(
          changes.get(random.nextInt(changes.size())).at().plusNanos(1_000L * random.nextInt(2)));
    }
    List<Instant> hours = borders.stream().sorted().distinct().toList();
    return new Range(
        hours.getFirst(),
        hours.getLast(),
        hours.subList(0, hours.size() - 1),
        Duration.ofNanos(1_001_000L * random.nextInt(300)));
  }

  /** The counts to the letter, the times but for what adding in another order makes of them. */
  private static void assertSame(Report expected, Report report) {
    assertEquals(rounded(expected).toString(), rounded(report).toString());
  }

  private static Report rounded(Report report) {
    Totals totals = report.totals();
    return new Report(
        report.present(),
        new Totals(
            totals.arrived(),
            totals.served(),
            totals.cancelledWaiting(),
            totals.cancelledServing(),
            rounded(totals.waitTime()),
            rounded(totals.serviceTime()),
            rounded(totals.kept())),
        report.hours().stream()
            .map(hour ->
                new Hour(
                    hour.from(),
                    hour.arrived(),
                    hour.served(),
                    hour.cancelled(),
                    rounded(hour.medianWait())))
            .toList());
  }

  private static Spread rounded(Spread spread) {
    return new Spread(rounded(spread.median()), rounded(spread.p95()));
  }

  private static Optional<Double> rounded(Optional<Double> value) {
    return value.map(seconds -> Math.round(seconds * 1e8) / 1e8);
  }

  /** A report of a day among years reads that day's events. */
  @Test
  void aDayIsFoundWithoutReadingTheYears() throws Exception {
    store
        .database()
        .execute(
            """
            INSERT INTO event (seq, at, kind, ticket)
            SELECT n, timestamptz '2020-01-01T00:00:00Z' + n * interval '10 minutes',
                   'ticket-opened', n
            FROM generate_series(1, 200000) AS n;
            SELECT brin_summarize_new_values('event_at');
            ANALYZE event
            """);
    String plan = plan("2023-06-01T00:00:00Z", "2023-06-02T00:00:00Z");
    assertTrue(plan.contains("Bitmap Index Scan on event_at"), plan);
    assertFalse(plan.contains("Seq Scan"), plan);
    assertEquals(144, report("2023-06-01T00:00:00Z", "2023-06-02T00:00:00Z").totals().arrived());
  }

  private String plan(String from, String to) throws Exception {
    String statement =
        PostgresFigures.HAPPENED
            .replaceFirst("\\?", "'{" + from + "}'")
            .replaceFirst("\\?", "'" + from + "'")
            .replaceFirst("\\?", "'" + to + "'")
            .replaceFirst("\\?", "900");
    StringBuilder plan = new StringBuilder();
    try (Connection connection = store.database().connect();
        Statement explain = connection.createStatement()) {
      connection.setAutoCommit(false);
      explain.execute(PostgresFigures.PLANNING);
      try (ResultSet rows = explain.executeQuery("EXPLAIN " + statement)) {
        while (rows.next()) {
          plan.append(rows.getString(1)).append('\n');
        }
      }
    }
    return plan.toString();
  }
}

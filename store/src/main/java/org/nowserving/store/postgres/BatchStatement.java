package org.nowserving.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.store.Change.TicketOpened;
import org.nowserving.store.History.State;
import org.nowserving.store.postgres.BatchFold.ChangedSeat;
import org.nowserving.store.postgres.BatchFold.ChangedTicket;
import org.nowserving.store.postgres.BatchFold.OpenedTicket;
import org.nowserving.store.postgres.BatchFold.SeenVisitor;

/**
 * The one statement that keeps a batch: one transaction in one round trip, autocommit on. Its first
 * member moves the fence and every other selects from it, so that a batch which the fence does not
 * let through writes nothing. Members that a batch has no rows for are left out, which gives a
 * handful of texts that the driver keeps prepared. The thread that writes only.
 */
final class BatchStatement {
  private static final String FENCE =
      """
      WITH fence AS (
        UPDATE writer SET last_seq = ?, next_ticket = greatest(next_ticket, ?)
        WHERE site = 0 AND epoch = ? AND last_seq = ?
        RETURNING 1
      )\
      """;

  /**
   * Tickets to which nothing else happened: what their events and rows have in common goes over
   * once, and what is the same in all of them is no array.
   */
  private static final String FRESH =
      """
      , fresh AS (
        SELECT f.*
        FROM fence, unnest(?::bigint[], ?::timestamptz[], ?::bigint[], ?::text[], ?::text[])
             AS f (seq, at, ticket, email, name)
      ), fresh_events AS (
        INSERT INTO event (seq, at, kind, ticket) SELECT seq, at, ?, ticket FROM fresh
      ), fresh_tickets AS (
        INSERT INTO ticket (id, email, name, open_seq, opened_at, state)
        SELECT ticket, email, name, seq, at, ? FROM fresh
      )\
      """;

  private static final String EVENTS =
      """
      , events AS (
        INSERT INTO event (seq, at, kind, ticket, table_number, staff, actor, detail)
        SELECT e.seq, e.at, e.kind, e.ticket, e.table_number, e.staff, e.actor, e.detail::jsonb
        FROM fence, unnest(?::bigint[], ?::timestamptz[], ?::text[], ?::bigint[], ?::integer[],
                           ?::text[], ?::text[], ?::text[])
             AS e (seq, at, kind, ticket, table_number, staff, actor, detail)
      )\
      """;

  private static final String OPENED =
      """
      , opened AS (
        INSERT INTO ticket (id, email, name, open_seq, opened_at, state, staff, table_number,
                            claimed_at, claim_seq, ended_at)
        SELECT o.* FROM fence, unnest(
          ?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::timestamptz[], ?::text[], ?::text[],
          ?::integer[], ?::timestamptz[], ?::bigint[], ?::timestamptz[]) AS o
      )\
      """;

  private static final String VISITORS =
      """
      , visitors AS (
        INSERT INTO visitor (email, name, last_seen_at)
        SELECT v.* FROM fence, unnest(?::text[], ?::text[], ?::timestamptz[]) AS v
        ON CONFLICT (email) DO UPDATE
        SET name = excluded.name, last_seen_at = excluded.last_seen_at
      )\
      """;

  /**
   * An end state is never left: a ticket that has ended is not found.
   *
   * <p>Each row is found by a subquery of its own and joined by its place. A plain join on the id
   * leaves the planner the choice to walk through all open tickets for every change; without
   * statistics, which a young database has not, it takes them for one or two, and keeps that plan.
   */
  private static final String CHANGED =
      """
      , changed AS (
        UPDATE ticket t
        SET state = coalesce(c.state, t.state), staff = coalesce(c.staff, t.staff),
            table_number = coalesce(c.table_number, t.table_number),
            claimed_at = coalesce(c.claimed_at, t.claimed_at),
            claim_seq = coalesce(c.claim_seq, t.claim_seq),
            ended_at = c.ended_at,
            email = coalesce(c.email, t.email), name = coalesce(c.name, t.name)
        FROM (
          SELECT u.*, (SELECT o.ctid FROM ticket o
                       WHERE o.site = 0 AND o.id = u.id AND o.ended_at IS NULL) AS place
          FROM fence, unnest(?::bigint[], ?::text[], ?::text[], ?::integer[], ?::timestamptz[],
                             ?::bigint[], ?::timestamptz[], ?::text[], ?::text[])
               AS u (id, state, staff, table_number, claimed_at, claim_seq, ended_at, email, name)
        ) AS c
        WHERE t.ctid = c.place
        RETURNING 1
      )\
      """;

  private static final String SEATS =
      """
      , seats AS (
        INSERT INTO seat (table_number, staff, since, pick_seq)
        SELECT s.* FROM fence,
          unnest(?::integer[], ?::text[], ?::timestamptz[], ?::bigint[]) AS s
        ON CONFLICT (site, table_number) DO UPDATE
        SET staff = excluded.staff, since = excluded.since, pick_seq = excluded.pick_seq
      )\
      """;

  private static final String ANSWER = "\nSELECT count(*) FROM fence";

  /**
   * Divides by zero, and so undoes the whole statement, when a change did not find its open ticket.
   * The condition keeps the planner from working the division out beforehand.
   */
  private static final String ANSWER_WITH_CHANGED =
      """

      SELECT count(*), 1 / (CASE WHEN (SELECT count(*) FROM changed) = count(*) * ?
                            THEN 1 ELSE 0 END)
      FROM fence\
      """;

  private final Connection connection;
  private final BatchFold fold;
  private int parameter;

  BatchStatement(Connection connection, BatchFold fold) {
    this.connection = connection;
    this.fold = fold;
  }

  /**
   * Runs it.
   *
   * @return whether the fence let it through; if not, nothing was written
   */
  boolean run(long epoch, long before) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text())) {
      bindFence(statement, epoch, before);
      if (hasFresh()) {
        bindFresh(statement);
      }
      if (hasEvents()) {
        bindEvents(statement);
      }
      if (hasOpened()) {
        bindOpened(statement);
      }
      if (hasVisitors()) {
        bindVisitors(statement);
      }
      if (hasChanged()) {
        bindChanged(statement);
      }
      if (hasSeats()) {
        bindSeats(statement);
      }
      if (hasChanged()) {
        statement.setLong(next(), fold.changed().size());
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1) == 1;
      }
    }
  }

  private boolean hasFresh() {
    return !fold.fresh().isEmpty();
  }

  private boolean hasEvents() {
    return !fold.events().isEmpty();
  }

  private boolean hasVisitors() {
    return !fold.visitors().isEmpty();
  }

  private boolean hasOpened() {
    return !fold.opened().isEmpty();
  }

  private boolean hasChanged() {
    return !fold.changed().isEmpty();
  }

  private boolean hasSeats() {
    return !fold.seats().isEmpty();
  }

  private String text() {
    return FENCE
        + (hasFresh() ? FRESH : "")
        + (hasEvents() ? EVENTS : "")
        + (hasOpened() ? OPENED : "")
        + (hasVisitors() ? VISITORS : "")
        + (hasChanged() ? CHANGED : "")
        + (hasSeats() ? SEATS : "")
        + (hasChanged() ? ANSWER_WITH_CHANGED : ANSWER);
  }

  private void bindFence(PreparedStatement statement, long epoch, long before) throws SQLException {
    statement.setLong(next(), before + fold.size());
    statement.setLong(next(), fold.nextTicket());
    statement.setLong(next(), epoch);
    statement.setLong(next(), before);
  }

  private void bindFresh(PreparedStatement statement) throws SQLException {
    List<TicketOpened> rows = fold.fresh();
    bind(statement, "int8", rows, TicketOpened::seq);
    bind(statement, "timestamptz", rows, TicketOpened::at);
    bind(statement, "int8", rows, row -> row.ticket().value());
    bind(statement, "text", rows, row -> row.email().address());
    bind(statement, "text", rows, row -> row.name().text());
    statement.setString(next(), EventRow.TICKET_OPENED);
    statement.setString(next(), ColumnText.of(State.WAITING));
  }

  private void bindEvents(PreparedStatement statement) throws SQLException {
    List<EventRow> rows = fold.events();
    bind(statement, "int8", rows, EventRow::seq);
    bind(statement, "timestamptz", rows, EventRow::at);
    bind(statement, "text", rows, EventRow::kind);
    bind(statement, "int8", rows, EventRow::ticket);
    bind(statement, "int4", rows, EventRow::table);
    bind(statement, "text", rows, EventRow::staff);
    bind(statement, "text", rows, EventRow::actor);
    bind(statement, "text", rows, EventRow::detail);
  }

  private void bindOpened(PreparedStatement statement) throws SQLException {
    List<OpenedTicket> rows = fold.opened();
    bind(statement, "int8", rows, OpenedTicket::id);
    bind(statement, "text", rows, row -> row.email().address());
    bind(statement, "text", rows, row -> row.name().text());
    bind(statement, "int8", rows, OpenedTicket::openSeq);
    bind(statement, "timestamptz", rows, OpenedTicket::openedAt);
    bind(statement, "text", rows, row -> stateText(row.rest(), State.WAITING));
    bind(statement, "text", rows, row -> row.rest().staff());
    bind(statement, "int4", rows, row -> row.rest().table());
    bind(statement, "timestamptz", rows, row -> row.rest().claimedAt());
    bind(statement, "int8", rows, row -> row.rest().claimSeq());
    bind(statement, "timestamptz", rows, row -> row.rest().endedAt());
  }

  private void bindVisitors(PreparedStatement statement) throws SQLException {
    List<SeenVisitor> rows = fold.visitors();
    bind(statement, "text", rows, row -> row.email().key());
    bind(statement, "text", rows, row -> row.name().text());
    bind(statement, "timestamptz", rows, SeenVisitor::at);
  }

  private void bindChanged(PreparedStatement statement) throws SQLException {
    List<ChangedTicket> rows = fold.changed();
    bind(statement, "int8", rows, ChangedTicket::id);
    bind(statement, "text", rows, row -> stateText(row, null));
    bind(statement, "text", rows, ChangedTicket::staff);
    bind(statement, "int4", rows, ChangedTicket::table);
    bind(statement, "timestamptz", rows, ChangedTicket::claimedAt);
    bind(statement, "int8", rows, ChangedTicket::claimSeq);
    bind(statement, "timestamptz", rows, ChangedTicket::endedAt);
    bind(statement, "text", rows, row -> row.erased() ? Email.ERASED.address() : null);
    bind(statement, "text", rows, row -> row.erased() ? PersonName.ERASED.text() : null);
  }

  private void bindSeats(PreparedStatement statement) throws SQLException {
    List<ChangedSeat> rows = fold.seats();
    bind(statement, "int4", rows, ChangedSeat::table);
    bind(statement, "text", rows, ChangedSeat::staff);
    bind(statement, "timestamptz", rows, ChangedSeat::since);
    bind(statement, "int8", rows, ChangedSeat::pickSeq);
  }

  private static @Nullable String stateText(ChangedTicket row, @Nullable State unchanged) {
    State state = row.state() == null ? unchanged : row.state();
    return state == null ? null : ColumnText.of(state);
  }

  /** One column of all rows as one array; an instant goes over as its ISO-8601 text. */
  private <R> void bind(
      PreparedStatement statement, String type, List<R> rows, Function<R, @Nullable Object> column)
      throws SQLException {
    @Nullable String[] values = new @Nullable String[rows.size()];
    for (int i = 0; i < values.length; i++) {
      Object value = column.apply(rows.get(i));
      values[i] = value == null ? null : value.toString();
    }
    statement.setArray(next(), connection.createArrayOf(type, values));
  }

  private int next() {
    return ++parameter;
  }
}

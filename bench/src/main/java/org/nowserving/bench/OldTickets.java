package org.nowserving.bench;

import java.sql.SQLException;

/** The history of a desk that has been open for years. Blocks; one thread. */
final class OldTickets {
  static final int TICKETS = 5_000_000;
  static final int WAITING = 10_000;
  static final int VISITORS = 1_000_000;

  private final Cluster cluster;
  private final String database;
  private final int tickets;

  OldTickets(Cluster cluster, String database, int tickets) {
    this.cluster = cluster;
    this.database = database;
    this.tickets = tickets;
  }

  /** Fills the server's own, empty tables. */
  void write() throws SQLException {
    int all = tickets + WAITING;
    String serial = " FROM generate_series(0, %d) i".formatted(tickets - 1);
    cluster.run(
        database,
        "SET synchronous_commit = off",
        """
        INSERT INTO visitor
          SELECT 'visitor' || i || '@example.org', 'Visitor ' || i, now() - interval '1 day'
          FROM generate_series(0, %d) i
        """
            .formatted(VISITORS - 1),
        """
        INSERT INTO ticket (id, email, name, staff, table_number, opened_at, claimed_at, ended_at,
                            state, open_seq, claim_seq)
          SELECT i, 'visitor' || i %% %d || '@example.org', 'Visitor ' || i %% %d,
                 'Member ' || i %% 10, i %% 10, t, t + interval '5 min', t + interval '12 min',
                 'completed', 3 * i + 1, 3 * i + 2
          FROM (SELECT i, now() - interval '1 day' - (%d - i) * interval '25 s' AS t%s) AS old
        """
            .formatted(VISITORS, VISITORS, tickets, serial),
        """
        INSERT INTO event (seq, at, kind, ticket, table_number, staff, actor)
          SELECT 3 * i + k, now() - interval '1 day' - (%d - i) * interval '25 s',
                 (ARRAY['ticket-opened', 'ticket-claimed', 'ticket-completed'])[k], i,
                 CASE WHEN k > 1 THEN i %% 10 END, CASE WHEN k > 1 THEN 'Member ' || i %% 10 END,
                 CASE WHEN k > 1 THEN 'Member ' || i %% 10 END
          FROM generate_series(0, %d) i, generate_series(1, 3) k
        """
            .formatted(tickets, tickets - 1),
        """
        INSERT INTO ticket (id, email, name, opened_at, state, open_seq)
          SELECT i, 'visitor' || i %% %d || '@example.org', 'Visitor ' || i %% %d, now(), 'waiting',
                 2 * %d + i + 1
          FROM generate_series(%d, %d) i
        """
            .formatted(VISITORS, VISITORS, tickets, tickets, all - 1),
        """
        INSERT INTO event (seq, at, kind, ticket)
          SELECT 2 * %d + i + 1, now(), 'ticket-opened', i FROM generate_series(%d, %d) i
        """
            .formatted(tickets, tickets, all - 1),
        "UPDATE writer SET last_seq = %d, next_ticket = %d".formatted(lastSeq(), all),
        "VACUUM ANALYZE",
        "CHECKPOINT");
  }

  private long lastSeq() {
    return 3L * tickets + WAITING;
  }

  /** Takes back what a round has added. */
  void forgetTheRound() throws SQLException {
    cluster.run(
        database,
        "DELETE FROM ticket WHERE site = 0 AND id >= " + (tickets + WAITING),
        "DELETE FROM event WHERE site = 0 AND seq > " + lastSeq(),
        "UPDATE writer SET last_seq = %d, next_ticket = %d"
            .formatted(lastSeq(), tickets + WAITING));
  }
}

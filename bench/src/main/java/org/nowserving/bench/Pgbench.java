package org.nowserving.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's own benchmark, as it recommends itself: prepared statements, two threads, no vacuum
 * before each run. Blocks; one thread.
 */
final class Pgbench {
  private static final String DATABASE = "yardstick";
  private static final int PEOPLE = 100_000;
  private static final int TICKETS = 100_000;
  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

  private static final Pattern MEAN = Pattern.compile("latency average = ([0-9.]+) ms");

  static final String ONE_ROW = "INSERT INTO one (email) VALUES ('visitor@example.org');\n";

  /** What a `new` writes, one statement a row, as most people would send it. */
  static final String THREE_ROWS =
      """
      \\set person random(1, 1000000000)
      BEGIN;
      INSERT INTO event (seq, at, kind, ticket) VALUES (nextval('seqs'), now(), 'ticket-opened', 1);
      INSERT INTO ticket (id, email, name, opened_at, state, open_seq)
        VALUES (nextval('ids'), 'visitor' || :person || '@example.org', 'Visitor', now(), 'waiting', 1);
      INSERT INTO visitor (email, name, last_seen_at)
        VALUES ('visitor' || :person || '@example.org', 'Visitor', now())
        ON CONFLICT (email) DO UPDATE SET name = excluded.name, last_seen_at = excluded.last_seen_at;
      COMMIT;
      """;

  /** What an accept, or a complete, writes. */
  static final String CHANGE =
      """
      \\set id random(0, %d)
      BEGIN;
      INSERT INTO event (seq, at, kind, ticket, table_number, staff, actor)
        VALUES (nextval('seqs'), now(), 'ticket-claimed', :id, 1, 'Member', 'Member');
      UPDATE ticket SET state = 'serving', staff = 'Member', table_number = 1, claimed_at = now()
        WHERE site = 0 AND id = :id;
      COMMIT;
      """
          .formatted(TICKETS - 1);

  static final String SELECT_ONLY =
      """
      \\set person random(0, %d)
      SELECT name FROM visitor WHERE email = 'visitor' || :person || '@example.org';
      """
          .formatted(PEOPLE - 1);

  /**
   * @param perSecond transactions a second
   * @param meanMicros how long one takes
   */
  record Result(double perSecond, double meanMicros) {}

  private final Cluster cluster;
  private final Path directory;

  Pgbench(Cluster cluster, Path directory) throws IOException, SQLException {
    this.cluster = cluster;
    this.directory = directory;
    cluster.createTables(DATABASE);
    cluster.run(
        DATABASE,
        "CREATE TABLE one (id bigserial PRIMARY KEY, email text NOT NULL)",
        "CREATE SEQUENCE seqs",
        "CREATE SEQUENCE ids START " + TICKETS,
        "INSERT INTO visitor SELECT 'visitor' || i || '@example.org', 'Visitor ' || i, now()"
            + " FROM generate_series(0, "
            + (PEOPLE - 1)
            + ") i",
        "INSERT INTO ticket (id, email, name, opened_at, state, open_seq)"
            + " SELECT i, 'visitor' || i || '@example.org', 'Visitor ' || i, now(), 'waiting', i"
            + " FROM generate_series(0, "
            + (TICKETS - 1)
            + ") i",
        "VACUUM ANALYZE");
  }

  Result run(String script, int clients, Duration time) throws IOException, InterruptedException {
    Path file = directory.resolve("pgbench.sql");
    Files.writeString(file, script);
    String words =
        Run.output(
            List.of(
                cluster.pgbench().toString(),
                "--host=127.0.0.1",
                "--port=" + cluster.port(),
                "--username=" + Cluster.USER,
                "--no-vacuum",
                "--protocol=prepared",
                "--file=" + file,
                "--client=" + clients,
                "--jobs=" + Math.min(2, clients),
                "--time=" + Math.max(1, time.toSeconds()),
                DATABASE));
    return new Result(number(RATE, words), number(MEAN, words) * 1_000);
  }

  private static double number(Pattern pattern, String words) throws IOException {
    Matcher matcher = pattern.matcher(words);
    if (!matcher.find()) {
      throw new IOException("pgbench said something else than expected:\n" + words);
    }
    return Double.parseDouble(matcher.group(1));
  }
}

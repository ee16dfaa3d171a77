package org.nowserving.store.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.nowserving.store.StoreException;

/**
 * What a PostgreSQL must be so that an acknowledged change survives a crash. Pure but for {@link
 * #check}.
 *
 * @param version as {@code server_version_num} has it: 140000 is 14.0
 */
record ServerFitness(
    int version,
    String encoding,
    boolean standby,
    String fsync,
    String fullPageWrites,
    String synchronousCommit) {
  /** What the statements and the timeouts of this package need, and what is still maintained. */
  private static final int OLDEST = 14;

  private static final String QUERY =
      """
      SELECT current_setting('server_version_num')::int, current_setting('server_encoding'),
             pg_is_in_recovery(), current_setting('fsync'), current_setting('full_page_writes'),
             current_setting('synchronous_commit')
      """;

  /** Refuses a database that is not fit, with a sentence that names what to change. */
  static void check(Connection connection) throws SQLException, StoreException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(QUERY)) {
      row.next();
      Optional<String> complaint =
          new ServerFitness(
                  row.getInt(1),
                  row.getString(2),
                  row.getBoolean(3),
                  row.getString(4),
                  row.getString(5),
                  row.getString(6))
              .complaint();
      if (complaint.isPresent()) {
        throw new StoreException(complaint.get());
      }
    }
  }

  /** What is wrong, in a sentence; empty when nothing is. */
  Optional<String> complaint() {
    if (version / 10_000 < OLDEST) {
      return Optional.of(
          "The database at database-url is PostgreSQL %d: %d or newer is needed."
              .formatted(version / 10_000, OLDEST));
    }
    if (standby) {
      return Optional.of(
          "The database at database-url is a standby, which cannot be written: name the primary.");
    }
    if (!encoding.equals("UTF8")) {
      return Optional.of(
          "The database at database-url has the encoding %s: create it with ENCODING 'UTF8'."
              .formatted(encoding));
    }
    if (!fsync.equals("on")) {
      return Optional.of(lossy("fsync", fsync));
    }
    if (!fullPageWrites.equals("on")) {
      return Optional.of(lossy("full_page_writes", fullPageWrites));
    }
    // Its other values (local, remote_write, remote_apply) all wait for this server's own disk.
    if (synchronousCommit.equals("off")) {
      return Optional.of(lossy("synchronous_commit", synchronousCommit));
    }
    return Optional.empty();
  }

  private static String lossy(String parameter, String value) {
    return ("The database at database-url has %s = %s and would lose acknowledged tickets in a"
            + " crash: set it to on.")
        .formatted(parameter, value);
  }
}

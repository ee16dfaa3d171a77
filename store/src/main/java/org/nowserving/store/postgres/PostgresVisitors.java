package org.nowserving.store.postgres;

import static java.util.stream.Collectors.groupingBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.store.StoreException;
import org.nowserving.store.Visitors;

/** Visitors in PostgreSQL. Any thread; blocks. */
final class PostgresVisitors implements Visitors {
  private static final String NAMES = "SELECT email, name FROM visitor WHERE email = ANY (?)";

  /**
   * Reads every ticket that ended. An index on the lower-case e-mail would make this fast and every
   * new ticket slower; visitors come all day, and somebody is erased once in a while. What is not
   * plain ASCII is only a candidate: which letters are the same is Java's to say, as it was when
   * the visitor's key was made.
   */
  private static final String CANDIDATES =
      """
      SELECT id, email FROM ticket
      WHERE site = 0 AND ended_at IS NOT NULL
        AND (lower(email COLLATE "C") = ? OR octet_length(email) <> char_length(email))
      """;

  private static final String ANONYMISE =
      "UPDATE ticket SET email = ?, name = ? WHERE site = 0 AND id = ANY (?) AND ended_at IS NOT NULL";

  private static final String FORGET = "DELETE FROM visitor WHERE email = ?";

  private final Pool lookups;
  private final Pool reports;

  /**
   * @param lookups for what somebody waits for at a kiosk
   * @param reports for what takes long
   */
  PostgresVisitors(Pool lookups, Pool reports) {
    this.lookups = lookups;
    this.reports = reports;
  }

  @Override
  public Map<Email, PersonName> namesOf(Collection<Email> emails) throws StoreException {
    Map<String, List<Email>> byKey = emails.stream().collect(groupingBy(Email::key));
    Object[] keys = byKey.keySet().toArray();
    return lookups.run(connection -> {
      Map<Email, PersonName> names = HashMap.newHashMap(keys.length);
      try (PreparedStatement statement = connection.prepareStatement(NAMES)) {
        statement.setArray(1, connection.createArrayOf("text", keys));
        try (ResultSet rows = statement.executeQuery()) {
          StoredRow row = new StoredRow(rows);
          while (rows.next()) {
            PersonName name = row.personName(2);
            byKey.getOrDefault(row.text(1), List.of()).forEach(email -> names.put(email, name));
          }
        }
      }
      return names;
    });
  }

  @Override
  public int erase(Email email) throws StoreException {
    return reports.inTransaction(connection -> {
      int tickets = anonymise(connection, endedTicketsOf(connection, email));
      // LAST: the committer's next visit of this visitor waits from here until the commit.
      return tickets + forget(connection, email);
    });
  }

  private static List<Long> endedTicketsOf(Connection connection, Email email) throws SQLException {
    List<Long> tickets = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(CANDIDATES)) {
      statement.setFetchSize(1_000);
      statement.setString(1, email.key());
      try (ResultSet rows = statement.executeQuery()) {
        StoredRow row = new StoredRow(rows);
        while (rows.next()) {
          if (row.email(2).key().equals(email.key())) {
            tickets.add(row.number(1));
          }
        }
      }
    }
    return tickets;
  }

  private static int anonymise(Connection connection, List<Long> tickets) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ANONYMISE)) {
      statement.setString(1, Email.ERASED.address());
      statement.setString(2, PersonName.ERASED.text());
      statement.setArray(3, connection.createArrayOf("int8", tickets.toArray()));
      return statement.executeUpdate();
    }
  }

  private static int forget(Connection connection, Email email) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
      statement.setString(1, email.key());
      return statement.executeUpdate();
    }
  }
}

package org.nowserving.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.nowserving.protocol.StaffName;
import org.nowserving.store.Accounts;
import org.nowserving.store.Role;
import org.nowserving.store.SessionId;
import org.nowserving.store.StoreException;

/** Staff members and sessions in PostgreSQL. Any thread; blocks. */
final class PostgresAccounts implements Accounts {
  private static final String FOREIGN_KEY_VIOLATION = "23503";

  /**
   * Locks the member and every admin, in one order: of two last admins who remove each other the
   * second waits here, and then finds itself the only one. It also keeps out a sign-in of the
   * member, whose session would come too late to be ended with the others.
   */
  private static final String LOCK_MEMBER_AND_ADMINS =
      "SELECT name, role FROM staff WHERE name = ? OR role = 'admin' ORDER BY name FOR UPDATE";

  private final Pool lookups;

  PostgresAccounts(Pool lookups) {
    this.lookups = lookups;
  }

  @Override
  public boolean isEmpty() throws StoreException {
    return lookups.run(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT NOT EXISTS (SELECT FROM staff)")) {
        row.next();
        return row.getBoolean(1);
      }
    });
  }

  @Override
  public boolean add(Account account) throws StoreException {
    return lookups.run(connection ->
        update(
                connection,
                "INSERT INTO staff (name, password_hash, role) VALUES (?, ?, ?)"
                    + " ON CONFLICT DO NOTHING",
                account.name().text(),
                account.passwordHash(),
                ColumnText.of(account.role()))
            == 1);
  }

  @Override
  public Optional<Account> find(StaffName name) throws StoreException {
    return lookups.run(connection -> {
      try (PreparedStatement statement =
          prepare(
              connection,
              "SELECT name, password_hash, role FROM staff WHERE name = ?",
              name.text())) {
        return accounts(statement).stream().findFirst();
      }
    });
  }

  @Override
  public List<Account> list() throws StoreException {
    return lookups.run(connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "SELECT name, password_hash, role FROM staff ORDER BY name")) {
        return accounts(statement);
      }
    });
  }

  private static List<Account> accounts(PreparedStatement statement) throws SQLException {
    List<Account> accounts = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      StoredRow row = new StoredRow(rows);
      while (rows.next()) {
        accounts.add(new Account(row.staff(1), rows.getString(2), row.role(3)));
      }
    }
    return accounts;
  }

  @Override
  public Removal remove(StaffName name) throws StoreException {
    return lookups.inTransaction(connection -> {
      int others = 0;
      Optional<Role> own = Optional.empty();
      try (PreparedStatement statement = prepare(connection, LOCK_MEMBER_AND_ADMINS, name.text());
          ResultSet rows = statement.executeQuery()) {
        StoredRow row = new StoredRow(rows);
        while (rows.next()) {
          if (row.staff(1).equals(name)) {
            own = Optional.of(row.role(2));
          } else {
            others++;
          }
        }
      }
      if (own.isEmpty()) {
        return new Removal.NoSuchMember();
      }
      if (own.get() == Role.ADMIN && others == 0) {
        return new Removal.LastAdmin();
      }
      List<SessionId> ended =
          endSessions(
              connection, "DELETE FROM session WHERE staff = ? RETURNING token_hash", name.text());
      update(connection, "DELETE FROM staff WHERE name = ?", name.text());
      return new Removal.Removed(ended);
    });
  }

  @Override
  public PasswordChange changePassword(
      StaffName name, String passwordHash, Optional<SessionId> keep) throws StoreException {
    List<SessionId> ended = new ArrayList<>();
    try {
      return change(name, passwordHash, keep, ended);
    } catch (Pool.CommitInDoubt e) {
      return new PasswordChange.InDoubt(List.copyOf(ended));
    }
  }

  private PasswordChange change(
      StaffName name, String passwordHash, Optional<SessionId> keep, List<SessionId> ended)
      throws StoreException {
    return lookups.inTransaction(connection -> {
      int changed =
          update(
              connection,
              "UPDATE staff SET password_hash = ? WHERE name = ?",
              passwordHash,
              name.text());
      if (changed == 0) {
        return new PasswordChange.NoSuchMember();
      }
      ended.addAll(
          endSessions(
              connection,
              "DELETE FROM session WHERE staff = ? AND token_hash <> ? RETURNING token_hash",
              name.text(),
              keep.map(PostgresAccounts::bytes).orElse(new byte[0])));
      return new PasswordChange.Changed(List.copyOf(ended));
    });
  }

  @Override
  public boolean replaceHash(StaffName name, String old, String better) throws StoreException {
    return lookups.run(connection ->
        update(
                connection,
                "UPDATE staff SET password_hash = ? WHERE name = ? AND password_hash = ?",
                better,
                name.text(),
                old)
            == 1);
  }

  private static List<SessionId> endSessions(
      Connection connection, String deletion, Object... values) throws SQLException {
    List<SessionId> ended = new ArrayList<>();
    try (PreparedStatement statement = prepare(connection, deletion, values);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        ended.add(sessionId(row.getBytes(1)));
      }
    }
    return ended;
  }

  @Override
  public boolean openSession(SessionId id, StaffName staff, Instant expiresAt, Instant now)
      throws StoreException {
    return lookups.run(connection -> {
      update(connection, "DELETE FROM session WHERE expires_at <= ?", utc(now));
      try {
        return update(
                connection,
                "INSERT INTO session (token_hash, staff, expires_at)"
                    + " SELECT ?, name, ? FROM staff WHERE name = ?",
                bytes(id),
                utc(expiresAt),
                staff.text())
            == 1;
      } catch (SQLException e) {
        if (SqlFault.state(e).equals(FOREIGN_KEY_VIOLATION)) {
          return false; // removed between the look at staff and the check of the key
        }
        throw e;
      }
    });
  }

  @Override
  public Optional<Session> session(SessionId id) throws StoreException {
    return lookups.run(connection -> {
      try (PreparedStatement statement =
              prepare(
                  connection,
                  "SELECT s.name, s.role, x.expires_at FROM session x JOIN staff s"
                      + " ON s.name = x.staff WHERE x.token_hash = ?",
                  bytes(id));
          ResultSet rows = statement.executeQuery()) {
        StoredRow row = new StoredRow(rows);
        return rows.next()
            ? Optional.of(new Session(id, row.staff(1), row.role(2), row.instant(3)))
            : Optional.empty();
      }
    });
  }

  @Override
  public boolean endSession(SessionId id) throws StoreException {
    return lookups.run(connection ->
        update(connection, "DELETE FROM session WHERE token_hash = ?", bytes(id)) == 1);
  }

  private static int update(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  private static PreparedStatement prepare(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static byte[] bytes(SessionId id) {
    return HexFormat.of().parseHex(id.hash());
  }

  private static SessionId sessionId(byte[] bytes) {
    return new SessionId(HexFormat.of().formatHex(bytes));
  }
}

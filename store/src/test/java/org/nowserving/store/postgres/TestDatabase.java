package org.nowserving.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.nowserving.store.StoreException;

/**
 * An empty PostgreSQL database for one test, gone when it is closed. All of a JVM's tests share one
 * server, which {@link TestServer} chooses. Any thread.
 */
public final class TestDatabase implements AutoCloseable {
  private final TestServer server;
  private final String name;

  private TestDatabase(TestServer server, String name) {
    this.server = server;
    this.name = name;
  }

  /** A new database, empty. */
  public static TestDatabase fresh() throws SQLException {
    TestServer server = TestServer.shared();
    TestDatabase database =
        new TestDatabase(server, "test_" + UUID.randomUUID().toString().replace('-', '_'));
    server.execute(
        "CREATE DATABASE " + database.name + " TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'");
    return database;
  }

  public String jdbcUrl() {
    return server.jdbcUrl(name);
  }

  public String user() {
    return server.user();
  }

  public String password() {
    return server.password();
  }

  /** What a store is opened with to use it. */
  public DatabaseSettings settings() {
    return DatabaseSettings.of(jdbcUrl(), user(), password());
  }

  /** Another connection to it, with no limits and no part in what is tested. */
  public Connection connect() throws SQLException {
    return server.connect(jdbcUrl());
  }

  /** Runs statements beside what is tested. */
  public void execute(String statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(statements);
    }
  }

  /** The name that PostgreSQL knows it by. */
  String name() {
    return name;
  }

  /** Whether the server's processes are this machine's own, and ours to freeze. */
  public static boolean serverIsLocal() {
    return TestServer.shared().isLocal();
  }

  /** Drops it, whoever is still connected. */
  @Override
  public void close() throws SQLException {
    server.execute("DROP DATABASE " + name + " WITH (FORCE)");
  }

  /** What the harness itself cannot do is the end of the test. */
  static AssertionError broken(String what, Exception cause) {
    return new AssertionError(what + ": " + cause.getMessage(), cause);
  }

  /** The store on it. */
  public PostgresStore open() throws StoreException {
    return PostgresStore.open(settings());
  }
}

package org.nowserving.store.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.nowserving.store.StoreException;

/**
 * The PostgreSQL server that all tests of this JVM share. It is, in this order:
 *
 * <ol>
 *   <li>the one that {@code -Dit.postgres.url} names (with {@code -Dit.postgres.user} and {@code
 *       -Dit.postgres.password}); the user must be a superuser;
 *   <li>one in a container, where an engine runs (see {@link ContainerServer});
 *   <li>the bundled one, as the product itself runs it.
 * </ol>
 *
 * Which one it is gets printed once. It is stopped when the JVM ends. Any thread.
 */
record TestServer(String url, String user, String password, boolean isLocal) {
  private static final String BIN_DIR = "nowserving.test.postgres-bin-dir";

  /** Made at the first use, for all tests. */
  private static final class Shared {
    static final TestServer SERVER = choose();
  }

  static TestServer shared() {
    return Shared.SERVER;
  }

  private static TestServer choose() {
    String given = System.getProperty("it.postgres.url", "");
    if (!given.isEmpty()) {
      announce("the one that -Dit.postgres.url names");
      return new TestServer(
          given,
          System.getProperty("it.postgres.user", ""),
          System.getProperty("it.postgres.password", ""),
          false);
    }
    if (ContainerServer.isEngineHere()) {
      announce("a container of " + ContainerServer.image());
      return ContainerServer.start();
    }
    String binaries = System.getProperty(BIN_DIR, "");
    announce("the bundled binaries in " + binaries);
    return bundled(Path.of(binaries));
  }

  private static void announce(String choice) {
    System.out.println(
        "PostgreSQL for the tests (a given URL, else a container, else the bundled one): "
            + choice);
  }

  /** Held until this process ends, and here so that nothing closes them before. */
  private static final List<FileChannel> FOLDER_LOCKS = new ArrayList<>();

  /** On a directory that stays, so that only the first run after a clean pays for initdb. */
  private static TestServer bundled(Path binaries) {
    try {
      BundledPostgres postgres = BundledPostgres.start(binaries, ownFolder().toAbsolutePath());
      Runtime.getRuntime().addShutdownHook(new Thread(postgres::close, "stop PostgreSQL"));
      return new TestServer(postgres.jdbcUrl(), postgres.user(), postgres.password(), true);
    } catch (StoreException | IOException e) {
      throw TestDatabase.broken("the bundled PostgreSQL does not start", e);
    }
  }

  /** A folder that no other process which runs tests has now. */
  private static Path ownFolder() throws IOException {
    Files.createDirectories(Path.of("target"));
    for (int number = 1; ; number++) {
      Path folder = Path.of("target", "test-postgres-" + number);
      FileChannel lock =
          FileChannel.open(
              Path.of(folder + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock.tryLock() != null) {
        FOLDER_LOCKS.add(lock);
        return folder;
      }
      lock.close();
    }
  }

  /** The server's URL with another database in it. */
  String jdbcUrl(String database) {
    int query = url.indexOf('?');
    String address = query < 0 ? url : url.substring(0, query);
    String parameters = query < 0 ? "" : url.substring(query);
    return address.substring(0, address.lastIndexOf('/') + 1) + database + parameters;
  }

  Connection connect(String jdbcUrl) throws SQLException {
    Properties properties = new Properties();
    if (!user.isEmpty()) {
      properties.setProperty("user", user);
    }
    properties.setProperty("password", password);
    return DriverManager.getConnection(jdbcUrl, properties);
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

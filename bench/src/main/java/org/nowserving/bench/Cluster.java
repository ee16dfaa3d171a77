package org.nowserving.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.nowserving.store.Journal;

/**
 * A PostgreSQL of its own for everybody who is measured, from the system's packages, with every
 * durable setting on and room for its log. One thread.
 */
final class Cluster implements AutoCloseable {
  static final String USER = "postgres";
  private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
  private static final Duration TO_START = Duration.ofSeconds(30);
  private static final String SCHEMA = "postgres/migration/V1__what_is_kept.sql";

  /** In the manual's words; everything else is the default. */
  private static final List<String> SETTINGS =
      List.of(
          "listen_addresses=127.0.0.1",
          "fsync=on",
          "synchronous_commit=on",
          "full_page_writes=on",
          "shared_buffers=512MB",
          "min_wal_size=2GB",
          "max_wal_size=8GB",
          "checkpoint_timeout=15min",
          "max_connections=200");

  private final Path programs;
  private final int port;
  private final Child postmaster;

  private Cluster(Path programs, int port, Child postmaster) {
    this.programs = programs;
    this.port = port;
    this.postmaster = postmaster;
  }

  static Cluster start(Path directory, int port, Path log)
      throws IOException, InterruptedException, SQLException {
    Path programs = programs();
    Path data = directory.resolve("postgres");
    Files.createDirectories(data);
    if (isRoot()) {
      Run.output(List.of("chmod", "go+x", directory.toString()));
      Run.output(List.of("chown", USER, data.toString()));
    }
    Run.output(
        as(
            programs.resolve("initdb").toString(),
            "--pgdata=" + data,
            "--auth=trust",
            "--username=" + USER,
            "--encoding=UTF8",
            "--locale=C.UTF-8"));
    List<String> command = new ArrayList<>();
    command.addAll(as(programs.resolve("postgres").toString(), "-D", data.toString()));
    command.addAll(List.of("-p", Integer.toString(port), "-c", "unix_socket_directories="));
    SETTINGS.forEach(setting -> command.addAll(List.of("-c", setting)));
    Cluster cluster = new Cluster(programs, port, new Child("PostgreSQL", log, Map.of(), command));
    cluster.awaitStart();
    return cluster;
  }

  static List<String> settings() {
    return SETTINGS;
  }

  /** Where initdb, postgres and pgbench of the newest version are. */
  private static Path programs() throws IOException {
    if (Files.isDirectory(PACKAGES)) {
      try (Stream<Path> versions = Files.list(PACKAGES)) {
        List<Path> found =
            versions
                .sorted(Comparator.comparing(Path::getFileName))
                .map(version -> version.resolve("bin"))
                .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                .filter(bin -> Files.isExecutable(bin.resolve("pgbench")))
                .toList();
        if (!found.isEmpty()) {
          return found.getLast();
        }
      }
    }
    throw new IOException(
        "there is no PostgreSQL under " + PACKAGES + ": install the package postgresql");
  }

  /** PostgreSQL refuses to run as root. */
  private static List<String> as(String... command) {
    List<String> words = new ArrayList<>();
    if (isRoot()) {
      words.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
    }
    words.addAll(List.of(command));
    return words;
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private void awaitStart() throws InterruptedException, SQLException {
    while (true) {
      try {
        connect("postgres").close();
        return;
      } catch (SQLException e) {
        if (postmaster.age().compareTo(TO_START) > 0) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  int port() {
    return port;
  }

  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  Path pgbench() {
    return programs.resolve("pgbench");
  }

  Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database), USER, null);
  }

  /** Runs statements, one string each, every one in a transaction of its own. */
  void run(String database, String... statements) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  String ask(String database, String question) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getString(1);
    }
  }

  void create(String database) throws SQLException {
    run("postgres", "DROP DATABASE IF EXISTS " + database, "CREATE DATABASE " + database);
  }

  void copy(String from, String to) throws SQLException {
    run("postgres", "DROP DATABASE IF EXISTS " + to, "CREATE DATABASE " + to + " TEMPLATE " + from);
  }

  /** Makes the server's own tables, empty, for pgbench. */
  void createTables(String database) throws IOException, SQLException {
    create(database);
    try (InputStream script = Journal.class.getResourceAsStream(SCHEMA)) {
      if (script == null) {
        throw new IOException("the tables are not on the class path: " + SCHEMA);
      }
      run(database, new String(script.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Fast: whoever is still connected is not waited for. */
  @Override
  public void close() {
    postmaster.interrupt();
    postmaster.close();
  }
}

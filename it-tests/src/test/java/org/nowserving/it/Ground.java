package org.nowserving.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.nowserving.store.postgres.TestDatabase;

/**
 * What one test stands on: a directory of its own and the servers started in it. Closing it leaves
 * nothing behind, also when the test killed a server and its PostgreSQL lived on. One thread.
 */
public final class Ground implements AutoCloseable {
  private static final Duration FOR_THE_LAST_WRITER = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final Path directory;
  private final List<ServerProcess> servers = new ArrayList<>();

  public Ground() throws IOException {
    directory = Files.createTempDirectory("nowserving-it-");
    // The bundled PostgreSQL may have to run as another user, who has to get here.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  public Path directory() {
    return directory;
  }

  /** A server on free ports, with the bundled PostgreSQL in this directory. */
  public Launch launch() {
    return Launch.in(directory).with("data-dir", dataDir().toString());
  }

  /** A server on free ports, with that database. */
  public Launch on(TestDatabase database) throws IOException {
    Path password = directory.resolve("database-password");
    Files.writeString(password, database.password() + "\n");
    return Launch.in(directory)
        .with("database-url", database.jdbcUrl())
        .with("database-user", database.user())
        .with("database-password-file", password.toString());
  }

  /** Where a server that is started here keeps its data by itself. */
  public Path dataDir() {
    return directory.resolve("nowserving-data");
  }

  /** Starts a server and waits until it is ready. */
  public ServerProcess start(Launch launch) throws IOException, InterruptedException {
    ServerProcess server = begin(launch);
    server.awaitReady();
    return server;
  }

  /** Starts a server and does not wait. */
  public ServerProcess begin(Launch launch) throws IOException {
    return keep(launch.begin());
  }

  /** Starts a server in a way of the test's own and does not wait. */
  ServerProcess begin(ProcessBuilder process) throws IOException {
    return keep(new ServerProcess(process.start()));
  }

  private ServerProcess keep(ServerProcess server) {
    servers.add(server);
    return server;
  }

  /** The bundled PostgreSQL of the server in this directory. */
  LocalPostgres postgres() {
    return new LocalPostgres(dataDir());
  }

  @Override
  public void close() throws IOException {
    for (ServerProcess server : servers) {
      server.close();
    }
    postgres().killIfAlive();
    delete();
  }

  /**
   * A process of a PostgreSQL that was killed lives for as long as it takes to notice, and writes
   * meanwhile. Once its folder is gone it can write no more.
   */
  private void delete() throws IOException {
    long deadline = System.nanoTime() + FOR_THE_LAST_WRITER.toNanos();
    while (true) {
      try {
        deleteWhatIsThere();
        return;
      } catch (IOException | UncheckedIOException e) {
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      }
    }
  }

  private void deleteWhatIsThere() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}

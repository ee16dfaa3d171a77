package org.nowserving.store.postgres;

import java.nio.file.Path;
import java.time.Duration;
import org.nowserving.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL that comes with the product: the real programs, run beside this process on a data
 * directory of its own, so that a first start needs no database of anybody's.
 *
 * <p>The first start makes the database; every later one starts it again. It listens on the
 * loopback address only, on a port that is chosen at each start, and lets nobody in without the
 * password. It lives in a session of its own, so that a Ctrl-C at the terminal does not end it
 * under the server's hands. When its postmaster dies it is started again, on the same port, for as
 * long as this object is open. What a killed server left running is stopped at the next start,
 * never taken over.
 *
 * <p>Any thread may call it. {@link #start} and {@link #close} block.
 */
public final class BundledPostgres implements AutoCloseable {
  /**
   * How long things may take.
   *
   * @param start until a started PostgreSQL answers; recovering from a crash is a part of it, and
   *     one that is cut off begins anew the next time
   * @param stop until an ordinary stop has ended, before a harder one follows; both keep every
   *     commit
   */
  public record Patience(Duration start, Duration stop) {
    public static final Patience DEFAULT =
        new Patience(Duration.ofMinutes(10), Duration.ofSeconds(5));
  }

  private static final Logger log = LoggerFactory.getLogger(BundledPostgres.class);

  private final DataDirectory directory;
  private final PostmasterKeeper keeper;
  private final String password;

  private BundledPostgres(DataDirectory directory, PostmasterKeeper keeper, String password) {
    this.directory = directory;
    this.keeper = keeper;
    this.password = password;
  }

  /** {@link #start(Path, Path, Patience)} with the default patience. */
  public static BundledPostgres start(Path binDir, Path dataDir) throws StoreException {
    return start(binDir, dataDir, Patience.DEFAULT);
  }

  /**
   * Starts PostgreSQL and returns when it answers.
   *
   * @param binDir where {@code postgres} and {@code initdb} are (setting {@code postgres-bin-dir})
   * @param dataDir what is kept (setting {@code data-dir}); made when it is not there. The database
   *     is in {@code postgres} in it, its password in {@code postgres-password}
   * @throws StoreException with one sentence for whoever started the server
   */
  public static BundledPostgres start(Path binDir, Path dataDir, Patience patience)
      throws StoreException {
    return start(binDir, dataDir, patience, PostgresAccount.Tools.ofThisMachine());
  }

  static BundledPostgres start(
      Path binDir, Path dataDir, Patience patience, PostgresAccount.Tools tools)
      throws StoreException {
    PostgresPrograms programs = PostgresPrograms.in(binDir);
    DataDirectory directory = DataDirectory.take(dataDir);
    try {
      PostgresAccount account = PostgresAccount.choose(programs, directory, tools);
      directory.removeUnfinished();
      if (directory.isEmpty()) {
        log.info(
            "The first start makes the database in {}; this takes some seconds", directory.root());
        new FirstStart(programs, directory, account, patience.start()).run();
      }
      directory.checkMajorVersion(programs);
      PostmasterLaunch launch = new PostmasterLaunch(programs, directory, account);
      String password = directory.password();
      PostmasterKeeper keeper = PostmasterKeeper.start(launch, patience);
      return new BundledPostgres(directory, keeper, password);
    } catch (InterruptedException e) {
      directory.release();
      Thread.currentThread().interrupt();
      throw new StoreException("The start of PostgreSQL was interrupted.", e);
    } catch (StoreException | RuntimeException e) {
      directory.release();
      throw e;
    }
  }

  /**
   * Where it listens; the same for as long as this object is open. It carries parameters: no TLS on
   * the loopback, and no password for a stranger who took the port while PostgreSQL was away and
   * asks for it in clear.
   */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:"
        + keeper.port()
        + "/postgres?sslmode=disable&requireAuth=scram-sha-256";
  }

  public String user() {
    return FirstStart.USER;
  }

  public String password() {
    return password;
  }

  /** Whether the postmaster runs now. While this is open a dead one is being started again. */
  public boolean isAlive() {
    return keeper.isAlive();
  }

  /**
   * Stops PostgreSQL: every commit is kept, every connection is cut. Calling it again does nothing.
   */
  @Override
  public void close() {
    keeper.close();
    // AFTER the postmaster has ended: the next server may have the directory only then.
    directory.release();
  }
}

package org.nowserving.store.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.nowserving.store.StoreException;
import org.nowserving.store.postgres.BundledPostgres.Patience;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one postmaster running until it is closed: starts it, and a thread of its own starts it
 * again when it dies. It stays on its port, so that whoever was connected finds it again. Any
 * thread.
 */
final class PostmasterKeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PostmasterKeeper.class);

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** A recovery that is cut off begins anew: giving up on it would help nobody. */
  private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

  private final PostmasterLaunch launch;
  private final Patience patience;
  private final int port;
  private final Thread watcher;

  /** Written by the watcher; by {@link #close} only AFTER the watcher has ended. */
  private volatile Postmaster current;

  private volatile boolean closing;

  private PostmasterKeeper(
      PostmasterLaunch launch, Patience patience, int port, Postmaster running) {
    this.launch = launch;
    this.patience = patience;
    this.port = port;
    this.current = running;
    this.watcher =
        Thread.ofPlatform().name("bundled-postgres-watcher").daemon().unstarted(this::watch);
  }

  /** Stops what was left behind, and starts; returns when PostgreSQL answers. */
  static PostmasterKeeper start(PostmasterLaunch launch, Patience patience)
      throws StoreException, InterruptedException {
    Postmaster.stopLeftBehind(launch.directory(), patience.stop());
    long start = System.nanoTime();
    int port = freePort();
    boolean told = false;
    Postmaster postmaster = null;
    try {
      while (true) {
        postmaster = begin(launch, port);
        Postmaster.Outcome outcome = postmaster.awaitReady(patience.start());
        if (outcome == Postmaster.Outcome.READY) {
          PostmasterKeeper keeper = new PostmasterKeeper(launch, patience, port, postmaster);
          keeper.watcher.start();
          return keeper;
        }
        if (System.nanoTime() - start > patience.start().toNanos()) {
          throw new StoreException(explain(outcome, launch));
        }
        if (outcome == Postmaster.Outcome.PORT_TAKEN) {
          port = freePort(); // somebody was faster
        }
        if (outcome == Postmaster.Outcome.PREDECESSOR_ENDING && !told) {
          log.warn("{}", explain(outcome, launch));
          told = true;
        }
        Thread.sleep(SHORTEST_PAUSE);
      }
    } catch (InterruptedException e) {
      if (postmaster != null) {
        postmaster.stop(Duration.ZERO);
      }
      throw e;
    }
  }

  private static String explain(Postmaster.Outcome outcome, PostmasterLaunch launch) {
    return switch (outcome) {
      case READY -> "PostgreSQL is ready.";
      case PORT_TAKEN -> "Another program took the port of PostgreSQL on 127.0.0.1.";
      case PREDECESSOR_ENDING ->
          "Processes of an earlier PostgreSQL on %s still run; it cannot start until they have ended."
              .formatted(launch.directory().database());
    };
  }

  private static Postmaster begin(PostmasterLaunch launch, int port) throws StoreException {
    try {
      return launch.begin(port);
    } catch (IOException e) {
      throw launch.directory().unusable(e);
    }
  }

  private static int freePort() throws StoreException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new StoreException("PostgreSQL found no free port on 127.0.0.1.", e);
    }
  }

  private void watch() {
    try {
      while (true) {
        int exitCode = current.awaitEnd();
        if (closing) {
          return;
        }
        log.warn("The bundled PostgreSQL ended (exit code {}): starting it again", exitCode);
        startAgain();
        log.info("The bundled PostgreSQL runs again");
      }
    } catch (InterruptedException _) {
      // close() asks this thread to leave
    }
  }

  /**
   * Tries for as long as it takes: there is nothing to do without it, and a full disk may have room
   * again.
   */
  private void startAgain() throws InterruptedException {
    Duration pause = SHORTEST_PAUSE;
    String said = "";
    while (!closing) {
      String problem;
      try {
        Postmaster next = begin(launch, port);
        current = next;
        Postmaster.Outcome outcome = next.awaitReady(FOREVER);
        if (outcome == Postmaster.Outcome.READY) {
          return;
        }
        problem = explain(outcome, launch);
        if (outcome == Postmaster.Outcome.PREDECESSOR_ENDING) {
          pause = SHORTEST_PAUSE; // a matter of moments, and everybody waits
        }
      } catch (StoreException e) {
        problem = String.valueOf(e.getMessage());
      }
      if (!problem.equals(said)) {
        log.warn("The bundled PostgreSQL does not start yet: {}", problem);
        said = problem;
      }
      Thread.sleep(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  int port() {
    return port;
  }

  boolean isAlive() {
    return current.isAlive();
  }

  /** Stops it for good. */
  @Override
  public void close() {
    closing = true;
    watcher.interrupt();
    boolean interrupted = false;
    while (watcher.isAlive()) {
      try {
        watcher.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    current.stop(patience.stop());
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

package org.nowserving.ops;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nowserving.loop.LoopState;

/**
 * Whether the server lives, and whether it can do its work. Any thread.
 *
 * <p>Alive is the loop: who restarts the server for it restarts it for a reason that a restart
 * mends. A database that is away is not one of these, so it makes the server unready, not ill.
 */
public final class Health {
  /** A loop that did nothing for so long does nothing any more; idle it turns 20 times a second. */
  private static final Duration STUCK = Duration.ofSeconds(5);

  private final LongSupplier nanoTime;
  private volatile @Nullable Watched watched;
  private volatile boolean stopping;

  private record Watched(Supplier<LoopState> loop, BooleanSupplier databaseCommits) {}

  /**
   * @param nanoTime the monotonic clock
   */
  public Health(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * The server has started and is ready as long as these say so.
   *
   * @param databaseCommits may block for a moment
   */
  public void started(Supplier<LoopState> loop, BooleanSupplier databaseCommits) {
    watched = new Watched(loop, databaseCommits);
  }

  /** The server finishes what it has begun, and takes nothing new. */
  public void stopping() {
    stopping = true;
  }

  /** What ails the server, in a word or two; empty when it lives. */
  public Optional<String> ailment() {
    Watched known = watched;
    if (known == null || stopping) {
      return Optional.empty();
    }
    long idle = nanoTime.getAsLong() - known.loop.get().turnedAtNanos();
    return idle > STUCK.toNanos() ? Optional.of("stuck") : Optional.empty();
  }

  /** Why the server can do no work at present, in a word; empty when it can. */
  public Optional<String> unready() {
    Watched known = watched;
    if (stopping) {
      return Optional.of("stopping");
    }
    if (known == null) {
      return Optional.of("starting");
    }
    if (ailment().isPresent()) {
      return ailment();
    }
    boolean stores = known.loop.get().storing() && known.databaseCommits.getAsBoolean();
    return stores ? Optional.empty() : Optional.of("database");
  }
}

package org.nowserving.limits;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Every limit on rates and on numbers, as they stand; one for the whole server. Any thread. */
public final class Limits {
  /** How long an attempt to sign in waits where many have failed. */
  static final Duration WAIT = Duration.ofSeconds(1);

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final LimitSettings settings;
  private final LongSupplier nanos;
  private final Doorkeeper doorkeeper;
  private final Budget visitors;
  private final Budget queries;
  private final SignInGuard guard;

  public Limits(LimitSettings settings, LimitMeter meter) {
    this(
        settings,
        meter,
        System::nanoTime,
        CompletableFuture.delayedExecutor(WAIT.toNanos(), TimeUnit.NANOSECONDS));
  }

  /**
   * @param nanos a monotonic clock
   * @param later runs what it is given after {@link #WAIT}
   */
  Limits(LimitSettings settings, LimitMeter meter, LongSupplier nanos, Executor later) {
    this.settings = settings;
    this.nanos = nanos;
    Trust trust = new Trust(settings.trusted());
    this.doorkeeper = new Doorkeeper(settings, trust, meter);
    this.visitors = new Budget(Limit.NEW_PER_MINUTE, settings.newPerMinute(), trust, meter, nanos);
    this.queries =
        new Budget(Limit.QUERY_PER_MINUTE, settings.queryPerMinute(), trust, meter, nanos);
    this.guard = new SignInGuard(settings.signInFailuresPerMinute(), trust, meter, nanos, later);
  }

  /** Who may connect. */
  public Doorkeeper doorkeeper() {
    return doorkeeper;
  }

  /** How many visitors a source may sign in. */
  public Budget visitors() {
    return visitors;
  }

  /** How many names a source may ask for. */
  public Budget queries() {
    return queries;
  }

  /** Who may try a password or a token. */
  public SignInGuard signInGuard() {
    return guard;
  }

  /** How much a new connection may say. */
  public Allowance commands() {
    return Allowance.of(settings.commandsBurst(), settings.commandsPerSecond(), SECOND, nanos);
  }

  /** For how long a staff connection may show no valid token. */
  public Duration unknownStaff() {
    return settings.unknownStaff();
  }
}

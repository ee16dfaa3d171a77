package org.nowserving.accounts;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Argon2id, the function by which passwords are kept. One hash costs tens of milliseconds and
 * megabytes on purpose, so only a few are made at once and the others wait; the library keeps one
 * more block of that size for good, from the first on. Blocks: called from virtual threads only,
 * never from an event loop or the loop.
 *
 * <p>The library's {@code Password} class is not used: it reads a settings file of its own.
 */
public final class PasswordHashing {
  /**
   * How many hashes may be made at once unless told otherwise; each holds {@link Cost#memoryKib()}.
   */
  public static final int AT_ONCE = 2;

  /** How long one may wait for its turn unless told otherwise. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  /** What one hash costs the server, and whoever guesses. */
  public record Cost(int memoryKib, int iterations, int lanes) {
    /**
     * OWASP's recommendation for Argon2id (Password Storage Cheat Sheet): m=19456 (19 MiB), t=2,
     * p=1.
     */
    public static final Cost OWASP = new Cost(19_456, 2, 1);
  }

  private final Cost cost;
  private final Semaphore turns;
  private final Duration patience;
  private final SecureRandom random;
  private final AtomicLong made = new AtomicLong();
  private final String decoy;

  /**
   * @param atOnce how many hashes may be made at the same time
   * @param patience how long a call may wait for its turn
   */
  public PasswordHashing(Cost cost, int atOnce, Duration patience, SecureRandom random) {
    this.cost = cost;
    this.turns = new Semaphore(atOnce, true);
    this.patience = patience;
    this.random = random;
    this.decoy = decoy(cost, random);
  }

  /** With OWASP's cost, {@link #AT_ONCE} and {@link #PATIENCE}. */
  public PasswordHashing(SecureRandom random) {
    this(Cost.OWASP, AT_ONCE, PATIENCE, random);
  }

  /** A new hash, parameters and salt included, as it is kept. */
  public String hash(String password) throws BusyException {
    return inTurn(() -> compute(password));
  }

  /**
   * Whether this is the password that was hashed. Takes the same time for a right and a wrong one.
   */
  public boolean matches(String password, String hash) throws BusyException {
    return inTurn(() -> check(password, hash));
  }

  /**
   * Whether a hash was made at a lower cost than this one's, or in another way: whoever shows the
   * password to it should get a better one.
   */
  public boolean isOutdated(String hash) {
    Argon2Function made = functionOf(hash);
    Argon2Function function = function();
    return made.getVariant() != function.getVariant()
        || made.getVersion() < function.getVersion()
        || made.getMemory() < function.getMemory()
        || made.getIterations() < function.getIterations()
        || made.getOutputLength() < function.getOutputLength();
  }

  /**
   * A hash that no known password has: what is checked where there is nobody of that name, so that
   * it takes as long.
   */
  public String decoy() {
    return decoy;
  }

  /** How many hashes were made so far, checks included. Any thread. */
  public long made() {
    return made.get();
  }

  /** Not computed from any password: nobody can find one that fits, and a start need not wait. */
  private static String decoy(Cost cost, SecureRandom random) {
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            cost.memoryKib(),
            cost.iterations(),
            cost.lanes(),
            randomText(SALT_BYTES, random),
            randomText(HASH_BYTES, random));
  }

  private static String randomText(int length, SecureRandom random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * The library keeps it, and the memory of one hash with it; so it is not asked for BEFORE there
   * is something to hash, and a start need not wait.
   */
  private Argon2Function function() {
    return Argon2Function.getInstance(
        cost.memoryKib(), cost.iterations(), cost.lanes(), HASH_BYTES, Argon2.ID);
  }

  private String compute(String password) {
    made.incrementAndGet();
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return function().hash(bytes(password), salt).getResult();
  }

  private boolean check(String password, String hash) {
    made.incrementAndGet();
    return functionOf(hash).check(bytes(password), hash.getBytes(StandardCharsets.UTF_8));
  }

  private static Argon2Function functionOf(String hash) {
    try {
      return Argon2Function.getInstanceFromHash(hash);
    } catch (IllegalArgumentException e) {
      // The library's message quotes the hash, which has no place in a log: neither it nor the
      // cause goes on.
      throw new IllegalStateException("a stored password hash cannot be read");
    }
  }

  /** The same password typed on another kind of keyboard is the same bytes. */
  private static byte[] bytes(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Does hard work on a password, on a platform thread: a virtual one would keep its carrier for
   * the whole time, and what other virtual threads do for devices would wait behind it.
   */
  <T> T inTurn(Supplier<T> work) throws BusyException {
    try {
      if (!turns.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new BusyException();
      }
      FutureTask<T> task = new FutureTask<>(() -> workAndLeave(work));
      try {
        Thread.ofPlatform().daemon().name("password-hash").start(task);
      } catch (Throwable noThread) {
        turns.release(); // the work would have done it
        throw noThread;
      }
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BusyException();
    } catch (ExecutionException e) {
      throw new IllegalStateException("hashing a password failed", e.getCause());
    }
  }

  private <T> T workAndLeave(Supplier<T> work) {
    try {
      return work.get();
    } finally {
      // By the one who works, not by the one who waits: an interrupted caller must not let another
      // in too early.
      turns.release();
    }
  }
}

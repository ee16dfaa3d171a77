package org.nowserving.limits;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One thing for each source, made when it is first asked for and forgotten when the source has been
 * quiet for long enough to be like new. Bounded: whoever comes from very many addresses costs no
 * more memory than this. Any thread.
 */
final class PerSource<T> {
  /** Of about 200 bytes each. */
  static final int MOST_SOURCES = 100_000;

  private final LoadingCache<InetAddress, T> known;

  /**
   * @param quiet after how long without a question a source is like one that never asked
   */
  PerSource(Duration quiet, LongSupplier nanos, Supplier<T> make) {
    this.known =
        Caffeine.newBuilder()
            .maximumSize(MOST_SOURCES)
            .expireAfterAccess(quiet)
            .ticker(nanos::getAsLong)
            .executor(Runnable::run) // its housekeeping is short; no other thread is woken for it
            .build(address -> make.get());
  }

  /** How many sources are remembered. */
  long size() {
    known.cleanUp();
    return known.estimatedSize();
  }

  T of(Source source) {
    return known.get(source.counted());
  }
}

package org.nowserving.limits;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts who is connected, and turns away whoever is one too many. Its memory is bounded by the
 * number of connections that it lets in. Any thread.
 */
public final class Doorkeeper {
  private final LimitSettings settings;
  private final Trust trust;
  private final LimitMeter meter;
  private final AtomicInteger inside = new AtomicInteger();
  private final Map<InetAddress, Integer> fromEach = new ConcurrentHashMap<>();

  Doorkeeper(LimitSettings settings, Trust trust, LimitMeter meter) {
    this.settings = settings;
    this.trust = trust;
    this.meter = meter;
  }

  /**
   * Whether one more connection may come in. Where it may, {@link #leave} follows once when it is
   * gone.
   *
   * @return the limit that is in its way
   */
  public Optional<Limit> enter(Source source) {
    if (inside.incrementAndGet() > settings.maxConnections()) {
      inside.decrementAndGet();
      return Optional.of(turnAway(Limit.MAX_CONNECTIONS));
    }
    int fromHere = fromEach.merge(source.counted(), 1, Integer::sum);
    if (fromHere > settings.maxConnectionsPerAddress() && !trust.includes(source)) {
      leave(source);
      return Optional.of(turnAway(Limit.MAX_CONNECTIONS_PER_ADDRESS));
    }
    return Optional.empty();
  }

  private Limit turnAway(Limit limit) {
    meter.hit(limit);
    return limit;
  }

  /** A connection that had come in is gone. */
  public void leave(Source source) {
    fromEach.computeIfPresent(
        source.counted(), (address, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    inside.decrementAndGet();
  }

  /** How many are connected. */
  public int inside() {
    return inside.get();
  }
}

package org.nowserving.limits;

/** Counts how often limits are hit. Called by any thread; must not block. */
public interface LimitMeter {
  /** Somebody ran into this limit, once. */
  void hit(Limit limit);
}

package org.nowserving.limits;

/** Counts how often limits are hit. Called by any thread; must not block. */
public interface LimitMeter {
  /** Somebody ran into this limit, once. */
  void hit(Limit limit);

  /** Somebody showed one that is nobody's. */
  void signInFailed(Secret secret);

  /** Counts nothing. */
  LimitMeter NONE =
      new LimitMeter() {
        @Override
        public void hit(Limit limit) {}

        @Override
        public void signInFailed(Secret secret) {}
      };
}

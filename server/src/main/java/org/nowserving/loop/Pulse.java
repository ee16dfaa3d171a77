package org.nowserving.loop;

/** Hears that the loop turns, whoever wants to know. Called on the loop thread; must not block. */
@FunctionalInterface
public interface Pulse {
  /**
   * A turn is over; while nothing happens there are 20 a second.
   *
   * @param nanos when it began, by the monotonic clock
   */
  void turned(long nanos);

  /** Nobody wants to know. */
  Pulse NONE = nanos -> {};
}

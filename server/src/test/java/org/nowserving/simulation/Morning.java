package org.nowserving.simulation;

import java.util.function.LongConsumer;

/**
 * Lives through the morning of a seed; public, so that it can be loaded together with a floor that
 * has a bug planted in it.
 */
public final class Morning implements LongConsumer {
  @Override
  public void accept(long seed) {
    new Simulation(seed).run();
  }
}

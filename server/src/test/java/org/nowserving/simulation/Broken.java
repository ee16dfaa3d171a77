package org.nowserving.simulation;

import java.util.Arrays;

/** An invariant that does not hold. */
final class Broken extends AssertionError {
  private static final long serialVersionUID = 1;

  Broken(String invariant) {
    super(invariant);
  }

  static void unless(boolean holds, String invariant, Object... facts) {
    if (!holds) {
      throw new Broken(invariant + " " + Arrays.toString(facts));
    }
  }
}

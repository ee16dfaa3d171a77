package org.nowserving.keys;

import java.util.Set;

/** Device keys without a file. */
public final class TestKeys {
  private TestKeys() {}

  public static DeviceKeys of(String... keys) {
    return new DeviceKeys(KeyRing.of(Set.of(keys)));
  }

  /** From now on these are good and no others. */
  public static void replace(DeviceKeys keys, String... next) {
    keys.replace(KeyRing.of(Set.of(next)));
  }
}

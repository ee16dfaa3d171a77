package org.nowserving.keys;

import java.util.Optional;

/**
 * The keys by which kiosks and displays are let in, as they are now; without any, nobody is asked
 * for one. Any thread; never blocks.
 */
public final class DeviceKeys {
  private volatile KeyRing ring;

  DeviceKeys(KeyRing ring) {
    this.ring = ring;
  }

  /** Where every device is let in. */
  public static DeviceKeys none() {
    return new DeviceKeys(KeyRing.EMPTY);
  }

  /** Whether a device has to show a key. */
  public boolean areAskedFor() {
    return !ring.isEmpty();
  }

  /** Which key this is; empty where it is none, or no longer one. */
  public Optional<KeyMark> ofKey(String text) {
    return ring.ofKey(text);
  }

  /** Which key the cookie was made of; empty where it is none, or no longer one. */
  public Optional<KeyMark> ofCookie(String text) {
    return ring.ofCookie(text);
  }

  /** What to put into the cookie of a device that showed this key; empty where it is none. */
  public Optional<String> cookieFor(String key) {
    return ring.ofKey(key).map(mark -> KeyRing.cookieOf(key));
  }

  /** From now on these are good and no others. */
  void replace(KeyRing next) {
    ring = next;
  }

  KeyRing now() {
    return ring;
  }
}

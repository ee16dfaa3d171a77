package org.nowserving.net;

import org.jspecify.annotations.Nullable;

/**
 * How far one device was handed what is said to many: where it is in the {@link Bulletin} that it
 * hears from at the moment; nowhere, between the turns. Event loop only.
 */
final class Place {
  private final Device device;
  private @Nullable Readership reading;

  /** The first message that it was not handed yet. */
  private int next;

  Place(Device device) {
    this.device = device;
  }

  boolean isIn(Readership readership) {
    return reading == readership;
  }

  /** Hands the device what was said since; BEFORE anything is said to it alone. */
  void catchUp() {
    Readership here = reading;
    if (here != null && next < here.said()) {
      int from = next;
      next = here.said();
      device.hear(here.bulletin(), from, next);
    }
  }

  /** Leaves the newest message out. */
  void skip() {
    next++;
  }

  /** Hears from there from now on. */
  void moveTo(Readership other) {
    if (reading != other) {
      leave();
      reading = other;
      next = other.said();
    }
  }

  private void leave() {
    catchUp();
    Readership here = reading;
    if (here != null) {
      here.leave(device);
    }
  }

  /** The turn is over: hands the device what is left. */
  void finish() {
    catchUp();
    reading = null;
  }
}

package org.nowserving.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The devices of one event loop that a {@link Bulletin} is for, while it is said to them. To say
 * the next message touches nobody who has heard only this bulletin since: such a device is handed
 * everything from its {@link Place} on, once, when something else comes for it or the turn is over.
 *
 * <p>Put together on the loop thread; AFTER that on its event loop only.
 */
final class Readership {
  private final Bulletin bulletin;
  private final List<Device> devices;

  /** Those whose place is elsewhere: all, to begin with. */
  private List<Device> away;

  private int said;

  /** Holds the bulletin until {@link #close}. */
  Readership(Bulletin bulletin, List<Device> devices) {
    this.bulletin = bulletin;
    this.devices = devices;
    this.away = devices;
    bulletin.retain();
  }

  Bulletin bulletin() {
    return bulletin;
  }

  List<Device> devices() {
    return devices;
  }

  /** How many messages of the bulletin were said. */
  int said() {
    return said;
  }

  /** This device reads on elsewhere. */
  void leave(Device device) {
    away.add(device);
  }

  /** Says the next message of the bulletin to all but one. */
  void sayNext(Optional<Device> except) {
    if (!away.isEmpty()) {
      gather(except);
    }
    Optional<Place> leftOut = except.map(Device::place).filter(place -> place.isIn(this));
    leftOut.ifPresent(Place::catchUp); // BEFORE there is one more
    said++;
    leftOut.ifPresent(Place::skip);
  }

  private void gather(Optional<Device> except) {
    List<Device> back = away;
    away = new ArrayList<>();
    for (Device device : back) {
      if (except.isPresent() && except.get() == device) {
        away.add(device);
      } else {
        device.place().moveTo(this);
      }
    }
  }

  /** Lets go of the bulletin; nobody is handed anything of it any more. */
  void close() {
    said = 0; // a place that a failure left behind here has nothing to catch up with
    bulletin.release();
  }
}

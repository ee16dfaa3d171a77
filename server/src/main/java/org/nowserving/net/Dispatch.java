package org.nowserving.net;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Send;
import org.nowserving.protocol.DisplayEvent;
import org.nowserving.protocol.ServerMessage;

/**
 * Sorts what one turn of the loop releases: a {@link Delivery} for each event loop, a {@link
 * Bulletin} for each audience. An audience is known by its list: the same list again is the same
 * devices again. Lives for one turn; loop thread only.
 */
final class Dispatch {
  private final Devices devices;
  private final LastDisplay lastDisplay;
  private final Map<EventLoop, Delivery> deliveries = new HashMap<>();
  private final IdentityHashMap<List<ConnectionId>, Audience> audiences = new IdentityHashMap<>();
  private final List<Bulletin> bulletins = new ArrayList<>();

  private int broadcasts;

  Dispatch(Devices devices, LastDisplay lastDisplay) {
    this.devices = devices;
    this.lastDisplay = lastDisplay;
  }

  void add(Send send) {
    switch (send) {
      case Send.ToOne(var to, var message) ->
          devices.find(to).ifPresent(device -> deliveryFor(device).toOne(device, message));
      case Send.ToMany(var to, var except, var message) -> {
        Audience audience = audiences.computeIfAbsent(to, list -> new Audience(present(list)));
        audience.tell(except.flatMap(devices::find), message);
        broadcasts++;
      }
      case Send.Welcome(var to, var messages) ->
          devices.find(to).ifPresent(device -> deliveryFor(device).welcome(device, messages));
      case Send.Answer answer -> throw new AssertionError("the office has its own way out");
    }
  }

  void post() {
    deliveries.values().forEach(Delivery::post);
    bulletins.forEach(Bulletin::release); // each delivery holds its own by itself
    lastDisplay.over();
    if (broadcasts > 0) {
      devices.broadcast(broadcasts);
    }
  }

  private Delivery deliveryFor(Device device) {
    return deliveries.computeIfAbsent(device.channel().eventLoop(), Delivery::new);
  }

  private Map<Delivery, List<Device>> present(List<ConnectionId> to) {
    Map<Delivery, List<Device>> present = new HashMap<>();
    for (ConnectionId id : to) {
      devices
          .find(id)
          .ifPresent(device ->
              present
                  .computeIfAbsent(deliveryFor(device), delivery -> new ArrayList<>())
                  .add(device));
    }
    return present;
  }

  /** Those of one list who are connected, and the bulletin that is being written for them. */
  private final class Audience {
    private final Map<Delivery, List<Device>> present;
    private final Map<Delivery, Readership> readerships = new HashMap<>();
    private @Nullable Bulletin bulletin;
    private boolean awaited;

    Audience(Map<Delivery, List<Device>> present) {
      this.present = present;
    }

    void tell(Optional<Device> except, ServerMessage message) {
      if (!present.isEmpty()) {
        Bulletin open = openBulletin();
        devices.writeFrame(open.end(), message);
        open.endMessage();
        readerships.forEach((delivery, readership) -> delivery.toMany(readership, except));
        if (message instanceof DisplayEvent && !awaited) {
          awaited = true;
          present.forEach((delivery, there) -> delivery.await(there, lastDisplay));
        }
      }
    }

    private Bulletin openBulletin() {
      Bulletin open = bulletin;
      if (open == null || open.isFull()) {
        Bulletin next = devices.newBulletin();
        bulletins.add(next);
        present.forEach((delivery, there) -> readerships.put(delivery, delivery.open(next, there)));
        bulletin = next;
        return next;
      }
      return open;
    }
  }
}

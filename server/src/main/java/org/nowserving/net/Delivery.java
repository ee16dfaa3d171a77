package org.nowserving.net;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.nowserving.protocol.ServerMessage;

/**
 * What one turn of the loop says, on its way to one event loop. There each device hears its own in
 * the order in which it was released, and its socket is flushed once.
 *
 * <p>Put together and posted on the loop thread; AFTER that on its event loop only.
 */
final class Delivery implements Runnable {
  private final EventLoop eventLoop;
  private final List<Item> items = new ArrayList<>();
  private final List<Readership> readerships = new ArrayList<>();

  /** The displays that are told something, and who waits for the last of all of them. */
  private final List<List<Device>> displays = new ArrayList<>();

  private @Nullable LastDisplay lastDisplay;

  private sealed interface Item {
    record One(Device device, ServerMessage message) implements Item {}

    /** The next message of the bulletin that they read. */
    record Many(Readership readership, Optional<Device> except) implements Item {}

    record Story(Device device, List<ServerMessage> messages) implements Item {}
  }

  Delivery(EventLoop eventLoop) {
    this.eventLoop = eventLoop;
  }

  void toOne(Device device, ServerMessage message) {
    items.add(new Item.One(device, message));
  }

  void welcome(Device device, List<ServerMessage> messages) {
    items.add(new Item.Story(device, messages));
  }

  /** These devices are going to be told what is in this bulletin. */
  Readership open(Bulletin bulletin, List<Device> devices) {
    Readership readership = new Readership(bulletin, devices);
    readerships.add(readership);
    return readership;
  }

  /** The next message of their bulletin, for all but one, who may be of another event loop. */
  void toMany(Readership readership, Optional<Device> except) {
    items.add(
        new Item.Many(
            readership, except.filter(device -> device.channel().eventLoop().equals(eventLoop))));
  }

  /** These are displays that are told something; the same one waits for all of a turn. */
  void await(List<Device> told, LastDisplay waiting) {
    if (lastDisplay == null) {
      lastDisplay = waiting;
      waiting.await();
    }
    displays.add(told);
  }

  void post() {
    try {
      eventLoop.execute(this);
    } catch (RejectedExecutionException stopped) {
      readerships.forEach(Readership::close); // nobody is there any more
      if (lastDisplay != null) {
        lastDisplay.over();
      }
    }
  }

  @Override
  public void run() {
    try {
      items.forEach(Delivery::say);
      finish();
      if (lastDisplay != null) {
        report(lastDisplay);
      }
    } finally {
      readerships.forEach(Readership::close);
    }
  }

  private static void say(Item item) {
    switch (item) {
      case Item.One(Device device, ServerMessage message) -> {
        device.place().catchUp();
        device.hear(message);
      }
      case Item.Many(Readership readership, Optional<Device> except) -> readership.sayNext(except);
      case Item.Story(Device device, List<ServerMessage> messages) -> {
        device.place().catchUp();
        device.welcome(messages);
      }
    }
  }

  /** AFTER everything is said: a flush a message would cost five times as much. */
  private void finish() {
    for (Readership readership : readerships) {
      for (Device device : readership.devices()) {
        device.place().finish();
        device.flush();
      }
    }
    for (Item item : items) {
      switch (item) {
        case Item.One(Device device, ServerMessage message) -> device.flush();
        case Item.Many many -> {}
        case Item.Story(Device device, List<ServerMessage> messages) -> device.flush();
      }
    }
  }

  /** AFTER the flush, which takes everything out but what a full socket does not take. */
  private void report(LastDisplay waiting) {
    boolean heard = false;
    for (List<Device> told : displays) {
      for (Device device : told) {
        if (device.hasHeard()) {
          heard = true;
        } else {
          device.awaitedBy(waiting);
        }
      }
    }
    if (heard) {
      waiting.heard();
    } else {
      waiting.over();
    }
  }
}

package org.nowserving.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Input;
import org.nowserving.floor.Send;
import org.nowserving.limits.Limit;
import org.nowserving.loop.Inbox;
import org.nowserving.loop.Outbox;
import org.nowserving.protocol.ServerMessage;
import org.nowserving.protocol.text.MessageWriter;

/**
 * Everyone who is connected, and the way from the loop to them. What one turn of the loop releases
 * crosses to each event loop as one task; a message for many is made into bytes once, and each
 * socket is flushed once.
 */
public final class Devices implements Outbox {
  private static final int USUAL_FRAME_BYTES = 256;

  private final MessageWriter writer;
  private final Inbox inbox;
  private final NetMeter meter;
  private final ByteBufAllocator buffers = ByteBufAllocator.DEFAULT;
  private final Map<ConnectionId, Device> devices = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();
  private final AtomicInteger lookUps = new AtomicInteger();

  public Devices(MessageWriter writer, Inbox inbox, NetMeter meter) {
    this.writer = writer;
    this.inbox = inbox;
    this.meter = meter;
  }

  /** How many devices are connected. Any thread. */
  public int size() {
    return devices.size();
  }

  /** How many tokens and names are being looked up for devices. Any thread. */
  AtomicInteger lookUps() {
    return lookUps;
  }

  @Override
  public void say(List<Send> released) {
    Map<EventLoop, Delivery> deliveries = new HashMap<>();
    for (Send send : released) {
      switch (send) {
        case Send.ToOne(var to, var message) -> {
          Device device = devices.get(to);
          if (device != null) {
            delivery(deliveries, device.channel().eventLoop()).add(new Item.One(device, message));
          }
        }
        case Send.ToMany(var to, var message) -> addToMany(deliveries, to, message);
        case Send.Welcome(var to, var messages) -> {
          Device device = devices.get(to);
          if (device != null) {
            delivery(deliveries, device.channel().eventLoop())
                .add(new Item.Story(device, messages));
          }
        }
        case Send.Answer answer -> throw new AssertionError("the office has its own way out");
      }
    }
    deliveries.values().forEach(Delivery::post);
  }

  private void addToMany(
      Map<EventLoop, Delivery> deliveries, List<ConnectionId> to, ServerMessage message) {
    Map<EventLoop, List<Device>> audience = new HashMap<>();
    for (ConnectionId id : to) {
      Device device = devices.get(id);
      if (device != null) {
        audience
            .computeIfAbsent(device.channel().eventLoop(), loop -> new ArrayList<>())
            .add(device);
      }
    }
    if (!audience.isEmpty()) {
      ByteBuf frame = frame(message);
      audience.forEach((eventLoop, present) ->
          delivery(deliveries, eventLoop).add(new Item.Many(frame.retain(), present)));
      frame.release(); // each event loop's delivery holds it by itself now
    }
  }

  private static Delivery delivery(Map<EventLoop, Delivery> deliveries, EventLoop eventLoop) {
    return deliveries.computeIfAbsent(eventLoop, Delivery::new);
  }

  @Override
  public void closeInDoubt(ConnectionId connection) {
    Device device = devices.get(connection);
    if (device != null) {
      onItsLoop(device, () -> device.end(Ending.IN_DOUBT));
    }
  }

  /** Does something with every device, each on its event loop. Any thread. */
  void forEach(Consumer<Device> action) {
    for (Device device : devices.values()) {
      onItsLoop(device, () -> action.accept(device));
    }
  }

  private static void onItsLoop(Device device, Runnable action) {
    try {
      device.channel().eventLoop().execute(action);
    } catch (RejectedExecutionException stopped) {
      // The event loop has closed all its connections.
    }
  }

  /** A name for a connection that is about to be one. Any thread. */
  ConnectionId nextId() {
    return new ConnectionId(lastId.incrementAndGet());
  }

  /**
   * The device is there: it can be spoken to from now on, and the loop hears of it BEFORE anything
   * that it says. On its event loop.
   */
  void join(Device device, Input connected) {
    devices.put(device.id(), device);
    inbox.put(connected);
    meter.connectionOpened(device.endpoint());
  }

  /** The device is gone; called once for each that joined. On its event loop. */
  void leave(Device device, Ending ending) {
    devices.remove(device.id());
    inbox.put(new Input.Disconnected(device.id()));
    meter.connectionClosed(device.endpoint(), ending);
  }

  /** A device ran into a limit. Any thread. */
  void hit(Limit limit) {
    meter.hit(limit);
  }

  /** The message as bytes that can be written to any device's socket. Any thread. */
  ByteBuf frame(ServerMessage message) {
    ByteBuf frame = buffers.buffer(USUAL_FRAME_BYTES);
    writeFrame(frame, message);
    return frame;
  }

  void writeFrame(ByteBuf out, ServerMessage message) {
    FrameBytes.write(out, writer.text(message));
  }

  /** So much was handed to a socket. On an event loop. */
  void said(int messages, int bytes) {
    meter.said(messages, bytes);
  }

  private sealed interface Item {
    record One(Device device, ServerMessage message) implements Item {}

    /**
     * @param frame held once for all of these, until they have heard it
     */
    record Many(ByteBuf frame, List<Device> to) implements Item {}

    record Story(Device device, List<ServerMessage> messages) implements Item {}
  }

  /** What the devices of one event loop are told by one turn of the loop. */
  private static final class Delivery implements Runnable {
    private final EventLoop eventLoop;
    private final List<Item> items = new ArrayList<>();

    Delivery(EventLoop eventLoop) {
      this.eventLoop = eventLoop;
    }

    void add(Item item) {
      items.add(item);
    }

    void post() {
      try {
        eventLoop.execute(this);
      } catch (RejectedExecutionException stopped) {
        for (Item item : items) {
          if (item instanceof Item.Many(ByteBuf frame, List<Device> to)) {
            frame.release();
          }
        }
      }
    }

    @Override
    public void run() {
      for (Item item : items) {
        switch (item) {
          case Item.One(Device device, ServerMessage message) -> device.hear(message);
          case Item.Many(ByteBuf frame, List<Device> to) -> {
            to.forEach(device -> device.hear(frame.retainedDuplicate()));
            frame.release();
          }
          case Item.Story(Device device, List<ServerMessage> messages) -> device.welcome(messages);
        }
      }
      flush();
    }

    /** AFTER everything is written: a flush a message would cost five times as much. */
    private void flush() {
      for (Item item : items) {
        switch (item) {
          case Item.One(Device device, ServerMessage message) -> device.flush();
          case Item.Many(ByteBuf frame, List<Device> to) -> to.forEach(Device::flush);
          case Item.Story(Device device, List<ServerMessage> messages) -> device.flush();
        }
      }
    }
  }
}

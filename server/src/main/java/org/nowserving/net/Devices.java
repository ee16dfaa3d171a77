package org.nowserving.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * crosses to each event loop as one {@link Delivery}.
 */
public final class Devices implements Outbox {
  private static final int USUAL_LENGTH = 256;

  /** Where each thread puts a message together, so that it goes into its buffer without garbage. */
  private static final FastThreadLocal<StringBuilder> LINE =
      new FastThreadLocal<>() {
        @Override
        protected StringBuilder initialValue() {
          return new StringBuilder(USUAL_LENGTH);
        }
      };

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
  public void say(List<Send> released, long decidedNanos) {
    Dispatch dispatch = new Dispatch(this, new LastDisplay(decidedNanos, meter));
    released.forEach(dispatch::add);
    dispatch.post();
  }

  /** The device, unless it is gone. Any thread. */
  Optional<Device> find(ConnectionId id) {
    return Optional.ofNullable(devices.get(id));
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
    ConnectionStory.began(device);
  }

  /** The device is gone; called once for each that joined. On its event loop. */
  void leave(Device device, Ending ending) {
    devices.remove(device.id());
    inbox.put(new Input.Disconnected(device.id()));
    meter.connectionClosed(device.endpoint(), ending);
    ConnectionStory.ended(device, ending);
  }

  /** A device ran into a limit. Any thread. */
  void hit(Limit limit) {
    meter.hit(limit);
  }

  /** An empty one, held once. Any thread. */
  Bulletin newBulletin() {
    return new Bulletin(buffers);
  }

  /** Adds the message as bytes that can be written to any device's socket. Any thread. */
  void writeFrame(ByteBuf out, ServerMessage message) {
    StringBuilder line = LINE.get();
    line.setLength(0);
    writer.append(line, message);
    FrameBytes.write(out, line);
  }

  /** So many words for everyone of a kind were said. Any thread. */
  void broadcast(int words) {
    meter.broadcast(words);
  }

  /** So much was handed to a socket. On an event loop. */
  void said(int messages, int bytes) {
    meter.said(messages, bytes);
  }
}

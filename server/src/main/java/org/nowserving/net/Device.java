package org.nowserving.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.nowserving.floor.ConnectionId;
import org.nowserving.keys.KeyMark;
import org.nowserving.limits.Limit;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.ServerMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connected device, as the one to speak to: what it is told, whether it keeps up, and how it is
 * taken leave of. On its event loop only, but for what is final.
 */
final class Device {
  private static final Logger log = LoggerFactory.getLogger(Device.class);

  private final ConnectionId id;
  private final Endpoint endpoint;
  private final Optional<KeyMark> key;
  private final Channel channel;
  private final Devices devices;
  private final NetSettings settings;
  private final Outflow outflow;
  private final Place place = new Place(this);
  private boolean over;
  private boolean deaf;

  /** Nobody while it has said nothing. */
  private @Nullable Runnable onReply;

  /**
   * @param key that it was let in with, where the desk has keys and this is no staff member's
   */
  Device(
      ConnectionId id,
      Endpoint endpoint,
      Optional<KeyMark> key,
      Channel channel,
      Devices devices,
      NetSettings settings) {
    this.id = id;
    this.endpoint = endpoint;
    this.key = key;
    this.channel = channel;
    this.devices = devices;
    this.settings = settings;
    this.outflow = new Outflow(this, devices, settings);
  }

  ConnectionId id() {
    return id;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  Optional<KeyMark> key() {
    return key;
  }

  Channel channel() {
    return channel;
  }

  /** How many look-ups are under way, of all devices. */
  AtomicInteger lookUps() {
    return devices.lookUps();
  }

  /** It ran into a limit. */
  void hit(Limit limit) {
    devices.hit(limit);
    ConnectionStory.hit(id, limit);
  }

  /** Whether leave was taken: nothing more is heard from it, nothing more is said to it. */
  boolean isOver() {
    return over;
  }

  /** How many messages were written for it up to now. */
  long told() {
    return outflow.told();
  }

  /** Whether a welcome is on its way, which may take long. */
  boolean isBeingWelcomed() {
    return outflow.isBehindWelcome();
  }

  /** Who is to know that a reply from the floor was handed over. */
  void onReply(Runnable listener) {
    onReply = listener;
  }

  /** Whether its frames are read at present. */
  boolean isListenedTo() {
    return channel.config().isAutoRead();
  }

  void listen(boolean yes) {
    if (!over && !deaf && yes != isListenedTo()) {
      channel.config().setAutoRead(yes);
    }
  }

  /** Listens to it no more, and understands nothing that has not been understood yet. */
  void deafen() {
    listen(false);
    deaf = true;
  }

  boolean isDeaf() {
    return deaf;
  }

  /** One message for this device alone; call {@link #flush} afterwards. */
  void hear(ServerMessage message) {
    if (over) {
      return;
    }
    outflow.add(message);
    if (message instanceof Reply reply) {
      ConnectionStory.answered(id, reply);
      answered();
    }
  }

  private void answered() {
    Runnable listener = onReply;
    if (listener == null) {
      endUnasked();
    } else {
      listener.run();
    }
  }

  /** It was answered what it had not asked; nobody else pays for the bug. */
  void endUnasked() {
    log.atError()
        .addKeyValue("connection", id.value())
        .log("a device was sent a reply that it is not waiting for");
    end(Ending.SERVER_FAULT);
  }

  /**
   * Several messages in a row, of which the last one is the one before {@code to}; call {@link
   * #flush} afterwards.
   */
  void hear(Bulletin bulletin, int from, int to) {
    if (!over) {
      outflow.add(bulletin, from, to);
    }
  }

  /** How far it was handed what is said to many. */
  Place place() {
    return place;
  }

  /** How things stand, as long as it may be. */
  void welcome(List<ServerMessage> messages) {
    if (!over && !messages.isEmpty()) {
      outflow.welcome(messages);
    }
  }

  void flush() {
    outflow.flush();
  }

  /** Whether it has all that it was told, as far as this side knows; AFTER a flush. */
  boolean hasHeard() {
    return !over && outflow.isOut();
  }

  /** It has not all that it was told, and this one waits for that. */
  void awaitedBy(LastDisplay waiting) {
    if (!over) {
      outflow.awaitedBy(waiting);
    }
  }

  /** One message for this device alone, at once. */
  void tell(ServerMessage message) {
    if (!over) {
      outflow.add(message);
      outflow.flush();
    }
  }

  void ping() {
    channel.writeAndFlush(new PingWebSocketFrame());
  }

  /** Answers a ping; its content is released by this. */
  void pong(ByteBuf content) {
    if (over) {
      content.release();
    } else {
      outflow.pong(content);
    }
  }

  /** Writes what waits, as far as the socket takes it. */
  void pour() {
    outflow.pour();
  }

  /**
   * The device said that it goes: it hears its own close frame again, and the connection closes.
   */
  void endByDevice(CloseWebSocketFrame goodbye) {
    if (over) {
      goodbye.release();
      channel.close(); // the answer to our own close frame
      return;
    }
    leave(Ending.BY_DEVICE);
    channel.writeAndFlush(goodbye).addListener(written -> channel.close());
    closeSoon();
  }

  /** Takes leave, once; whoever is told has a moment to take it in BEFORE the connection closes. */
  void end(Ending ending) {
    end(ending, ignored -> {});
  }

  /** The same because of a limit, which is counted. */
  void end(Ending ending, Limit hit) {
    if (!over) {
      hit(hit);
      end(ending);
    }
  }

  /**
   * Takes leave where nothing intelligible comes any more, an answer to the close frame included:
   * one half is closed, and the device is to close the other.
   */
  void endOfSense(Ending ending) {
    end(
        ending,
        written -> {
          if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
          }
        });
  }

  private void end(Ending ending, ChannelFutureListener afterwards) {
    if (over) {
      return;
    }
    leave(ending);
    if (!ending.isTold() || !channel.isActive()) {
      channel.close();
      return;
    }
    channel
        .writeAndFlush(new CloseWebSocketFrame(ending.code(), ending.reason()))
        .addListener(afterwards);
    // What still comes in is read and thrown away, because to close while there is something unread
    // would reset the connection, and the close frame might be lost on its way.
    channel.config().setAutoRead(true);
    closeSoon();
  }

  private void leave(Ending ending) {
    over = true;
    outflow.end();
    devices.leave(this, ending);
  }

  private void closeSoon() {
    long millis = settings.times().close().toMillis();
    var timer = channel.eventLoop().schedule(() -> channel.close(), millis, TimeUnit.MILLISECONDS);
    channel.closeFuture().addListener(closed -> timer.cancel(false));
  }
}

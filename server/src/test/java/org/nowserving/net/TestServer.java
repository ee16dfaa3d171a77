package org.nowserving.net;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Input;
import org.nowserving.keys.DeviceKeys;
import org.nowserving.limits.LimitSettings;
import org.nowserving.limits.OutOfReach;
import org.nowserving.limits.StoppedTime;
import org.nowserving.loop.Inbox;
import org.nowserving.protocol.text.ClaimedOrder;
import org.nowserving.protocol.text.MessageWriter;

/** A whole network side on a free port, with everything behind it written by hand. */
final class TestServer implements AutoCloseable {
  /**
   * Long enough that nothing of a test depends on it; tests shorten the one that they are about.
   */
  static final Duration LONG = Duration.ofMinutes(10);

  static final NetSettings.Times TIMES = times(LONG, LONG, LONG, LONG, LONG);

  static final NetSettings SETTINGS =
      new NetSettings(
          new NetSettings.Place("127.0.0.1", 0, Set.of("Desk.Example")),
          NetSettings.Sizes.USUAL,
          TIMES,
          2);

  /** For the limits, where nothing comes back unless a test lets time pass. */
  final StoppedTime time = new StoppedTime();

  final CountingMeter meter = new CountingMeter();
  final FakeStore store = new FakeStore();
  final Devices devices;
  final FakeFloor floor;
  final WebSocketServer server;
  final InetSocketAddress address;

  TestServer() {
    this(SETTINGS, Transport.best(), 10_000);
  }

  TestServer(NetSettings settings) {
    this(settings, Transport.best(), 10_000);
  }

  TestServer(LimitSettings limits) {
    this(SETTINGS, limits);
  }

  TestServer(NetSettings settings, LimitSettings limits) {
    this(settings, Transport.best(), 10_000, limits, DeviceKeys.none());
  }

  /** A server that asks kiosks and displays for these keys. */
  TestServer(DeviceKeys keys) {
    this(SETTINGS, Transport.best(), 10_000, OutOfReach.LIMITS, keys);
  }

  TestServer(LimitSettings limits, DeviceKeys keys) {
    this(SETTINGS, Transport.best(), 10_000, limits, keys);
  }

  TestServer(NetSettings settings, Transport transport, int inboxLimit) {
    this(settings, transport, inboxLimit, OutOfReach.LIMITS, DeviceKeys.none());
  }

  private TestServer(
      NetSettings settings,
      Transport transport,
      int inboxLimit,
      LimitSettings limits,
      DeviceKeys keys) {
    Inbox inbox = new Inbox(inboxLimit);
    devices = new Devices(new MessageWriter(ClaimedOrder.TICKET_TABLE), inbox, meter);
    floor = new FakeFloor(inbox, devices);
    server =
        new WebSocketServer(
            settings,
            transport,
            inbox,
            devices,
            store,
            keys,
            store,
            EchoHttp::new,
            time.limits(limits, meter),
            meter);
    try {
      address = server.start();
    } catch (ListenException taken) {
      throw new AssertionError(taken);
    }
  }

  /** These times, and little time to take leave in. */
  static NetSettings.Times times(
      Duration handshake, Duration ping, Duration silence, Duration lag, Duration drain) {
    return new NetSettings.Times(
        handshake, ping, silence, lag, drain, Duration.ofMillis(200), Duration.ofSeconds(1));
  }

  static NetSettings with(NetSettings.Times times) {
    return new NetSettings(SETTINGS.place(), SETTINGS.sizes(), times, SETTINGS.ioThreads());
  }

  static NetSettings with(NetSettings.Sizes sizes) {
    return new NetSettings(SETTINGS.place(), sizes, SETTINGS.times(), SETTINGS.ioThreads());
  }

  /** The kiosk, staff device or display that the floor hears of next. */
  ConnectionId connected() {
    return switch (floor.heard()) {
      case Input.StaffConnected(var id, var credential) -> id;
      case Input.KioskConnected(var id) -> id;
      case Input.DisplayConnected(var id) -> id;
      case Input other -> throw new AssertionError("not a new connection: " + other);
    };
  }

  /** A device that is connected by hand. */
  RawDevice device(String path) throws Exception {
    return RawDevice.connect(address, path);
  }

  @Override
  public void close() {
    server.close();
    floor.close();
  }
}

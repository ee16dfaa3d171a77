package org.nowserving.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Credential;
import org.nowserving.floor.Input;
import org.nowserving.keys.DeviceKeys;
import org.nowserving.keys.KeyMark;
import org.nowserving.limits.Limits;
import org.nowserving.limits.SignInGuard;
import org.nowserving.loop.Inbox;
import org.nowserving.protocol.Endpoint;
import org.nowserving.store.Visitors;

/**
 * The one place that lists what a connection's bytes go through: first as HTTP, then, where a
 * handshake succeeded, as a device. The package's text tells the story. Any event loop.
 *
 * <p>Not final, so that the conformance test can have an echo where a display has its dialogue.
 */
class ServerPipeline extends ChannelInitializer<Channel> {
  /** What goes when a connection becomes a device; the handshake itself takes "http" away. */
  private static final List<String> HTTP_ONLY =
      List.of("deadline", "turns", "guard", "body", "endpoint", "plain", "end");

  private final NetSettings settings;
  private final HostNames hostNames;
  private final Inbox inbox;
  private final Devices devices;
  private final CredentialLookup credentials;
  private final DeviceKeys keys;
  private final VisitorLookups lookups;
  private final Supplier<ChannelHandler> plainHttp;
  private final Limits limits;
  private final NetMeter meter;
  private final ChannelGroup connections;
  private final WebSocketDecoderConfig frames;
  private volatile boolean stopping;

  ServerPipeline(
      NetSettings settings,
      HostNames hostNames,
      Inbox inbox,
      Devices devices,
      CredentialLookup credentials,
      DeviceKeys keys,
      Visitors visitors,
      Supplier<ChannelHandler> plainHttp,
      Limits limits,
      NetMeter meter,
      ChannelGroup connections) {
    this.settings = settings;
    this.hostNames = hostNames;
    this.inbox = inbox;
    this.devices = devices;
    this.credentials = credentials;
    this.keys = keys;
    this.lookups = new VisitorLookups(visitors);
    this.plainHttp = plainHttp;
    this.limits = limits;
    this.meter = meter;
    this.connections = connections;
    this.frames =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(settings.sizes().messageBytes())
            .allowExtensions(false)
            .closeOnProtocolViolation(false) // Device takes leave, so that the word arrives
            .build();
  }

  @Override
  protected void initChannel(Channel channel) {
    if (!Doorway.letIn(channel, limits.doorkeeper())) {
      return;
    }
    connections.add(channel);
    HandshakeDeadline deadline = new HandshakeDeadline(settings.times().handshake(), meter);
    channel
        .pipeline()
        .addLast("deadline", deadline)
        .addLast("http", new HttpServerCodec(httpLimits()))
        .addLast("turns", new RequestTurns(deadline, settings.times().drain(), this::isStopping))
        .addLast("guard", new RequestGuard(hostNames, meter))
        .addLast("body", new BodyLimit(settings.sizes().bodyBytes(), meter))
        .addLast("endpoint", new EndpointHandshake(this, credentials, keys, meter))
        .addLast("plain", plainHttp.get())
        .addLast("end", new HttpEnd());
  }

  /** Replaces all of the above by what a device's frames go through. */
  final void becomeDevice(
      ChannelHandlerContext context,
      FullHttpRequest request,
      Device device,
      Function<Device, ? extends Listener> listenerFor,
      Input connected) {
    ChannelPipeline pipeline = context.pipeline();
    HTTP_ONLY.forEach(pipeline::remove);
    pipeline
        // "wsencoder" and "wsdecoder" come here, in the place of "http"
        .addLast("heartbeat", new Heartbeat(device, settings.times()))
        .addLast("utf8", new Utf8FrameValidator(false))
        .addLast("frames", new FrameHandler(device, listenerFor, settings.sizes().messageBytes()));
    // BEFORE the answer, after which the device may speak; words to it are tasks of this event loop
    // and come after it.
    devices.join(device, connected);
    handshaker().handshake(context.channel(), request);
    device.listen(true);
  }

  void becomeStaff(
      ChannelHandlerContext context, FullHttpRequest request, Optional<Credential> credential) {
    Device device = device(context, Endpoint.STAFF, Optional.empty());
    StrangerDeadline deadline = StrangerDeadline.of(device, limits.unknownStaff());
    credential.ifPresent(known -> deadline.met());
    becomeDevice(
        context,
        request,
        device,
        staff -> new StaffDialogue(staff, inbox, meter, inFlight(), limits, credentials, deadline),
        new Input.StaffConnected(device.id(), credential));
  }

  void becomeKiosk(ChannelHandlerContext context, FullHttpRequest request, Optional<KeyMark> key) {
    Device device = device(context, Endpoint.KIOSK, key);
    becomeDevice(
        context,
        request,
        device,
        kiosk -> new KioskDialogue(kiosk, inbox, meter, inFlight(), limits, lookups),
        new Input.KioskConnected(device.id()));
  }

  void becomeDisplay(
      ChannelHandlerContext context, FullHttpRequest request, Optional<KeyMark> key) {
    Device device = device(context, Endpoint.DISPLAY, key);
    becomeDevice(
        context,
        request,
        device,
        display -> new DisplayDialogue(display, inbox, meter, inFlight(), limits.commands()),
        new Input.DisplayConnected(device.id()));
  }

  final Device device(ChannelHandlerContext context, Endpoint endpoint, Optional<KeyMark> key) {
    ConnectionId id = devices.nextId();
    return new Device(id, endpoint, key, context.channel(), devices, settings);
  }

  SignInGuard signInGuard() {
    return limits.signInGuard();
  }

  private int inFlight() {
    return settings.sizes().commandsInFlight();
  }

  private HttpDecoderConfig httpLimits() {
    return new HttpDecoderConfig()
        .setMaxInitialLineLength(settings.sizes().headBytes())
        .setMaxHeaderSize(settings.sizes().headBytes());
  }

  private WebSocketServerHandshaker handshaker() {
    return new WebSocketServerHandshaker13("", null, frames);
  }

  /** From now on nobody becomes a device, and no HTTP connection goes on after its answer. */
  void stop() {
    stopping = true;
  }

  boolean isStopping() {
    return stopping;
  }
}

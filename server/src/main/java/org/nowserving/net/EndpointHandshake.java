package org.nowserving.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.nowserving.keys.DeviceKeys;
import org.nowserving.keys.KeyMark;
import org.nowserving.limits.Secret;
import org.nowserving.limits.SignInGuard;
import org.nowserving.limits.Source;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.Token;

/**
 * Makes devices of requests that ask for it, on the three endpoints; lets every other request pass.
 * Whoever shows a token with the handshake is known BEFORE the connection speaks WebSocket; kiosks
 * and displays show a key, where the desk has keys. Event loop only, one for each connection.
 */
final class EndpointHandshake extends ChannelInboundHandlerAdapter {
  private final ServerPipeline pipeline;
  private final CredentialLookup credentials;
  private final DeviceKeys keys;
  private final NetMeter meter;

  EndpointHandshake(
      ServerPipeline pipeline, CredentialLookup credentials, DeviceKeys keys, NetMeter meter) {
    this.pipeline = pipeline;
    this.credentials = credentials;
    this.keys = keys;
    this.meter = meter;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof FullHttpRequest request && Handshakes.asksForWebSocket(request)) {
      try {
        greet(context, withoutBody(request));
      } finally {
        ReferenceCountUtil.release(request);
      }
    } else {
      context.fireChannelRead(message);
    }
  }

  /** What can wait for the store without holding a buffer. */
  private static FullHttpRequest withoutBody(FullHttpRequest request) {
    return new DefaultFullHttpRequest(
        request.protocolVersion(),
        request.method(),
        request.uri(),
        Unpooled.EMPTY_BUFFER,
        request.headers(),
        request.trailingHeaders());
  }

  private void greet(ChannelHandlerContext context, FullHttpRequest request) {
    Optional<Endpoint> endpoint = Handshakes.endpointAt(request.uri());
    if (endpoint.isEmpty()) {
      refuse(
          context,
          Refusal.NO_SUCH_ENDPOINT,
          HttpResponseStatus.NOT_FOUND,
          "Devices connect to /staff, /kiosk or /display.");
    } else if (!Handshakes.isOfKnownVersion(request)) {
      refuseVersion(context);
    } else if (!Handshakes.isComplete(request)) {
      refuse(
          context,
          Refusal.BAD_HANDSHAKE,
          HttpResponseStatus.BAD_REQUEST,
          "That is not a WebSocket handshake.");
    } else if (pipeline.isStopping()) {
      refuseToBegin(context);
    } else {
      switch (endpoint.get()) {
        case STAFF -> recognise(context, request);
        case KIOSK, DISPLAY -> admit(context, request, endpoint.get());
      }
    }
  }

  /** Lets in a kiosk or a display, which shows a key where the desk has any. */
  private void admit(ChannelHandlerContext context, FullHttpRequest request, Endpoint endpoint) {
    if (!keys.areAskedFor()) {
      enter(context, request, endpoint, Optional.empty());
      return;
    }
    boolean authorization = Handshakes.hasAuthorization(request);
    Optional<String> shown =
        authorization
            ? Handshakes.bearerWord(request)
            : Handshakes.cookieWord(request, Handshakes.DEVICE_COOKIE_NAME);
    if (authorization || shown.isPresent()) {
      // A cookie is an attempt too: whoever guesses a key can compute its cookie.
      tryKey(
          context,
          request,
          endpoint,
          () -> shown.flatMap(authorization ? keys::ofKey : keys::ofCookie));
    } else {
      refuseKey(
          context, "A kiosk or a display shows a device key here: Authorization: Bearer KEY.");
    }
  }

  /** Looks at a key when the guard lets it, which may take a while. */
  private void tryKey(
      ChannelHandlerContext context,
      FullHttpRequest request,
      Endpoint endpoint,
      Supplier<Optional<KeyMark>> look) {
    context.pipeline().get(HandshakeDeadline.class).again(context);
    pipeline
        .signInGuard()
        .admit(Source.of(context.channel().remoteAddress()), Secret.DEVICE_KEY)
        .thenAccept(admission ->
            context
                .executor()
                .execute(() -> admitted(context, request, endpoint, look, admission)));
  }

  private void admitted(
      ChannelHandlerContext context,
      FullHttpRequest request,
      Endpoint endpoint,
      Supplier<Optional<KeyMark>> look,
      SignInGuard.Admission admission) {
    switch (admission) {
      case SignInGuard.Admission.TooMany(var retryAfter) -> {
        if (isStillThere(context)) {
          refuseForNow(context, retryAfter);
        }
      }
      case SignInGuard.Admission.Granted granted -> {
        Optional<KeyMark> key = look.get();
        granted.over(key.isEmpty());
        if (!isStillThere(context)) {
          return;
        }
        if (key.isEmpty()) {
          refuseWrongKey(context);
        } else if (mayEnter(context)) {
          enter(context, request, endpoint, key);
        }
      }
    }
  }

  private void enter(
      ChannelHandlerContext context,
      FullHttpRequest request,
      Endpoint endpoint,
      Optional<KeyMark> key) {
    switch (endpoint) {
      case STAFF -> throw new AssertionError("staff show who they are, not a key");
      case KIOSK -> afterARound(context, () -> pipeline.becomeKiosk(context, request, key));
      case DISPLAY -> pipeline.becomeDisplay(context, request, key);
    }
  }

  private void refuseWrongKey(ChannelHandlerContext context) {
    refuseKey(context, "That device key is not, or no longer, one of this desk's.");
  }

  private void refuseKey(ChannelHandlerContext context, String sentence) {
    refuseAsUnknown(context, Refusal.DEVICE_KEY, sentence);
  }

  /**
   * A kiosk may have come back to ask for a lost answer again. It is let in AFTER everything that
   * had come on its earlier connection, and the end of that, was heard.
   */
  private void afterARound(ChannelHandlerContext context, Runnable entry) {
    context.pipeline().get(HandshakeDeadline.class).again(context);
    EventLoopRound.finish(
        context.channel().eventLoop(),
        () -> {
          if (isStillThere(context) && mayEnter(context)) {
            entry.run();
          }
        });
  }

  private static boolean isStillThere(ChannelHandlerContext context) {
    return context.channel().isActive() && !context.isRemoved(); // else the deadline has passed
  }

  /** Whether nothing happened meanwhile that keeps it out; otherwise that is answered. */
  private boolean mayEnter(ChannelHandlerContext context) {
    if (pipeline.isStopping()) {
      refuseToBegin(context);
      return false;
    }
    if (context.pipeline().get(RequestTurns.class).hasMoreWaiting()) {
      refuse(
          context,
          Refusal.BAD_HANDSHAKE,
          HttpResponseStatus.BAD_REQUEST,
          "Nothing follows a handshake before it is answered.");
      return false;
    }
    return true;
  }

  private void recognise(ChannelHandlerContext context, FullHttpRequest request) {
    boolean authorization = Handshakes.hasAuthorization(request);
    Optional<Token> token = authorization ? Handshakes.bearer(request) : Handshakes.cookie(request);
    if (token.isPresent()) {
      context.pipeline().get(HandshakeDeadline.class).again(context); // also for the store
      // A stale cookie is no attempt: a browser sends it without being asked.
      (authorization
              ? Recognition.guarded(
                  token.get(),
                  credentials,
                  pipeline.signInGuard(),
                  Source.of(context.channel().remoteAddress()))
              : Recognition.of(token.get(), credentials))
          .thenAccept(recognition ->
              context
                  .executor()
                  .execute(() -> recognised(context, request, authorization, recognition)));
    } else if (authorization) {
      refuseToken(context);
    } else {
      pipeline.becomeStaff(context, request, Optional.empty());
    }
  }

  private void recognised(
      ChannelHandlerContext context,
      FullHttpRequest request,
      boolean authorization,
      Recognition recognition) {
    if (!isStillThere(context)) {
      return;
    }
    switch (recognition) {
      case Recognition.TooMany(var retryAfter) -> refuseForNow(context, retryAfter);
      case Recognition.Unknown() ->
          refuse(
              context,
              Refusal.STORE_AWAY,
              HttpResponseStatus.SERVICE_UNAVAILABLE,
              "The service is temporarily unavailable.");
      case Recognition.Asked(var credential) -> {
        if (authorization && credential.isEmpty()) {
          refuseToken(context);
        } else if (mayEnter(context)) {
          pipeline.becomeStaff(context, request, credential); // a stale cookie is nobody's
        }
      }
    }
  }

  private void refuseToBegin(ChannelHandlerContext context) {
    refuse(context, Refusal.STOPPING, HttpResponseStatus.SERVICE_UNAVAILABLE, "The server stops.");
  }

  private void refuseToken(ChannelHandlerContext context) {
    refuseAsUnknown(context, Refusal.BAD_TOKEN, "The token does not belong to any staff member.");
  }

  private void refuseAsUnknown(ChannelHandlerContext context, Refusal refusal, String sentence) {
    meter.handshakeRefused(refusal);
    FullHttpResponse answer = PlainAnswer.of(context, HttpResponseStatus.UNAUTHORIZED, sentence);
    answer.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
    context.writeAndFlush(answer);
  }

  private void refuseForNow(ChannelHandlerContext context, Duration retryAfter) {
    meter.handshakeRefused(Refusal.TOO_MANY_FAILURES);
    FullHttpResponse answer =
        PlainAnswer.of(
            context,
            HttpResponseStatus.TOO_MANY_REQUESTS,
            "There were too many failed attempts from here.");
    answer.headers().set(HttpHeaderNames.RETRY_AFTER, retryAfter.toSeconds());
    context.writeAndFlush(answer);
  }

  private void refuseVersion(ChannelHandlerContext context) {
    meter.handshakeRefused(Refusal.BAD_HANDSHAKE);
    FullHttpResponse answer =
        PlainAnswer.of(
            context,
            HttpResponseStatus.UPGRADE_REQUIRED,
            "This server speaks version 13 of the WebSocket protocol.");
    answer
        .headers()
        .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13")
        .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
    context.writeAndFlush(answer);
  }

  private void refuse(
      ChannelHandlerContext context, Refusal refusal, HttpResponseStatus status, String sentence) {
    meter.handshakeRefused(refusal);
    PlainAnswer.refuse(context, status, sentence);
  }
}

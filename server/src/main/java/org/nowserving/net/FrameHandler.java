package org.nowserving.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nowserving.limits.Limit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last in the pipeline of a device: puts fragments together, hands each message to the
 * listener, answers pings, and takes leave for whatever is wrong. Event loop only.
 */
final class FrameHandler extends SimpleChannelInboundHandler<Object> {
  private static final Logger log = LoggerFactory.getLogger(FrameHandler.class);

  private final Device device;
  private final Function<Device, ? extends Listener> listenerFor;
  private final int messageBytes;

  /** Made with the first frame: most displays never send one, and there may be thousands. */
  private @Nullable Listener listener;

  /**
   * What has come of a message in fragments, while one comes. Netty's own aggregator reads on when
   * told not to.
   */
  private @Nullable ByteArrayOutputStream fragments;

  /**
   * @param listenerFor makes the device's listener
   */
  FrameHandler(Device device, Function<Device, ? extends Listener> listenerFor, int messageBytes) {
    this.device = device;
    this.listenerFor = listenerFor;
    this.messageBytes = messageBytes;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, Object message) throws IOException {
    if (message instanceof CloseWebSocketFrame goodbye) {
      device.endByDevice(goodbye.retain());
    } else if (!device.isOver()) {
      switch (message) {
        case TextWebSocketFrame text -> hear(text.content(), text.isFinalFragment());
        case ContinuationWebSocketFrame more -> hear(more.content(), more.isFinalFragment());
        case BinaryWebSocketFrame binary -> device.end(Ending.NOT_TEXT);
        case PingWebSocketFrame ping -> {
          if (listener().allows()) {
            device.pong(ping.content().retain());
          }
        }
        case PongWebSocketFrame pong -> {}
        // What came behind the handshake BEFORE it was answered was never decoded.
        default -> device.endOfSense(Ending.PROTOCOL_BREACH);
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (listener != null) {
      listener.heardAll();
    }
    context.fireChannelReadComplete();
  }

  private void hear(ByteBuf content, boolean last) throws IOException {
    ByteArrayOutputStream message = fragments;
    int before = message == null ? 0 : message.size();
    if (before + content.readableBytes() > messageBytes) {
      device.end(Ending.TOO_LONG, Limit.MAX_MESSAGE_BYTES);
    } else if (last && before == 0) {
      fragments = null;
      listener().hear(content.toString(StandardCharsets.UTF_8));
    } else {
      if (message == null) {
        message = new ByteArrayOutputStream();
        fragments = message;
      }
      content.readBytes(message, content.readableBytes());
      if (last) {
        fragments = null;
        listener().hear(message.toString(StandardCharsets.UTF_8));
      }
    }
  }

  private Listener listener() {
    Listener known = listener;
    if (known == null) {
      known = listenerFor.apply(device);
      listener = known;
    }
    return known;
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    device.pour();
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    device.end(Ending.LOST);
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    switch (cause) {
      case CorruptedWebSocketFrameException breach -> {
        Ending ending = endingFor(breach);
        if (ending == Ending.TOO_LONG && !device.isOver()) {
          device.hit(Limit.MAX_MESSAGE_BYTES);
        }
        device.endOfSense(ending);
      }
      case IOException broken -> device.end(Ending.LOST);
      default -> {
        log.atError()
            .addKeyValue("connection", device.id().value())
            .setCause(cause)
            .log("a device's connection met an error");
        device.end(Ending.SERVER_FAULT);
      }
    }
  }

  private static Ending endingFor(CorruptedWebSocketFrameException breach) {
    return switch (breach.closeStatus().code()) {
      case 1007 -> Ending.NOT_UTF8;
      case 1009 -> Ending.TOO_LONG;
      default -> Ending.PROTOCOL_BREACH;
    };
  }
}

package org.nowserving.peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.util.concurrent.EventExecutor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * All displays, each kept by its own event loop, so that there is no lock and a message costs each
 * event loop one task. Nobody looks whether a display keeps up.
 */
final class Wall {
  /** The displays of one event loop; nothing but that touches them. */
  private static final class Section {
    /** Each with what stands below the frame encoder. */
    private final Map<Channel, ChannelHandlerContext> displays = new LinkedHashMap<>();

    private void tell(ByteBuf frames) {
      for (ChannelHandlerContext display : displays.values()) {
        display.writeAndFlush(frames.retainedDuplicate(), display.voidPromise());
      }
      frames.release();
    }
  }

  private final Map<EventExecutor, Section> sections = new HashMap<>();

  Wall(EventLoopGroup eventLoops) {
    for (EventExecutor eventLoop : eventLoops) {
      sections.put(eventLoop, new Section());
    }
  }

  /** The channel's event loop only. */
  void join(Channel display) {
    section(display).displays.put(display, display.pipeline().context(WebSocketFrameEncoder.class));
  }

  /** The channel's event loop only. */
  void leave(Channel display) {
    section(display).displays.remove(display);
  }

  private Section section(Channel display) {
    return Objects.requireNonNull(sections.get(display.eventLoop()));
  }

  /** Sends whole frames to every display and releases them. Any thread. */
  void tell(ByteBuf frames) {
    frames.retain(sections.size());
    sections.forEach((eventLoop, section) -> eventLoop.execute(() -> section.tell(frames)));
    frames.release();
  }
}

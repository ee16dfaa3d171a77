package org.nowserving.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Who waits for a display that is behind: its socket was full, so that something of a turn has not
 * left yet. A mark is written behind it, which is empty and comes out with what is before it; one
 * at a time, because each would count against what the display may be owed. So what is said after
 * the mark is found to be out a little late. Event loop only.
 */
final class Arrears implements ChannelFutureListener {
  /** Where bytes go that are frames already. */
  private final ChannelHandlerContext out;

  /** Those who wait for the mark. */
  private List<LastDisplay> marked = List.of();

  /** Those who came after it. */
  private List<LastDisplay> later = new ArrayList<>();

  Arrears(ChannelHandlerContext out) {
    this.out = out;
  }

  void add(LastDisplay waiting) {
    waiting.await();
    later.add(waiting);
  }

  /** Writes a mark where one is due; AFTER all that they wait for, and BEFORE a flush. */
  void mark() {
    if (marked.isEmpty() && !later.isEmpty()) {
      marked = later;
      later = new ArrayList<>();
      out.write(Unpooled.EMPTY_BUFFER).addListener(this);
    }
  }

  @Override
  public void operationComplete(ChannelFuture mark) {
    List<LastDisplay> done = marked;
    marked = List.of();
    done.forEach(mark.isSuccess() ? LastDisplay::heard : LastDisplay::over);
    if (!later.isEmpty()) {
      // Not from here: this may be in the middle of a flush.
      out.executor()
          .execute(() -> {
            mark();
            out.flush();
          });
    }
  }

  /** Nothing more is said to the display; what was written may still come out. */
  void end() {
    later.forEach(LastDisplay::over);
    later.clear();
  }
}

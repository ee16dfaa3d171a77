package org.nowserving.peer;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelMatchers;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who is connected to the plain desk, and which tables are in use, which is told under a lock, so
 * that everyone hears it in the same order. Any thread.
 */
final class Hall {
  private final ChannelGroup displays = group();
  private final ChannelGroup known = group();
  private final ChannelGroup standing = group();
  private final TreeSet<Integer> taken = new TreeSet<>();

  private static ChannelGroup group() {
    return new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  }

  static void say(Channel channel, String text) {
    channel.writeAndFlush(new TextWebSocketFrame(text));
  }

  void tellDisplays(String text) {
    displays.writeAndFlush(new TextWebSocketFrame(text));
  }

  /** Tells everyone who showed a token. */
  void tellStaff(String text) {
    known.writeAndFlush(new TextWebSocketFrame(text));
  }

  void tellStaffBut(Channel one, String text) {
    known.writeAndFlush(new TextWebSocketFrame(text), ChannelMatchers.isNot(one));
  }

  synchronized void joinDisplays(Channel display) {
    displays.add(display);
    taken.forEach(table -> say(display, "pick " + table));
  }

  synchronized void joinStaff(Channel staff) {
    standing.add(staff);
    say(staff, takenText());
  }

  /** From now on it hears names. */
  void recognise(Channel staff) {
    known.add(staff);
  }

  /**
   * Changes where somebody sits, answers them, and tells the others.
   *
   * @param from null where they had no table
   * @param to null where they have none afterwards
   * @return false, and nothing is said, where somebody else has it
   */
  synchronized boolean move(
      Channel staff, @Nullable Integer from, @Nullable Integer to, String answer) {
    boolean stays = Objects.equals(from, to);
    if (!stays && to != null && !taken.add(to)) {
      return false;
    }
    say(staff, answer);
    if (stays) {
      return true;
    }
    if (from != null) {
      taken.remove(from);
      tellDisplays("unpick " + from);
    }
    if (to != null) {
      standing.remove(staff);
      tellDisplays("pick " + to);
    } else {
      standing.add(staff);
    }
    standing.writeAndFlush(new TextWebSocketFrame(takenText()));
    return true;
  }

  /** Frees the table of somebody who is gone. */
  synchronized void leave(int table) {
    taken.remove(table);
    tellDisplays("unpick " + table);
    standing.writeAndFlush(new TextWebSocketFrame(takenText()));
  }

  private String takenText() {
    StringBuilder text = new StringBuilder("taken");
    taken.forEach(table -> text.append(' ').append(table));
    return text.toString();
  }
}

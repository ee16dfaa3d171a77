package org.nowserving.peer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.Executor;
import org.nowserving.protocol.text.CommandParser;

/** A display of the plain desk. */
final class WallPath extends DeskPath {
  private final Hall hall;

  WallPath(Executor commands, Hall hall) {
    super(commands);
    this.hall = hall;
  }

  @Override
  void connected(ChannelHandlerContext context) {
    hall.joinDisplays(context.channel());
  }

  @Override
  void heard(Channel channel, String line) {
    answer(channel, CommandParser.display(line));
  }
}

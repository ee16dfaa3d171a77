package org.nowserving.peer;

import io.netty.channel.Channel;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.nowserving.protocol.KioskCommand;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Verb;
import org.nowserving.protocol.text.CommandParser;
import org.nowserving.protocol.text.Parsed;

/** A kiosk of the plain desk. */
final class KioskPath extends DeskPath {
  private final PlainBook book;
  private final Hall hall;

  KioskPath(Executor commands, PlainBook book, Hall hall) {
    super(commands);
    this.book = book;
    this.hall = hall;
  }

  @Override
  void heard(Channel channel, String line) throws SQLException {
    switch (CommandParser.kiosk(line)) {
      case Parsed.Understood<KioskCommand>(KioskCommand.SignIn(var email, var name)) -> {
        String ticket = book.open(email, name).json();
        Hall.say(channel, "success new " + ticket);
        hall.tellStaff("new " + ticket);
      }
      case Parsed.Understood<KioskCommand>(KioskCommand.Query(var email)) -> {
        Optional<String> name = book.nameOf(email);
        if (name.isPresent()) {
          Hall.say(channel, "success query " + name.get());
        } else {
          refuse(channel, Verb.QUERY, Rejection.VISITOR_UNKNOWN);
        }
      }
      case Parsed.Refusal<KioskCommand>(var refused) -> answer(channel, refused);
    }
  }
}

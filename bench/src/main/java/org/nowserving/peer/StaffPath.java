package org.nowserving.peer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.nowserving.peer.PlainBook.Claim;
import org.nowserving.peer.PlainBook.End;
import org.nowserving.peer.PlainBook.Seat;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.StaffCommand;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.Token;
import org.nowserving.protocol.Verb;
import org.nowserving.protocol.text.CommandParser;
import org.nowserving.protocol.text.Parsed;

/** A staff device of the plain desk. Its token is its name. */
final class StaffPath extends DeskPath {
  private final PlainBook book;
  private final Hall hall;

  /** Null until a token was shown. */
  private @Nullable String staff;

  private @Nullable Integer table;

  StaffPath(Executor commands, PlainBook book, Hall hall) {
    super(commands);
    this.book = book;
    this.hall = hall;
  }

  @Override
  void connected(ChannelHandlerContext context) {
    hall.joinStaff(context.channel());
  }

  @Override
  void gone() {
    if (table != null) {
      hall.leave(table);
    }
  }

  @Override
  void heard(Channel channel, String line) throws SQLException {
    switch (CommandParser.staff(line)) {
      case Parsed.Understood<StaffCommand>(var command) -> {
        switch (command) {
          case StaffCommand.Pick(var picked, var token) -> pick(channel, picked, token);
          case StaffCommand.Unpick() -> unpick(channel);
          case StaffCommand.Accept(var id) -> accept(channel, id.value());
          case StaffCommand.Complete(var id) ->
              end(channel, Verb.COMPLETE, End.COMPLETED, id.value());
          case StaffCommand.Cancel(var id) -> end(channel, Verb.CANCEL, End.CANCELLED, id.value());
        }
      }
      case Parsed.Refusal<StaffCommand>(var refused) -> answer(channel, refused);
    }
  }

  private void pick(Channel channel, TableNumber picked, Optional<Token> token)
      throws SQLException {
    String before = staff;
    if (token.isPresent()) {
      staff = token.get().secret();
    }
    if (staff == null) {
      refuse(channel, Verb.PICK, Rejection.MALFORMED);
      return;
    }
    if (!picked.equals(TableNumber.NONE)
        && hall.move(channel, table, picked.value(), "success pick " + picked)) {
      table = picked.value();
    } else {
      refuse(channel, Verb.PICK, Rejection.TABLE_NOT_AVAILABLE);
    }
    if (!staff.equals(before)) {
      welcome(channel, staff);
    }
  }

  /** Joins BEFORE it looks, so that no ticket is missed; one may be heard of twice. */
  private void welcome(Channel channel, String staff) throws SQLException {
    hall.recognise(channel);
    for (PlainTicket ticket : book.concerning(staff)) {
      Hall.say(channel, (ticket.nobodyServes() ? "new " : "claimed ") + ticket.json());
    }
  }

  private void unpick(Channel channel) {
    if (table == null) {
      refuse(channel, Verb.UNPICK, Rejection.NO_TABLE_ASSIGNED);
      return;
    }
    hall.move(channel, table, null, "success unpick");
    table = null;
  }

  private void accept(Channel channel, long id) throws SQLException {
    if (staff == null || table == null) {
      refuse(channel, Verb.ACCEPT, Rejection.NO_TABLE_CHOSEN);
      return;
    }
    switch (book.claim(id, new Seat(staff, table))) {
      case Claim.Done(var ticket) -> {
        Hall.say(channel, "success claimed " + id);
        hall.tellStaffBut(channel, "claimed " + ticket.json());
        hall.tellDisplays("claimed " + id + " " + table);
      }
      case Claim.Refused(var why) -> refuse(channel, Verb.ACCEPT, why);
    }
  }

  private void end(Channel channel, Verb verb, End end, long id) throws SQLException {
    if (staff == null || table == null) {
      refuse(channel, verb, Rejection.NOT_AT_A_TABLE);
      return;
    }
    Optional<Rejection> why = book.end(id, end, new Seat(staff, table));
    if (why.isPresent()) {
      refuse(channel, verb, why.get());
      return;
    }
    Hall.say(channel, "success " + verb.word() + " " + id);
    hall.tellDisplays(verb.word() + " " + table);
  }
}

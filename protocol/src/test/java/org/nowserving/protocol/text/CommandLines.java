package org.nowserving.protocol.text;

import org.nowserving.protocol.Command;
import org.nowserving.protocol.KioskCommand;
import org.nowserving.protocol.StaffCommand;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.protocol.Token;

/** Writes commands as a device says them, and what was parsed as one word of text. Pure. */
final class CommandLines {
  /** Stands for a number that no ticket and no table has. */
  static final String NO_NUMBER = "NONE";

  private CommandLines() {}

  /** The command as a device says it, or the refusal as the device hears it. */
  static String outcome(Parsed<?> parsed) {
    return switch (parsed) {
      case Parsed.Understood<?>(Command command) -> line(command);
      case Parsed.Refusal<?>(var refused) ->
          new MessageWriter(ClaimedOrder.TICKET_TABLE).text(refused);
    };
  }

  static String line(Command command) {
    String verb = command.verb().word();
    return switch (command) {
      case StaffCommand.Accept(TicketId ticket) -> verb + " " + number(ticket);
      case StaffCommand.Cancel(TicketId ticket) -> verb + " " + number(ticket);
      case StaffCommand.Complete(TicketId ticket) -> verb + " " + number(ticket);
      case StaffCommand.Pick(TableNumber table, var token) ->
          verb + " " + number(table) + token.map(Token::secret).map(word -> " " + word).orElse("");
      case StaffCommand.Unpick() -> verb;
      case KioskCommand.SignIn(var email, var name) ->
          verb + " " + email.address() + " " + name.text();
      case KioskCommand.Query(var email) -> verb + " " + email.address();
    };
  }

  private static String number(TicketId ticket) {
    return ticket.equals(TicketId.NONE) ? NO_NUMBER : ticket.toString();
  }

  private static String number(TableNumber table) {
    return table.equals(TableNumber.NONE) ? NO_NUMBER : table.toString();
  }
}

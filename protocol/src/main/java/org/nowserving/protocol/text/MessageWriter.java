package org.nowserving.protocol.text;

import org.nowserving.protocol.DisplayEvent;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.ServerMessage;
import org.nowserving.protocol.StaffEvent;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.protocol.Verb;

/**
 * Writes what a device is told as the line that goes out: never a line feed in it, never a space
 * more than it needs. Immutable; any thread.
 */
public final class MessageWriter {
  /** Room for a ticket of usual length, so that the text is rarely copied while it grows. */
  private static final int USUAL_LENGTH = 192;

  private final ClaimedOrder order;

  /**
   * @param order how displays read {@code claimed 0 1}
   */
  public MessageWriter(ClaimedOrder order) {
    this.order = order;
  }

  /** The message as it goes over the wire. */
  public String text(ServerMessage message) {
    StringBuilder text = new StringBuilder(USUAL_LENGTH);
    append(text, message);
    return text.toString();
  }

  /** Adds the message as it goes over the wire to a text that the caller may use again. */
  public void append(StringBuilder text, ServerMessage message) {
    switch (message) {
      case Reply.Claimed(TicketId ticket) -> text.append("success claimed ").append(ticket.value());
      case Reply.Cancelled(TicketId ticket) ->
          text.append("success cancel ").append(ticket.value());
      case Reply.Completed(TicketId ticket) ->
          text.append("success complete ").append(ticket.value());
      case Reply.Picked(TableNumber table) -> text.append("success pick ").append(table.value());
      case Reply.Unpicked() -> text.append("success unpick");
      case Reply.SignedIn(var ticket) -> TicketJson.append(text.append("success new "), ticket);
      case Reply.Found(var name) -> text.append("success query ").append(name.text());
      case Reply.Refused refused -> appendRefusal(text, refused);

      case StaffEvent.Waiting(var ticket) -> TicketJson.append(text.append("new "), ticket);
      case StaffEvent.Claimed(var ticket) -> TicketJson.append(text.append("claimed "), ticket);
      case StaffEvent.Taken(var tables) -> {
        text.append("taken");
        for (TableNumber table : tables) {
          text.append(' ').append(table.value());
        }
      }

      case DisplayEvent.Picked(TableNumber table) -> text.append("pick ").append(table.value());
      case DisplayEvent.Unpicked(TableNumber table) -> text.append("unpick ").append(table.value());
      case DisplayEvent.Claimed(TicketId ticket, TableNumber table) -> {
        text.append("claimed ");
        switch (order) {
          case TICKET_TABLE -> text.append(ticket.value()).append(' ').append(table.value());
          case TABLE_TICKET -> text.append(table.value()).append(' ').append(ticket.value());
        }
      }
      case DisplayEvent.Completed(TableNumber table) ->
          text.append("complete ").append(table.value());
      case DisplayEvent.Cancelled(TableNumber table) ->
          text.append("cancel ").append(table.value());
    }
  }

  private static void appendRefusal(StringBuilder text, Reply.Refused refused) {
    text.append("error ");
    refused.verb().map(Verb::word).ifPresent(word -> text.append(word).append(' '));
    text.append(refused.rejection().sentence());
  }
}

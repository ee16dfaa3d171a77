package org.nowserving.protocol.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.Ticket;
import org.nowserving.protocol.TicketId;
import org.nowserving.protocol.Verb;

/**
 * Every reply that the code can write, with {@code ID}, {@code TABLE}, {@code TICKET} and {@code
 * NAME} in the place of what differs from one to the next. Pure.
 */
final class ReplyForms {
  private static final MessageWriter WRITER = new MessageWriter(ClaimedOrder.TICKET_TABLE);
  private static final TicketId ID = new TicketId(1234);
  private static final TableNumber TABLE = new TableNumber(56);
  private static final PersonName NAME = new PersonName("Example Name");

  private static final List<Reply> ONE_OF_EACH =
      List.of(
          new Reply.Claimed(ID),
          new Reply.Cancelled(ID),
          new Reply.Completed(ID),
          new Reply.Picked(TABLE),
          new Reply.Unpicked(),
          new Reply.SignedIn(
              new Ticket(
                  ID,
                  new Email("example@example.com"),
                  NAME,
                  Optional.empty(),
                  Instant.EPOCH,
                  Optional.empty())),
          new Reply.Found(NAME),
          Reply.Refused.of(Verb.NEW, Rejection.NAME_MISSING));

  private ReplyForms() {}

  static Set<String> all() {
    assertEquals(
        Set.of(Reply.class.getPermittedSubclasses()),
        ONE_OF_EACH.stream().map(Object::getClass).collect(Collectors.toSet()),
        "a reply of each kind");
    Set<String> forms = new LinkedHashSet<>(AllRefusals.lines());
    ONE_OF_EACH.stream().map(ReplyForms::form).forEach(forms::add);
    return forms;
  }

  private static String form(Reply reply) {
    String line = WRITER.text(reply);
    return switch (reply) {
      case Reply.Claimed(var ticket) -> line.replace(ticket.toString(), "ID");
      case Reply.Cancelled(var ticket) -> line.replace(ticket.toString(), "ID");
      case Reply.Completed(var ticket) -> line.replace(ticket.toString(), "ID");
      case Reply.Picked(var table) -> line.replace(table.toString(), "TABLE");
      case Reply.SignedIn signedIn -> line.replaceAll("\\{.*}", "TICKET");
      case Reply.Found(var name) -> line.replace(name.text(), "NAME");
      case Reply.Unpicked unpicked -> line;
      case Reply.Refused refused -> line;
    };
  }
}

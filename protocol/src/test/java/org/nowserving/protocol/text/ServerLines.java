package org.nowserving.protocol.text;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nowserving.protocol.DisplayEvent;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.ServerMessage;
import org.nowserving.protocol.StaffEvent;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.Ticket;
import org.nowserving.protocol.TicketId;
import org.nowserving.protocol.Verb;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what a server says, as a device would, so that a line in a document can be held against
 * what the writer makes of it. Throws where there is no such line. Pure.
 */
final class ServerLines {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern ERROR = Pattern.compile("error (.*)");
  private static final Pattern SUCCESS = Pattern.compile("success ([a-z]+)(?: (.*))?");

  private ServerLines() {}

  /** The message of this line, as a device on that endpoint understands it. */
  static ServerMessage read(Endpoint endpoint, String line) {
    Matcher error = ERROR.matcher(line);
    if (error.matches()) {
      return refused(error.group(1));
    }
    Matcher success = SUCCESS.matcher(line);
    if (success.matches()) {
      return success(endpoint, success.group(1), Optional.ofNullable(success.group(2)).orElse(""));
    }
    return switch (endpoint) {
      case STAFF -> staffEvent(line);
      case DISPLAY -> displayEvent(line);
      case KIOSK -> throw new IllegalArgumentException("a kiosk hears replies only: " + line);
    };
  }

  private static Reply refused(String words) {
    for (Rejection rejection : Rejection.values()) {
      if (words.equals(rejection.sentence())) {
        return new Reply.Refused(Optional.empty(), rejection);
      }
      for (Verb verb : Verb.values()) {
        if (words.equals(verb.word() + " " + rejection.sentence())) {
          return new Reply.Refused(Optional.of(verb), rejection);
        }
      }
    }
    throw new IllegalArgumentException("no such error: " + words);
  }

  private static Reply success(Endpoint endpoint, String word, String rest) {
    return switch (endpoint + " " + word) {
      case "STAFF claimed" -> new Reply.Claimed(ticketId(rest));
      case "STAFF cancel" -> new Reply.Cancelled(ticketId(rest));
      case "STAFF complete" -> new Reply.Completed(ticketId(rest));
      case "STAFF pick" -> new Reply.Picked(table(rest));
      case "STAFF unpick" -> new Reply.Unpicked();
      case "KIOSK new" -> new Reply.SignedIn(ticket(rest));
      case "KIOSK query" -> new Reply.Found(new PersonName(rest));
      default -> throw new IllegalArgumentException("no such success: " + endpoint + " " + word);
    };
  }

  private static StaffEvent staffEvent(String line) {
    String[] verbAndRest = line.split(" ", 2);
    return switch (verbAndRest[0]) {
      case "new" -> new StaffEvent.Waiting(ticket(verbAndRest[1]));
      case "claimed" -> new StaffEvent.Claimed(ticket(verbAndRest[1]));
      case "taken" ->
          new StaffEvent.Taken(
              Arrays.stream(line.split(" ", -1)).skip(1).map(ServerLines::table).toList());
      default -> throw new IllegalArgumentException("staff hear no such word: " + line);
    };
  }

  private static DisplayEvent displayEvent(String line) {
    List<String> words = List.of(line.split(" ", -1));
    TableNumber last = table(words.getLast());
    return switch (words.getFirst()) {
      case "pick" -> new DisplayEvent.Picked(last);
      case "unpick" -> new DisplayEvent.Unpicked(last);
      case "claimed" -> new DisplayEvent.Claimed(ticketId(words.get(1)), last);
      case "complete" -> new DisplayEvent.Completed(last);
      case "cancel" -> new DisplayEvent.Cancelled(last);
      default -> throw new IllegalArgumentException("displays hear no such word: " + line);
    };
  }

  private static Ticket ticket(String text) {
    JsonNode json = JSON.readTree(text);
    String staff = json.get("staff").stringValue();
    Instant end = Instant.parse(json.get("end").stringValue());
    return new Ticket(
        new TicketId(json.get("id").longValue()),
        new Email(json.get("email").stringValue()),
        new PersonName(json.get("name").stringValue()),
        staff.equals("{}") ? Optional.empty() : Optional.of(new StaffName(staff)),
        Instant.parse(json.get("start").stringValue()),
        end.equals(Instant.EPOCH) ? Optional.empty() : Optional.of(end));
  }

  private static TicketId ticketId(String word) {
    return new TicketId(Long.parseLong(word));
  }

  private static TableNumber table(String word) {
    return new TableNumber(Integer.parseInt(word));
  }
}

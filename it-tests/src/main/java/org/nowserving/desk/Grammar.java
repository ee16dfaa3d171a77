package org.nowserving.desk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what a server may say, to the letter, and nothing else: every message that a {@link Device}
 * hears goes through here. It shares the protocol's types with the server and none of its text, so
 * that the two can disagree. Pure.
 */
public final class Grammar {
  private static final String NUMBER = "(0|[1-9][0-9]{0,18})";
  private static final String STRING = "(\"(?:[^\"\\\\\\x00-\\x1f]|\\\\[\"\\\\/bfnrtu])*+\")";
  private static final String TIME = "\"(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ)\"";

  private static final Pattern TICKET =
      Pattern.compile(
          "\\{\"id\":%s,\"email\":%s,\"name\":%s,\"staff\":%s,\"start\":%s,\"end\":%s\\}"
              .formatted(NUMBER, STRING, STRING, STRING, TIME, TIME));
  private static final Pattern TAKEN = Pattern.compile("taken(?: " + NUMBER + ")*");
  private static final Pattern SUCCESS_TICKET =
      Pattern.compile("success (claimed|cancel|complete) " + NUMBER);
  private static final Pattern SUCCESS_PICK = Pattern.compile("success pick " + NUMBER);
  private static final Pattern DISPLAY_TABLE =
      Pattern.compile("(pick|unpick|complete|cancel) " + NUMBER);
  private static final Pattern DISPLAY_CLAIMED =
      Pattern.compile("claimed " + NUMBER + " " + NUMBER);

  private static final JsonMapper JSON = new JsonMapper();

  private Grammar() {}

  /**
   * The message that this line is.
   *
   * @throws NotInTheGrammar when the protocol has no such line on that endpoint
   */
  public static ServerMessage read(Endpoint endpoint, String line) {
    if (line.startsWith("error ")) {
      return refused(line);
    }
    return switch (endpoint) {
      case STAFF -> staff(line);
      case KIOSK -> kiosk(line);
      case DISPLAY -> display(line);
    };
  }

  private static Reply.Refused refused(String line) {
    String rest = line.substring("error ".length());
    int space = rest.indexOf(' ');
    Optional<Verb> verb = space < 0 ? Optional.empty() : Verb.of(rest.substring(0, space));
    String sentence = verb.isPresent() ? rest.substring(space + 1) : rest;
    for (Rejection rejection : Rejection.values()) {
      if (rejection.sentence().equals(sentence) && rejection.goesWith(verb)) {
        return new Reply.Refused(verb, rejection);
      }
    }
    throw unknown(line);
  }

  private static ServerMessage staff(String line) {
    if (line.equals("success unpick")) {
      return new Reply.Unpicked();
    }
    Matcher ticket = SUCCESS_TICKET.matcher(line);
    if (ticket.matches()) {
      TicketId id = new TicketId(Long.parseLong(ticket.group(2)));
      return switch (ticket.group(1)) {
        case "claimed" -> new Reply.Claimed(id);
        case "cancel" -> new Reply.Cancelled(id);
        default -> new Reply.Completed(id);
      };
    }
    Matcher pick = SUCCESS_PICK.matcher(line);
    if (pick.matches()) {
      return new Reply.Picked(table(pick.group(1)));
    }
    if (line.startsWith("new ")) {
      return new StaffEvent.Waiting(waiting(line.substring("new ".length())));
    }
    if (line.startsWith("claimed ")) {
      return new StaffEvent.Claimed(claimed(line.substring("claimed ".length())));
    }
    if (TAKEN.matcher(line).matches()) {
      return new StaffEvent.Taken(ascending(line));
    }
    throw unknown(line);
  }

  private static ServerMessage kiosk(String line) {
    if (line.startsWith("success new ")) {
      return new Reply.SignedIn(waiting(line.substring("success new ".length())));
    }
    if (line.startsWith("success query ")) {
      String name = line.substring("success query ".length());
      return new Reply.Found(exactly(PersonName.of(name), name, PersonName::text));
    }
    throw unknown(line);
  }

  private static DisplayEvent display(String line) {
    Matcher claimed = DISPLAY_CLAIMED.matcher(line);
    if (claimed.matches()) {
      return new DisplayEvent.Claimed(
          new TicketId(Long.parseLong(claimed.group(1))), table(claimed.group(2)));
    }
    Matcher one = DISPLAY_TABLE.matcher(line);
    if (!one.matches()) {
      throw unknown(line);
    }
    TableNumber table = table(one.group(2));
    return switch (one.group(1)) {
      case "pick" -> new DisplayEvent.Picked(table);
      case "unpick" -> new DisplayEvent.Unpicked(table);
      case "complete" -> new DisplayEvent.Completed(table);
      default -> new DisplayEvent.Cancelled(table);
    };
  }

  /** A ticket that waits is open, and nobody serves it. */
  private static Ticket waiting(String json) {
    Ticket ticket = ticket(json);
    if (ticket.staff().isPresent() || ticket.end().isPresent()) {
      throw unknown(json);
    }
    return ticket;
  }

  /** A ticket that need not be claimed any more is being served, or it has ended. */
  private static Ticket claimed(String json) {
    Ticket ticket = ticket(json);
    if (ticket.staff().isEmpty() && ticket.end().isEmpty()) {
      throw unknown(json);
    }
    return ticket;
  }

  private static Ticket ticket(String json) {
    Matcher fields = TICKET.matcher(json);
    if (!fields.matches()) {
      throw unknown(json);
    }
    String email = string(fields.group(2));
    String name = string(fields.group(3));
    String staff = string(fields.group(4));
    return new Ticket(
        new TicketId(Long.parseLong(fields.group(1))),
        email(email),
        exactly(PersonName.of(name), name, PersonName::text),
        staff.equals("{}")
            ? Optional.empty()
            : Optional.of(exactly(StaffName.of(staff), staff, StaffName::text)),
        Instant.parse(fields.group(5)),
        Optional.of(Instant.parse(fields.group(6))).filter(end -> !end.equals(Instant.EPOCH)));
  }

  /** What erasing leaves is no e-mail that anybody could type. */
  private static Email email(String text) {
    return text.equals(Email.ERASED.address())
        ? Email.ERASED
        : exactly(Email.of(text), text, Email::address);
  }

  private static <T> T exactly(Optional<T> read, String text, Function<T, String> written) {
    return read.filter(value -> written.apply(value).equals(text)).orElseThrow(() -> unknown(text));
  }

  private static List<TableNumber> ascending(String line) {
    String[] words = line.split(" ", -1);
    List<TableNumber> tables = new ArrayList<>();
    for (int i = 1; i < words.length; i++) {
      TableNumber next = table(words[i]);
      if (!tables.isEmpty() && tables.getLast().compareTo(next) >= 0) {
        throw unknown(line);
      }
      tables.add(next);
    }
    return tables;
  }

  private static TableNumber table(String digits) {
    try {
      return new TableNumber(Integer.parseInt(digits));
    } catch (NumberFormatException e) {
      throw unknown(digits);
    }
  }

  private static String string(String json) {
    try {
      return JSON.readValue(json, String.class);
    } catch (JacksonException e) {
      throw unknown(json);
    }
  }

  private static NotInTheGrammar unknown(String text) {
    return new NotInTheGrammar("not a line of the protocol: " + text);
  }
}

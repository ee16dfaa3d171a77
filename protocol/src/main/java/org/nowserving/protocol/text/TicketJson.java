package org.nowserving.protocol.text;

import java.time.Instant;
import java.time.LocalDate;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.Ticket;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Writes a ticket as the seed protocol's JSON: its fields, its order, no spaces. The one file here
 * that knows Jackson, and of Jackson only how a string is escaped: a quote, a backslash and control
 * characters are, every other character goes out as itself. Pure.
 */
final class TicketJson {
  /** What stands for the staff member of a ticket that nobody has claimed. */
  private static final String NOBODY = "{}";

  /** What stands for the end of a ticket that is still open. */
  private static final String NOT_ENDED = "1970-01-01T00:00:00Z";

  private static final int SECONDS_A_DAY = 86_400;

  private TicketJson() {}

  static void append(StringBuilder text, Ticket ticket) {
    text.append("{\"id\":").append(ticket.id().value());
    text.append(",\"email\":");
    appendString(text, ticket.email().address());
    text.append(",\"name\":");
    appendString(text, ticket.name().text());
    text.append(",\"staff\":");
    appendString(text, ticket.staff().map(StaffName::text).orElse(NOBODY));
    text.append(",\"start\":\"");
    appendTime(text, ticket.start());
    text.append("\",\"end\":\"");
    if (ticket.end().isPresent()) {
      appendTime(text, ticket.end().get());
    } else {
      text.append(NOT_ENDED);
    }
    text.append("\"}");
  }

  private static void appendString(StringBuilder text, String value) {
    text.append('"');
    JsonStringEncoder.getInstance().quoteAsString(value, text);
    text.append('"');
  }

  /** The whole second in which the time lies, as {@code 2019-10-01T04:12:19Z}. */
  private static void appendTime(StringBuilder text, Instant time) {
    // By hand: a DateTimeFormatter took most of the time that a ticket takes to write.
    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(time.getEpochSecond(), SECONDS_A_DAY));
    int second = Math.floorMod(time.getEpochSecond(), SECONDS_A_DAY);
    appendTwoDigits(text, day.getYear() / 100);
    appendTwoDigits(text, day.getYear() % 100);
    appendTwoDigits(text.append('-'), day.getMonthValue());
    appendTwoDigits(text.append('-'), day.getDayOfMonth());
    appendTwoDigits(text.append('T'), second / 3_600);
    appendTwoDigits(text.append(':'), second / 60 % 60);
    appendTwoDigits(text.append(':'), second % 60);
    text.append('Z');
  }

  private static void appendTwoDigits(StringBuilder text, int number) {
    if (number < 10) {
      text.append('0');
    }
    text.append(number);
  }
}

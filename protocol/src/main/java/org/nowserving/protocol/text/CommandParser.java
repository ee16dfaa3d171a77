package org.nowserving.protocol.text;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.nowserving.protocol.Command;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.KioskCommand;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.StaffCommand;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.protocol.Token;
import org.nowserving.protocol.Verb;

/**
 * Reads what a device said. Every line of any characters gives a command or a refusal; nothing is
 * ever thrown. Pure.
 *
 * <p>A line is checked in this order, and the first thing that is wrong is the one that is said: is
 * there anything, is its first word a verb, is it a verb of this kind of device, are the words
 * separated by single spaces and is their number right, is each word what it should be, from left
 * to right. docs/PROTOCOL.md tells device builders the same.
 */
public final class CommandParser {
  private CommandParser() {}

  /** Reads a line from {@code /staff}. */
  public static Parsed<StaffCommand> staff(String line) {
    return read(line, CommandParser::staff);
  }

  /** Reads a line from {@code /kiosk}. */
  public static Parsed<KioskCommand> kiosk(String line) {
    return read(line, CommandParser::kiosk);
  }

  /** The answer to a line from {@code /display}: a display has nothing to say. */
  public static Reply.Refused display(String line) {
    return verbOf(line)
        .map(verb -> Reply.Refused.of(verb, Rejection.NOT_FOR_THIS_DEVICE))
        .orElseGet(() -> refusalWithoutVerb(line));
  }

  private static Parsed<StaffCommand> staff(Verb verb, String line) {
    return switch (verb) {
      case ACCEPT -> ticketCommand(verb, line, StaffCommand.Accept::new);
      case CANCEL -> ticketCommand(verb, line, StaffCommand.Cancel::new);
      case COMPLETE -> ticketCommand(verb, line, StaffCommand.Complete::new);
      case PICK -> pick(line);
      case UNPICK ->
          line.equals(verb.word())
              ? new Parsed.Understood<>(new StaffCommand.Unpick())
              : refuse(verb, Rejection.MALFORMED);
      case NEW, QUERY -> refuse(verb, Rejection.NOT_FOR_THIS_DEVICE);
    };
  }

  private static Parsed<KioskCommand> kiosk(Verb verb, String line) {
    return switch (verb) {
      case NEW -> signIn(line);
      case QUERY -> query(line);
      case ACCEPT, CANCEL, COMPLETE, PICK, UNPICK -> refuse(verb, Rejection.NOT_FOR_THIS_DEVICE);
    };
  }

  private static Parsed<StaffCommand> ticketCommand(
      Verb verb, String line, Function<TicketId, StaffCommand> command) {
    int ticket = afterVerb(verb, line);
    return isWord(line, ticket, line.length())
        ? new Parsed.Understood<>(command.apply(ticket(line, ticket)))
        : refuse(verb, Rejection.MALFORMED);
  }

  private static Parsed<StaffCommand> pick(String line) {
    int table = afterVerb(Verb.PICK, line);
    int end = endOfWord(line, table);
    boolean hasToken = end < line.length();
    if (!isWord(line, table, end) || (hasToken && !isWord(line, end + 1, line.length()))) {
      return refuse(Verb.PICK, Rejection.MALFORMED);
    }
    // Whether a pick may come without a token depends on the connection, which the floor knows.
    Optional<Token> token =
        hasToken ? Optional.of(new Token(line.substring(end + 1))) : Optional.empty();
    return new Parsed.Understood<>(new StaffCommand.Pick(table(line, table, end), token));
  }

  private static Parsed<KioskCommand> query(String line) {
    int address = afterVerb(Verb.QUERY, line);
    if (!isWord(line, address, line.length())) {
      return refuse(Verb.QUERY, Rejection.MALFORMED);
    }
    Optional<Email> email = Email.of(line.substring(address));
    return email.isPresent()
        ? new Parsed.Understood<>(new KioskCommand.Query(email.get()))
        : refuse(Verb.QUERY, Rejection.EMAIL_INVALID);
  }

  /** The name is the rest of the line, and the one place where more than one space is welcome. */
  private static Parsed<KioskCommand> signIn(String line) {
    int address = afterVerb(Verb.NEW, line);
    int end = endOfWord(line, address);
    if (!isWord(line, address, end)) {
      return refuse(Verb.NEW, Rejection.MALFORMED);
    }
    Optional<Email> email = Email.of(line.substring(address, end));
    if (email.isEmpty()) {
      return refuse(Verb.NEW, Rejection.EMAIL_INVALID);
    }
    int rest = firstLetter(line, end);
    if (rest == line.length()) {
      return refuse(Verb.NEW, Rejection.NAME_MISSING);
    }
    Optional<PersonName> name = PersonName.of(line.substring(rest));
    return name.isPresent()
        ? new Parsed.Understood<>(new KioskCommand.SignIn(email.get(), name.get()))
        : refuse(Verb.NEW, Rejection.NAME_INVALID);
  }

  private static <C extends Command> Parsed<C> read(
      String line, BiFunction<Verb, String, Parsed<C>> device) {
    Optional<Verb> verb = verbOf(line);
    return verb.isPresent()
        ? device.apply(verb.get(), line)
        : new Parsed.Refusal<>(refusalWithoutVerb(line));
  }

  /** The verb is looked for behind leading spaces too, so that their refusal can name it. */
  private static Optional<Verb> verbOf(String line) {
    int start = firstLetter(line, 0);
    return Verb.of(line, start, endOfWord(line, start));
  }

  /** What is said where no verb was understood. */
  private static Reply.Refused refusalWithoutVerb(String line) {
    return new Reply.Refused(
        Optional.empty(),
        firstLetter(line, 0) == line.length() ? Rejection.EMPTY : Rejection.UNKNOWN_COMMAND);
  }

  /** Where the first word from there on begins; the end of the line where there is none. */
  private static int firstLetter(String line, int from) {
    int start = from;
    while (start < line.length() && line.charAt(start) == ' ') {
      start++;
    }
    return start;
  }

  private static int endOfWord(String line, int start) {
    int space = line.indexOf(' ', start);
    return space < 0 ? line.length() : space;
  }

  /**
   * Where the words after the verb begin, one space behind it; the end of the line where the verb
   * stands alone or spaces lead.
   */
  private static int afterVerb(Verb verb, String line) {
    return line.startsWith(verb.word())
        ? Math.min(verb.word().length() + 1, line.length())
        : line.length();
  }

  /**
   * Whether this piece of the line is one word. It is none where a space leads, trails or follows
   * another.
   */
  private static boolean isWord(String line, int start, int end) {
    return start < end && endOfWord(line, start) >= end;
  }

  private static TicketId ticket(String line, int start) {
    long number = number(line, start, line.length());
    return number < 0 ? TicketId.NONE : new TicketId(number);
  }

  private static TableNumber table(String line, int start, int end) {
    long number = number(line, start, end);
    return number < 0 || number > Integer.MAX_VALUE
        ? TableNumber.NONE
        : new TableNumber((int) number);
  }

  /**
   * The number that this piece of the line is, or -1 where it is none: {@code 0|[1-9][0-9]{0,18}}
   * that fits into a long. Not {@link Long#parseLong}, which takes signs, leading zeros and the
   * digits of every script.
   */
  private static long number(String line, int start, int end) {
    if (end - start > 19 || (end - start > 1 && line.charAt(start) == '0')) {
      return -1;
    }
    long number = 0;
    for (int i = start; i < end; i++) {
      int digit = line.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      // 19 digits are less than 2 to the power of 64, so one that is too large turns negative.
      number = number * 10 + digit;
    }
    return number < 0 ? -1 : number;
  }

  private static <C extends Command> Parsed<C> refuse(Verb verb, Rejection rejection) {
    return new Parsed.Refusal<>(Reply.Refused.of(verb, rejection));
  }
}

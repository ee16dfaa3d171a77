package org.nowserving.protocol.text;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The grammar of docs/PROTOCOL.md a second time, as patterns: slow, and with nothing in common with
 * the parser, so that the two can be held against each other. Says what {@link CommandLines} says.
 * Pure.
 */
final class ReferenceGrammar {
  private static final List<String> STAFF =
      List.of("accept", "cancel", "complete", "pick", "unpick");
  private static final List<String> KIOSK = List.of("new", "query");

  private static final Pattern NOTHING = pattern(" *");
  private static final Pattern VERB =
      pattern(" *(accept|cancel|complete|pick|unpick|new|query)( .*)?");
  private static final Pattern TICKET = pattern("(?:accept|cancel|complete) ([^ ]+)");
  private static final Pattern PICK = pattern("pick ([^ ]+)(?: ([^ ]+))?");
  private static final Pattern NEW = pattern("new ([^ ]+)(?: (.*))?");
  private static final Pattern QUERY = pattern("query ([^ ]+)");
  private static final Pattern NUMBER = pattern("0|[1-9][0-9]{0,18}");
  private static final Pattern EMAIL =
      pattern("[^@\\p{Z}\\p{Cc}\\p{Cs}\\p{Cf}]+@[^@\\p{Z}\\p{Cc}\\p{Cs}\\p{Cf}]+");
  private static final Pattern NAME_FORBIDS =
      Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\u202a-\u202e\u2066-\u2069]");
  private static final Pattern SPACES_AROUND = Pattern.compile("^\\p{Zs}+|\\p{Zs}+$");
  private static final Pattern SPACES = Pattern.compile(" +");
  private static final Pattern JOINER = Pattern.compile("[\u200c\u200d]");
  private static final Pattern VISIBLE = Pattern.compile("[^\\p{Zs}\\p{Cf}]");

  private ReferenceGrammar() {}

  static String staff(String line) {
    return outcome(line, STAFF);
  }

  static String kiosk(String line) {
    return outcome(line, KIOSK);
  }

  static String display(String line) {
    return outcome(line, List.of());
  }

  private static String outcome(String line, List<String> verbsOfTheDevice) {
    if (NOTHING.matcher(line).matches()) {
      return "error the message is empty";
    }
    Matcher opening = VERB.matcher(line);
    if (!opening.matches()) {
      return "error the command is unknown";
    }
    String verb = opening.group(1);
    if (!verbsOfTheDevice.contains(verb)) {
      return "error " + verb + " this command is not for this device";
    }
    String malformed = "error " + verb + " the message is malformed";
    return switch (verb) {
      case "accept", "cancel", "complete" -> {
        Matcher words = TICKET.matcher(line);
        yield words.matches() ? verb + " " + number(words.group(1), Long.MAX_VALUE) : malformed;
      }
      case "pick" -> {
        Matcher words = PICK.matcher(line);
        yield words.matches()
            ? "pick "
                + number(words.group(1), Integer.MAX_VALUE)
                + (words.group(2) == null ? "" : " " + words.group(2))
            : malformed;
      }
      case "unpick" -> line.equals("unpick") ? line : malformed;
      case "query" -> {
        Matcher words = QUERY.matcher(line);
        yield !words.matches()
            ? malformed
            : isEmail(words.group(1)) ? line : "error query the email is not valid";
      }
      case "new" -> {
        Matcher words = NEW.matcher(line);
        yield words.matches()
            ? signIn(words.group(1), words.group(2) == null ? "" : words.group(2))
            : malformed;
      }
      default -> throw new AssertionError(verb);
    };
  }

  private static String signIn(String email, String rest) {
    if (!isEmail(email)) {
      return "error new the email is not valid";
    }
    if (NOTHING.matcher(rest).matches()) {
      return "error new a name is required";
    }
    String trimmed =
        SPACES_AROUND.matcher(Normalizer.normalize(rest, Normalizer.Form.NFC)).replaceAll("");
    String name = SPACES.matcher(trimmed).replaceAll(" ");
    return name.codePoints().count() <= 100
            && VISIBLE.matcher(name).find()
            && !NAME_FORBIDS.matcher(name).find()
        ? "new " + email + " " + name
        : "error new the name is not valid";
  }

  private static boolean isEmail(String word) {
    // Joiners may stand in an e-mail, other marks of format may not.
    return EMAIL.matcher(JOINER.matcher(word).replaceAll("j")).matches()
        && !word.equalsIgnoreCase("erased@invalid")
        && word.getBytes(StandardCharsets.UTF_8).length <= 254;
  }

  private static String number(String word, long max) {
    return NUMBER.matcher(word).matches()
            && new BigInteger(word).compareTo(BigInteger.valueOf(max)) <= 0
        ? word
        : CommandLines.NO_NUMBER;
  }

  private static Pattern pattern(String regex) {
    return Pattern.compile(regex, Pattern.DOTALL);
  }
}

package org.nowserving.protocol.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nowserving.protocol.Command;

/**
 * A million lines by chance: the parser throws at none, says what {@link ReferenceGrammar} says,
 * and reads what it understood the same way again. They are the same lines in every run; {@code
 * -Dnowserving.fuzz.seed=…} makes others, {@code -Dnowserving.fuzz.lines=…} sets how many.
 */
class CommandParserFuzzTest {
  private static final long SEED = Long.getLong("nowserving.fuzz.seed", 1);
  private static final int LINES = Integer.getInteger("nowserving.fuzz.lines", 1_000_000);

  private static final String REPLAY =
      "replay: mvn -pl protocol test -Dtest=CommandParserFuzzTest"
          + " -Dnowserving.fuzz.seed=%d -Dnowserving.fuzz.lines=%d".formatted(SEED, LINES);

  private static final Set<String> REFUSALS = AllRefusals.lines();

  private final Set<String> seen = new HashSet<>();

  @Test
  void everyLineIsACommandOrARefusal() {
    RandomLines lines = new RandomLines(SEED);
    MessageWriter writer = new MessageWriter(ClaimedOrder.TICKET_TABLE);
    for (int i = 0; i < LINES; i++) {
      String line = lines.next();
      try {
        check(CommandParser.staff(line), ReferenceGrammar.staff(line));
        check(CommandParser.kiosk(line), ReferenceGrammar.kiosk(line));
        String atDisplay = writer.text(CommandParser.display(line));
        assertEquals(ReferenceGrammar.display(line), atDisplay);
        checkRefusal(atDisplay);
      } catch (RuntimeException | AssertionError broken) {
        fail("line %d of seed %d: %s\n%s".formatted(i, SEED, printable(line), REPLAY), broken);
      }
    }
    checkThatNothingWasMissed();
  }

  private void check(Parsed<?> parsed, String expected) {
    String outcome = CommandLines.outcome(parsed);
    if (!outcome.equals(expected)) {
      fail("understood " + printable(outcome) + ", expected " + printable(expected));
    }
    switch (parsed) {
      case Parsed.Understood<?>(Command command) -> {
        seen.add(command.verb().word());
        // A word that was no number is still a word that is no number.
        if (!CommandLines.outcome(readAgain(command, outcome)).equals(outcome)) {
          fail("not read the same way again: " + printable(outcome));
        }
      }
      case Parsed.Refusal<?> refusal -> checkRefusal(outcome);
    }
  }

  private static Parsed<?> readAgain(Command command, String line) {
    return switch (command.verb()) {
      case ACCEPT, CANCEL, COMPLETE, PICK, UNPICK -> CommandParser.staff(line);
      case NEW, QUERY -> CommandParser.kiosk(line);
    };
  }

  private void checkRefusal(String line) {
    seen.add(line);
    if (!REFUSALS.contains(line) || !line.startsWith("error ") || line.indexOf('\n') >= 0) {
      fail("no refusal of the protocol: " + printable(line));
    }
  }

  /** A generator that had stopped reaching a branch would let everything pass. */
  private void checkThatNothingWasMissed() {
    for (String verb : new String[] {"accept", "cancel", "complete", "pick", "unpick"}) {
      assertSeen(verb);
      assertSeen("error " + verb + " the message is malformed");
      assertSeen("error " + verb + " this command is not for this device");
    }
    for (String verb : new String[] {"new", "query"}) {
      assertSeen(verb);
      assertSeen("error " + verb + " the message is malformed");
      assertSeen("error " + verb + " the email is not valid");
      assertSeen("error " + verb + " this command is not for this device");
    }
    assertSeen("error new a name is required");
    assertSeen("error new the name is not valid");
    assertSeen("error the message is empty");
    assertSeen("error the command is unknown");
  }

  private void assertSeen(String outcome) {
    assertTrue(seen.contains(outcome), () -> "never met: " + outcome + "\n" + REPLAY);
  }

  private static String printable(String line) {
    StringBuilder text = new StringBuilder("\"");
    line.chars()
        .forEach(c -> text.append(c >= ' ' && c <= '~' ? (char) c : "\\u%04x".formatted(c)));
    return text.append('"').toString();
  }
}

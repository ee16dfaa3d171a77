package org.nowserving.protocol.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.nowserving.protocol.Command;
import org.nowserving.protocol.Endpoint;

/**
 * The document that the product's user handed over, held word for word against the code. It stands
 * beside this test as it came; it is never edited.
 */
class SeedProtocolTest {
  private static final MessageWriter WRITER = new MessageWriter(ClaimedOrder.TICKET_TABLE);

  /** A line of an example, and under which heading it stands. */
  private record Example(String heading, String line) {}

  @Test
  void everyReplyOfTheSeedCanBeWritten() throws IOException {
    Set<String> missing = new TreeSet<>(repliesOfTheSeed());
    missing.removeAll(ReplyForms.all());
    assertEquals(Set.of(), missing);
  }

  /**
   * What the seed does not have is in docs/PROTOCOL.md; that one has them all, its own test says.
   */
  @Test
  void everyOtherReplyIsInTheDocument() throws IOException {
    Set<String> added = new TreeSet<>(ReplyForms.all());
    added.removeAll(repliesOfTheSeed());
    Set<String> undocumented = new TreeSet<>(added);
    undocumented.removeAll(ProtocolDocument.read().replies());
    assertEquals(Set.of(), undocumented);

    for (String line : added) {
      assertEquals("error ", line.substring(0, 6), "the seed has every success");
    }
  }

  /** Nothing here would be noticed if the seed's lines were not found in it. */
  @Test
  void everyLineOfTheSeedIsFound() throws IOException {
    Set<String> replies = repliesOfTheSeed();
    assertEquals(17, replies.stream().filter(line -> line.startsWith("error ")).count());
    assertEquals(7, replies.stream().filter(line -> line.startsWith("success ")).count());
    assertEquals(15, examples().size());
  }

  @Test
  void everyExampleIsSpokenToTheLetter() throws IOException {
    for (Example example : examples()) {
      String line = example.line();
      switch (example.heading()) {
        case "Staff to Server" -> assertUnderstood(line, CommandParser.staff(line));
        case "Kiosk to Server" -> assertUnderstood(line, CommandParser.kiosk(line));
        case "Server To Staff", "Server to Staff" ->
            assertEquals(line, WRITER.text(ServerLines.read(Endpoint.STAFF, line)));
        case "Server to Display" ->
            assertEquals(line, WRITER.text(ServerLines.read(Endpoint.DISPLAY, line)));
        default -> throw new AssertionError("an example under " + example.heading());
      }
    }
  }

  private static void assertUnderstood(String line, Parsed<?> parsed) {
    Command command = assertInstanceOf(Parsed.Understood.class, parsed, line).command();
    assertEquals(line, CommandLines.line(command));
  }

  private static Set<String> repliesOfTheSeed() throws IOException {
    Set<String> replies = new LinkedHashSet<>();
    for (String line : seed()) {
      if (line.startsWith("###### error ") || line.startsWith("###### success ")) {
        replies.add(
            line.substring("###### ".length())
                .replace("`{id}`", "ID")
                .replace("`{table}`", "TABLE")
                .replace("`{jsonEncodedTicket}`", "TICKET")
                .replace("`{name}`", "NAME"));
      }
    }
    return replies;
  }

  private static List<Example> examples() throws IOException {
    List<Example> examples = new ArrayList<>();
    String heading = "";
    boolean inside = false;
    for (String line : seed()) {
      if (line.equals("```")) {
        inside = !inside;
      } else if (inside) {
        examples.add(new Example(heading, line));
      } else if (line.startsWith("### ")) {
        heading = line.substring("### ".length());
      }
    }
    return examples;
  }

  private static List<String> seed() throws IOException {
    try (InputStream seed = SeedProtocolTest.class.getResourceAsStream("/seed-protocol.md")) {
      if (seed == null) {
        throw new AssertionError("no seed-protocol.md among the test resources");
      }
      return new String(seed.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}

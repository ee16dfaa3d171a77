package org.nowserving.protocol.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.nowserving.protocol.Verb;

/**
 * docs/PROTOCOL.md, taken apart.
 *
 * @param text all of it
 * @param transcripts the blocks that show who says what, in order
 * @param prose every line outside of blocks
 */
record ProtocolDocument(String text, List<List<Spoken>> transcripts, List<String> prose) {
  /** Tests run in the directory of their module. */
  private static final Path PLACE = Path.of("..", "docs", "PROTOCOL.md");

  private static final Pattern SPOKEN = Pattern.compile("([a-z]+) ([<>]) (.*)");
  private static final Pattern REPLY = Pattern.compile("`((?:error|success) [^`]*)`");

  /**
   * A line of a transcript.
   *
   * @param byDevice whether the device says it; otherwise it hears it
   */
  record Spoken(String device, boolean byDevice, String line) {}

  static ProtocolDocument read() throws IOException {
    String text = Files.readString(PLACE);
    List<List<Spoken>> transcripts = new ArrayList<>();
    List<String> prose = new ArrayList<>();
    String block = "";
    for (String line : text.lines().toList()) {
      if (line.startsWith("```")) {
        block = block.isEmpty() ? line : "";
        if (block.equals("```wire")) {
          transcripts.add(new ArrayList<>());
        }
      } else if (block.isEmpty()) {
        prose.add(line);
      } else if (block.equals("```wire")) {
        transcripts.getLast().add(spoken(line));
      }
    }
    return new ProtocolDocument(text, transcripts, prose);
  }

  private static Spoken spoken(String line) {
    var matcher = SPOKEN.matcher(line);
    if (!matcher.matches()) {
      throw new AssertionError("not a line of a transcript: " + line);
    }
    return new Spoken(matcher.group(1), matcher.group(2).equals(">"), matcher.group(3));
  }

  /** Every reply that is named in the prose and the tables; {@code VERB} stands for each verb. */
  Set<String> replies() {
    Set<String> replies = new LinkedHashSet<>();
    for (String line : prose) {
      for (MatchResult match : REPLY.matcher(line).results().toList()) {
        String reply = match.group(1);
        if (reply.contains("VERB")) {
          for (Verb verb : Verb.values()) {
            replies.add(reply.replace("VERB", verb.word()));
          }
        } else {
          replies.add(reply);
        }
      }
    }
    return replies;
  }

  /** The replies in the table below this heading. */
  List<String> repliesUnder(String heading) {
    int start = prose.indexOf(heading);
    if (start < 0) {
      throw new AssertionError("no heading " + heading);
    }
    return prose.stream()
        .skip(start + 1L)
        .takeWhile(line -> !line.startsWith("#"))
        .filter(line -> line.startsWith("| `"))
        .map(
            line -> line.substring(line.indexOf('`') + 1, line.indexOf('`', line.indexOf('`') + 1)))
        .toList();
  }
}

package org.nowserving.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The README as whoever follows it reads it: what it shows, and in which terminal. Immutable. */
final class Readme {
  private static final Path FILE = Path.of("..", "README.md");
  private static final Pattern TERMINAL = Pattern.compile("\\b[Tt]erminal (\\d)\\b");

  /**
   * A fenced block.
   *
   * @param line where it begins in the file, counted from 1
   * @param language what stands behind its fence, or nothing
   * @param terminal the one that the text of this section named last
   */
  record Block(int line, String language, List<String> text, OptionalInt terminal) {
    Block {
      text = List.copyOf(text);
    }

    boolean isCommands() {
      return language.equals("sh");
    }

    /** What a client shows: lines that it heard, and among them lines that were typed. */
    boolean isConversation() {
      return text.getFirst().startsWith("<");
    }

    @Override
    public String toString() {
      return "README.md:" + line + "\n" + String.join("\n", text) + "\n";
    }
  }

  private Readme() {}

  static List<String> lines() throws IOException {
    return Files.readAllLines(FILE);
  }

  /** The blocks of a section, in their order. */
  static List<Block> blocks(String heading) throws IOException {
    List<String> lines = lines();
    int next = lines.indexOf("## " + heading) + 1;
    if (next == 0) {
      throw new AssertionError("README.md has no section \"" + heading + "\"");
    }
    List<Block> blocks = new ArrayList<>();
    StringBuilder prose = new StringBuilder();
    for (; next < lines.size() && !lines.get(next).startsWith("## "); next++) {
      String line = lines.get(next);
      if (!line.startsWith("```")) {
        prose.append(line).append(' '); // a sentence goes on over the end of its line
        continue;
      }
      int fence = next;
      List<String> text = new ArrayList<>();
      for (next++; !lines.get(next).equals("```"); next++) {
        text.add(lines.get(next));
      }
      blocks.add(new Block(fence + 1, line.substring(3), text, lastTerminal(prose)));
    }
    return blocks;
  }

  private static OptionalInt lastTerminal(CharSequence prose) {
    OptionalInt last = OptionalInt.empty();
    Matcher mention = TERMINAL.matcher(prose);
    while (mention.find()) {
      last = OptionalInt.of(Integer.parseInt(mention.group(1)));
    }
    return last;
  }
}

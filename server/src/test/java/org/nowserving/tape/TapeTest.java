package org.nowserving.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Plays every tape in memory. */
class TapeTest {
  private static final Path FOLDER = Path.of("src/test/resources/tapes");
  private static final boolean REWRITE = Boolean.getBoolean("tape.rewrite");
  static final List<String> NAMES = Tapes.NAMES;

  @ParameterizedTest
  @FieldSource("NAMES")
  void soundsAsRecorded(String name) throws Exception {
    Tape tape = Tapes.read(name);
    try (MemoryStage stage = new MemoryStage()) {
      Tape played = tape.withHeard(tape.play(stage));
      if (REWRITE) {
        Files.writeString(FOLDER.resolve(name + ".tape"), played.text());
      } else {
        assertEquals(tape.text(), played.text());
      }
    }
  }

  @Test
  void everyTapeOfTheFolderIsPlayed() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertEquals(
          Set.copyOf(NAMES),
          files
              .map(file -> file.getFileName().toString().replace(".tape", ""))
              .collect(Collectors.toSet()));
    }
  }

  /** The seed's own lines, each as a pattern; every one must have been heard on some tape. */
  @Test
  void everyLineOfTheSeedIsHeard() throws IOException {
    Set<String> heard = new TreeSet<>();
    for (String name : NAMES) {
      Tapes.read(name).steps().forEach(step -> step.heard().values().forEach(heard::addAll));
    }
    List<Pattern> seed = seedLines();
    assertEquals(32, seed.size(), "the seed protocol's replies and events");
    for (Pattern line : seed) {
      assertTrue(
          heard.stream().anyMatch(text -> line.matcher(text).matches()), "never heard: " + line);
    }
  }

  /** Every {@code ###### reply}, and the example of every event. */
  private static List<Pattern> seedLines() throws IOException {
    List<String> seed =
        Files.readAllLines(Path.of("../protocol/src/test/resources/seed-protocol.md"));
    Stream<String> replies =
        seed.stream()
            .filter(line -> line.startsWith("###### "))
            .map(line -> line.substring("###### ".length()).strip());
    List<String> events =
        List.of(
            "claimed {json}",
            "new {json}",
            "taken {tables}",
            "cancel {id}",
            "claimed {id} {id}",
            "complete {id}",
            "pick {id}",
            "unpick {id}");
    return Stream.concat(replies, events.stream()).map(TapeTest::pattern).toList();
  }

  private static Pattern pattern(String line) {
    String regex =
        Stream.of(line.replace("`", "").split("(?=\\{)|(?<=})"))
            .map(part ->
                switch (part) {
                  case "{id}", "{table}" -> "\\d+";
                  case "{tables}" -> "\\d+( \\d+)*";
                  case "{json}", "{jsonEncodedTicket}" -> "\\{\"id\":.*}";
                  case "{name}" -> ".+";
                  default -> Pattern.quote(part);
                })
            .collect(Collectors.joining());
    return Pattern.compile(regex);
  }
}

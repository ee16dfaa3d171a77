package org.nowserving.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nowserving.bench.Footprint.Reading;

class FootprintProgramTest {
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return FootprintProgram.commandLine().setErr(new PrintWriter(err, true)).execute(arguments);
  }

  @Test
  void noRoundIsTwoAndASentence() {
    assertEquals(2, run("--rounds=0"));
    assertTrue(err.toString().contains("--rounds is at least 1"), err::toString);
  }

  @Test
  void aPageWithoutMarksIsOneAndASentenceBeforeAnythingIsMeasured(@TempDir Path directory)
      throws Exception {
    Path page = Files.writeString(directory.resolve("page.md"), "# Nothing\n");
    assertEquals(1, run("--page=" + page));
    assertTrue(err.toString().contains("the page has no place for the table"), err::toString);
  }

  @Test
  void thePageOfTheTreeHasAPlaceForEachTable() throws Exception {
    Path page = new Tree(Path.of("..").toAbsolutePath().normalize()).performancePage();
    FootprintProgram.page(page).check(FootprintProgram.TABLES);
  }

  @Test
  void aRowHasTheMiddleOfAllReadingsAndHowFarTheyLieApart() {
    List<Reading> readings =
        List.of(
            new Reading(910.4, 90, 101, 140),
            new Reading(700, 91, 100, 141),
            new Reading(1300, 92, 105, 150));
    assertEquals(
        """
        | Java | exec to the first answer | resident, idle | with 1,000 devices | after a sign-in |
        | --- | --- | --- | --- | --- |
        | as it ships | **910 ms** (700–1300) | **91 MB** (90–92) | **101 MB** (100–105) | **141 MB** (140–150) |
        """,
        FootprintProgram.starts(Map.of(JavaChoice.SHIPPED, readings)));
  }
}

package org.nowserving.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableProgramTest {
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return TableProgram.commandLine().setErr(new PrintWriter(err, true)).execute(arguments);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--rounds=0", "--seconds=0", "--old-tickets=0"})
  void aBadNumberIsTwoAndASentence(String option) {
    assertEquals(2, run(option));
    assertTrue(err.toString().contains("are at least 1"), err::toString);
  }

  /** And not after half an hour. */
  @Test
  void aPageWithoutMarksIsOneAndASentenceBeforeAnythingIsMeasured(@TempDir Path directory)
      throws IOException {
    Path page = Files.writeString(directory.resolve("page.md"), "# Nothing\n");
    assertEquals(1, run("--page=" + page));
    assertTrue(err.toString().contains("the page has no place for the table"), err::toString);
  }
}

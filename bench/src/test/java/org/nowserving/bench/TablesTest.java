package org.nowserving.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nowserving.bench.Samples.Sample;

class TablesTest {
  private static final String PAGE =
      """
      # A page
      before <!-- no table -->
      <!-- table: conditions, written by bench/table -->
      old conditions
      <!-- end of table -->
      between, | with a | bar |
      <!-- table: ratios, written by bench/table -->
      | an | old | table |
      <!-- end of table -->
      <!-- table: steps, written by bench/table --><!-- end of table -->
      after
      """;

  private final Samples samples = new Samples();
  private final Machine machine = new Machine("a processor", 2, "a kernel", "a Java", "a database");
  private final Tables tables = new Tables(samples, machine, 3, 5);

  @TempDir private Path directory;

  @BeforeEach
  void measure() {
    for (double value : new double[] {3_000, 1_000, 2_000}) {
      samples.add(Step.NEW_DEEP, new Sample(value, 0.05, 500));
      samples.add(Step.PG_INSERT, new Sample(1_000, 0.1, 0));
    }
    samples.add(Step.REACH, new Sample(12_345, 0, 0));
    samples.add(Step.BARE_REACH, new Sample(12_345, 0, 0));
    samples.add(Step.SYNC, new Sample(100, 0, 0));
    samples.add(Step.IDLE, new Sample(1_450, 0, 0));
    samples.add(Step.BARE_IDLE, new Sample(1_000, 0, 0));
  }

  private Path page(String text) throws IOException {
    return Files.writeString(directory.resolve("page.md"), text);
  }

  @Test
  void whatStandsBetweenTheMarksIsWrittenAnewAndEverythingElseStays() throws IOException {
    Path page = page(PAGE);
    tables.writeInto(Tables.page(page));
    String text = Files.readString(page);
    assertEquals(
        PAGE.replace("old conditions\n", "")
            .replace("| an | old | table |\n", "")
            .replace("<!-- end of table -->", "\n<!-- end of table -->"),
        text.replace("\n\n" + tables.conditions(), "\n")
            .replace("\n\n" + tables.ratios(), "\n")
            .replace("\n\n" + tables.steps(), ""));
    tables.writeInto(Tables.page(page));
    assertEquals(text, Files.readString(page), "the second time as the first");
  }

  @ParameterizedTest
  @ValueSource(strings = {"conditions", "ratios", "steps"})
  void aPageWithoutAMarkIsAnErrorThatNamesIt(String name) throws IOException {
    Path page = page(PAGE.replace("table: " + name, "table: other"));
    IOException error = assertThrows(IOException.class, () -> tables.writeInto(Tables.page(page)));
    assertTrue(String.valueOf(error.getMessage()).contains("<!-- table: " + name), error::toString);
    assertThrows(IOException.class, () -> Tables.check(Tables.page(page)));
    assertTrue(Files.readString(page).contains("| an | old | table |"), "nothing was written");
  }

  /** Or the next table would be taken for the end of this one. */
  @Test
  void aMarkWithoutItsEndIsAnError() throws IOException {
    Path page = page(PAGE.replaceFirst("<!-- end of table -->", ""));
    IOException error = assertThrows(IOException.class, () -> Tables.check(Tables.page(page)));
    assertTrue(String.valueOf(error.getMessage()).contains("conditions"), error::toString);
  }

  @Test
  void thePageInTheTreeHasAPlaceForEach() throws IOException {
    Tables.check(
        Tables.page(new Tree(Path.of("..").toAbsolutePath().normalize()).performancePage()));
  }

  @Test
  void aRowSaysTheRatioAndWhetherItHolds() {
    assertEquals(
        """
        | figure | held against | ratio | spread | must | aim | holds |
        | --- | --- | --- | --- | --- | --- | --- |
        | %s | %s | **2.00** | 1.00–3.00 | ≥ 2.5 | 4 | **missed** |
        | %s | %s, + one fdatasync | **0.99** | 0.99–0.99 | ≤ 3 | 1.5 | aim |
        | %s | %s | **1.45** | 1.45–1.45 | ≤ 1.5 | 1.2 | must |
        """
            .formatted(
                Step.NEW_DEEP.title(),
                Step.PG_INSERT.title(),
                Step.REACH.title(),
                Step.BARE_REACH.title(),
                Step.IDLE.title(),
                Step.BARE_IDLE.title()),
        tables.ratios());
  }

  @Test
  void eachStepIsInItsOwnUnit() {
    String steps = tables.steps();
    assertTrue(steps.contains("| 2,000/s | 1,000/s–3,000/s | 500 | 5 % (most 5 %) |"), steps);
    assertTrue(steps.contains("| 1,000/s | 1,000/s–1,000/s |  | 10 % (most 10 %) |"), steps);
    assertTrue(steps.contains("| 100 µs |"), steps);
    assertTrue(steps.contains("| 12 ms |"), steps);
    assertTrue(steps.contains("| 1,450 B |"), steps);
    assertFalse(steps.contains(Step.WALL.title()), "what was not measured has no row");
  }

  @Test
  void theConditionsAreASentence() {
    String conditions = tables.conditions();
    assertTrue(
        conditions.endsWith(
            ": a processor, 2 cores, a kernel, a Java, a database. 3 rounds of 5 seconds each.\n"),
        conditions);
  }
}

package org.nowserving.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Visitors' names and staff members' names, which are held to the same rules but for two. */
class NameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Example Name",
        "x",
        "0",
        "-",
        "O'Neil",
        "\"Ann\"",
        "C:\\Ann\\",
        "{}{",
        "{\"id\":0}",
        "</script>",
        "name; DROP TABLE ticket",
        "Zoë Müller",
        "Nguyễn Thị Minh Khai",
        "שלום עליכם",
        "محمد عبد الله",
        "علی\u200cرضا", // a joiner that the spelling needs
        "Ann \u200eשרה", // a mark of direction is no override
        "山田\u3000太郎", // a wide space stays as it was typed
        "Jean\u00a0Luc",
        "👩\u200d👩\u200d👧\u200d👦 Family",
        "🏴\udb40\udc67\udb40\udc62\udb40\udc65\udb40\udc6e\udb40\udc67\udb40\udc7f",
        "\u0378", // not assigned: an emoji of a later Unicode looks like this to an older runtime
        "\ue000", // for private use
        "Ann\uffff",
      })
  void isANameAsItIs(String text) {
    assertEquals(text, PersonName.of(text).orElseThrow().text());
    assertEquals(new PersonName(text), PersonName.of(text).orElseThrow());
    assertEquals(text, StaffName.of(text).orElseThrow().text());
    assertEquals(new StaffName(text), StaffName.of(text).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({
    "' Ann', Ann",
    "'Ann ', Ann",
    "'   Ann   ', Ann",
    "'Ann  Lou', Ann Lou",
    "'  Ann     Marie  Lou ', Ann Marie Lou",
    "'\u00a0Ann\u3000', Ann",
    "' \u2003 Ann \u202f ', Ann",
    "Zoe\u0308, Zo\u00eb",
    "\u212bngstr\u00f6m, \u00c5ngstr\u00f6m",
    "\u1112\u1161\u11ab, \ud55c",
  })
  void isTidied(String text, String tidy) {
    assertEquals(tidy, PersonName.of(text).orElseThrow().text());
    assertEquals(tidy, StaffName.of(text).orElseThrow().text());
    assertEquals(PersonName.of(tidy), PersonName.of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "     ",
        "\u00a0",
        "\u3000 \u2003",
        "\u200b", // invisible
        "\u200d \ufeff",
        "\t",
        "Ann\t",
        "\tAnn",
        "Ann\tLou",
        "Ann\n",
        "\nAnn",
        "Ann\r\n",
        "Ann\u0000",
        "Ann\u0007",
        "Ann\u001b[31m",
        "Ann\u007f",
        "Ann\u0085",
        "Ann\u009f",
        "Ann\u2028",
        "\u2029Ann",
        "\u202aAnn",
        "Ann\u202b",
        "Ann\u202cLou",
        "Ann\u202d",
        "\u202eAnn",
        "\u2066Ann",
        "\u2067Ann",
        "\u2068Ann",
        "Ann\u2069",
        "Ann\ud83d",
        "\ude00Ann",
        "\ude00\ud83d",
      })
  void isNone(String text) {
    assertEquals(Optional.empty(), PersonName.of(text));
    assertEquals(Optional.empty(), StaffName.of(text));
    assertThrows(IllegalArgumentException.class, () -> new PersonName(text));
    assertThrows(IllegalArgumentException.class, () -> new StaffName(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {" Ann", "Ann ", "Ann  Lou", "\u3000Ann"})
  void isNoNameUntilItIsTidied(String text) {
    assertThrows(IllegalArgumentException.class, () -> new PersonName(text));
    assertThrows(IllegalArgumentException.class, () -> new StaffName(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "é", "€", "ש", "😀"})
  void lengthIsCountedInCodePoints(String letter) {
    String longest = letter.repeat(PersonName.MAX_CODE_POINTS);
    assertEquals(longest, PersonName.of("  " + longest + "  ").orElseThrow().text());
    assertEquals(Optional.empty(), PersonName.of(longest + letter));
    assertThrows(IllegalArgumentException.class, () -> new PersonName(longest + letter));

    String longestOfStaff = letter.repeat(StaffName.MAX_CODE_POINTS);
    assertEquals(longestOfStaff, StaffName.of(longestOfStaff).orElseThrow().text());
    assertEquals(Optional.empty(), StaffName.of(longestOfStaff + letter));
  }

  @Test
  void lengthIsCountedAfterTidying() {
    // Four code points that are one in NFC: the most that are.
    String composed = "\u03b1\u0313\u0300\u0345".repeat(PersonName.MAX_CODE_POINTS);
    assertEquals(
        "\u1f82".repeat(PersonName.MAX_CODE_POINTS), PersonName.of(composed).orElseThrow().text());
    // One code point that is two in NFC.
    assertEquals(
        Optional.empty(), PersonName.of("\u0958".repeat(PersonName.MAX_CODE_POINTS / 2 + 1)));
    assertEquals(
        "a a".length(), PersonName.of("a" + " ".repeat(3_000) + "a").orElseThrow().text().length());
  }

  @Test
  void aStaffMemberIsNeverCalledNobody() {
    assertEquals(Optional.empty(), StaffName.of("{}"));
    assertEquals(Optional.empty(), StaffName.of(" {} "));
    assertThrows(IllegalArgumentException.class, () -> new StaffName("{}"));
    assertEquals("{}", PersonName.of("{}").orElseThrow().text());
  }

  @Test
  void neverPrintItself() {
    assertFalse(new PersonName("Ann").toString().contains("Ann"));
    assertFalse(new StaffName("Ann").toString().contains("Ann"));
    assertFalse(new Token("s3cret").toString().contains("s3cret"));
  }
}

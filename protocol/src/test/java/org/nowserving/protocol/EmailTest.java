package org.nowserving.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example@example.com",
        "a@b",
        "Ann.O'Neil+desk@example.co.uk",
        "\"ann\"@example.com",
        "{ann}\\@example.com",
        "ann@[127.0.0.1]",
        "ann@[IPv6:::1]",
        "用户@例子.公司",
        "משתמש@דוגמה.ישראל",
        "नाम‍@उदाहरण.भारत",
        "😀@example.com",
        "#!$%&'*+-/=?^_`{|}~@example.com",
        ".@.",
      })
  void isAnEmail(String text) {
    assertEquals(text, Email.of(text).orElseThrow().address());
  }

  @ParameterizedTest
  @ValueSource(strings = {"erased@invalid", "Erased@INVALID"})
  void nobodyTypesWhatErasingLeaves(String text) {
    assertEquals(Optional.empty(), Email.of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "ann",
        "ann@",
        "@example.com",
        "ann@@example.com",
        "ann@example@com",
        "@ann@",
        " ann@example.com",
        "ann@example.com ",
        "an n@example.com",
        "ann@exa mple.com",
        "ann\t@example.com",
        "ann@example.com\n",
        "ann@example.com\r\n",
        "ann\u0000@example.com",
        "ann\u007f@example.com",
        "ann\u0085@example.com", // next line, a control character
        "ann\u00a0@example.com", // no-break space
        "ann\u1680@example.com", // ogham space mark
        "ann\u2003@example.com", // em space
        "ann\u202f@example.com", // narrow no-break space
        "ann\u3000@example.com", // ideographic space
        "ann\u2028@example.com", // line separator
        "ann\u2029@example.com", // paragraph separator
        "ann\u200b@example.com", // zero width space
        "\ufeffann@example.com", // zero width no-break space, or byte order mark
        "ann\u2060@example.com", // word joiner
        "ann\u00ad@example.com", // soft hyphen
        "\u202eann@example.com", // right-to-left override
        "ann\u2066@example.com", // left-to-right isolate
        "ann\u200e@example.com", // left-to-right mark
        "ann\ud83d@example.com", // half of an emoji
        "ann\ude00@example.com", // the other half
      })
  void isNone(String text) {
    assertEquals(Optional.empty(), Email.of(text));
    assertThrows(IllegalArgumentException.class, () -> new Email(text));
  }

  @Test
  void lengthIsCountedInBytes() {
    for (String letter : new String[] {"a", "é", "€", "😀"}) {
      int bytes = letter.getBytes(StandardCharsets.UTF_8).length;
      int room = Email.MAX_BYTES - "@".length();
      String longest = letter.repeat(room / bytes - 1) + "x".repeat(room % bytes) + "@" + letter;
      assertEquals(Email.MAX_BYTES, longest.getBytes(StandardCharsets.UTF_8).length);
      assertEquals(longest, Email.of(longest).orElseThrow().address());
      assertEquals(Optional.empty(), Email.of("x" + longest));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Example@Example.COM, example@example.com",
    "EXAMPLE@EXAMPLE.COM, example@example.com",
    "ÉLODIE@EXAMPLE.COM, élodie@example.com",
    "ÅSA@EXAMPLE.COM, åsa@example.com",
    "ЮЛИЯ@ПРИМЕР.РФ, юлия@пример.рф",
    "Elodie\u0301@example.com, elodi\u00e9@example.com",
    "ELODIE\u0301@example.com, elodi\u00e9@example.com",
    "I@example.com, i@example.com",
  })
  void isLookedUpWithoutRegardToCase(String one, String other) {
    assertEquals(Email.of(other).orElseThrow().key(), Email.of(one).orElseThrow().key());
  }

  @ParameterizedTest
  @CsvSource({"ann@example.com, anna@example.com", "strasse@x, straße@x", "i@x, ı@x", "i@x, İ@x"})
  void isNotTakenForAnother(String one, String other) {
    assertNotEquals(Email.of(other).orElseThrow().key(), Email.of(one).orElseThrow().key());
  }

  @Test
  void staysAsItWasTyped() {
    assertEquals("Ann@Example.COM", Email.of("Ann@Example.COM").orElseThrow().address());
    assertEquals("e\u0301@x", Email.of("e\u0301@x").orElseThrow().address());
  }

  @Test
  void neverPrintsItself() {
    assertFalse(new Email("ann@example.com").toString().contains("ann"));
  }
}

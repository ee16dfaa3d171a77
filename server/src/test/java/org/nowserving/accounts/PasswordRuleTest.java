package org.nowserving.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nowserving.protocol.StaffName;

class PasswordRuleTest {
  private static final StaffName ALICE = new StaffName("Alice");

  private static Optional<String> flawOf(String password) {
    return PasswordRule.flawOf(password, ALICE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "correct horse battery",
        "all small letters",
        "пароль-паролю-ключ",
        "十五の文字がここに全部そろった",
        "🐎🐄🐖🐏🐐🐓🐕🐈🐇🐁🐀🦆🦢🦉🦇",
        "ypq4zr7b2mkhw3nx6dta",
        "my password is a long one",
        "alice is my own name",
        "the queue in summer is long",
        "123e4567-e89b-12d3-a456-426614174000",
      })
  void longEnoughIsGoodEnough(String password) {
    assertEquals(Optional.empty(), flawOf(password));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "14 characters.",
        "🐎🐄🐖🐏🐐🐓🐕",
        "e\u0301a\u0301i\u0301o\u0301u\u0301y\u0301w"
      })
  void fewerThanFifteenCharactersAreTooFew(String password) {
    assertEquals(
        Optional.of("the password is too short, it needs at least 15 characters"),
        flawOf(password));
  }

  @Test
  void longPasswordsAreBounded() {
    assertEquals(Optional.empty(), flawOf("correct horse ".repeat(9) + "12"));
    assertEquals(
        Optional.of("the password is too long, it may have 128 characters"),
        flawOf("correct horse ".repeat(9) + "123"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "correct horse battery\n",
        "correct horse\u0000battery",
        "correct horse battery\ud83d"
      })
  void whatNobodyCanTypeIsRefused(String password) {
    assertTrue(flawOf(password).orElseThrow().contains("cannot be typed"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "               ",
        "aaaaaaaaaaaaaaaa",
        "passwordpassword",
        "Password12345678",
        "123456789012345",
        "1234567890123456",
        "0987654321098765",
        "qwertyuiopasdfghjkl",
        "1qaz2wsx3edc4rfv",
        "adminadminadmin1",
        "AdministratorAdministrator",
        "iloveyou123456789",
        "NowServing2026!!",
        "alicealicealicealice",
        "nowservingalice",
        "welcome_welcome_welcome",
        "abcdefghijklmnop",
        "letmeinletmeinletmein",
        "abcabcabcabcabcabc",
        "horsehorsehorsehorse",
        "🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎",
      })
  void whatIsGuessedFirstIsRefused(String password) {
    assertTrue(flawOf(password).orElseThrow().contains("first that are guessed"), password);
  }
}

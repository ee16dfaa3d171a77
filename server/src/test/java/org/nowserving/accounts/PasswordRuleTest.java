package org.nowserving.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRuleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"12345678", "all small letters", "пароль-паролю", "🐎🐎🐎🐎🐎🐎🐎🐎", "        "})
  void longEnoughIsGoodEnough(String password) {
    assertEquals(Optional.empty(), PasswordRule.flawOf(password));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1234567", "🐎🐎🐎🐎", "e\u0301e\u0301e\u0301e\u0301"})
  void fewerThanEightCharactersAreTooFew(String password) {
    assertEquals(
        Optional.of("the password is too short, it needs at least 8 characters"),
        PasswordRule.flawOf(password));
  }

  @Test
  void longPasswordsAreBounded() {
    assertEquals(Optional.empty(), PasswordRule.flawOf("🐎".repeat(128)));
    assertEquals(
        Optional.of("the password is too long, it may have 128 characters"),
        PasswordRule.flawOf("a".repeat(129)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"password\n", "pass\u0000word", "password\ud83d"})
  void whatNobodyCanTypeIsRefused(String password) {
    assertTrue(PasswordRule.flawOf(password).orElseThrow().contains("cannot be typed"));
  }
}

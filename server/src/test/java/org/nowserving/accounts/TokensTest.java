package org.nowserving.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nowserving.protocol.Token;

class TokensTest {
  private final Tokens tokens = new Tokens(new SecureRandom());

  @Test
  void aTokenIsOneWordOf160Bits() {
    Set<String> seen = new HashSet<>();
    Set<Character> letters = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      String secret = tokens.mint().secret();
      assertTrue(secret.matches("[a-z2-7]{32}"), "32 letters of 5 bits");
      assertTrue(seen.add(secret), "never twice");
      secret.chars().forEach(c -> letters.add((char) c));
    }
    assertEquals(32, letters.size(), "every letter is used");
  }

  /** FIPS 180-2, appendix B.1. */
  @Test
  void whatIsKeptIsTheSha256() {
    assertEquals(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        Tokens.idOf(new Token("abc")).hash());
  }

  @Test
  void aPasswordThatIsMadeUpKeepsTheRule() {
    assertTrue(PasswordRule.flawOf(tokens.password(), StaffAccounts.FIRST_ADMIN).isEmpty());
  }
}

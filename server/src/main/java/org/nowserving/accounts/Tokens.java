package org.nowserving.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.nowserving.protocol.Token;
import org.nowserving.store.SessionId;

/** Makes the secret words by which staff show who they are. Any thread. */
public final class Tokens {
  /** Base32: one word without signs that a keyboard, a shell or a URL would stumble over. */
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

  /** 32 letters of 5 bits are 160 bits. */
  private static final int TOKEN_LETTERS = 32;

  /** 100 bits, for a password that somebody has to type once. */
  private static final int PASSWORD_LETTERS = 20;

  private final RandomGenerator random;

  /**
   * @param random a {@code SecureRandom} everywhere but in tests
   */
  public Tokens(RandomGenerator random) {
    this.random = random;
  }

  /** A token that nobody had before. */
  public Token mint() {
    return new Token(word(TOKEN_LETTERS));
  }

  /** A password that nobody can guess. */
  public String password() {
    return word(PASSWORD_LETTERS);
  }

  /** What is kept of a token: enough to recognise it, not enough to use it. Pure. */
  public static SessionId idOf(Token token) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] hash = sha256.digest(token.secret().getBytes(StandardCharsets.UTF_8));
      return new SessionId(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  private String word(int letters) {
    StringBuilder word = new StringBuilder(letters);
    for (int i = 0; i < letters; i++) {
      word.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return word.toString();
  }
}

package org.nowserving.protocol;

/**
 * The secret word by which a staff member shows who they are. It never prints itself. Pure.
 *
 * @param secret the word as it came, not empty
 */
public record Token(String secret) {
  public Token {
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("a token is never empty");
    }
  }

  @Override
  public String toString() {
    return "Token[…]";
  }
}

package org.nowserving.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A visitor's e-mail as it was typed: one {@code @} with something on both sides, no spaces, no
 * control or invisible characters, at most {@value #MAX_BYTES} bytes of UTF-8. It never prints
 * itself. Pure.
 */
public record Email(String address) {
  /** The longest address that SMTP can carry (RFC 5321, 4.5.3.1.3 less the angle brackets). */
  public static final int MAX_BYTES = 254;

  /** What UTF-8 takes for one char at the most; a pair of surrogates takes less. */
  private static final int MAX_BYTES_A_CHAR = 3;

  /**
   * What stands in a ticket whose visitor was erased; nobody can have it (RFC 6761), and nobody may
   * type it.
   */
  public static final Email ERASED = new Email("erased@invalid");

  public Email {
    if (!isValid(address)) {
      throw new IllegalArgumentException("not an e-mail address");
    }
  }

  /** The e-mail in this text, or empty where the text is none, or is {@link #ERASED}. */
  public static Optional<Email> of(String text) {
    return isValid(text)
        ? Optional.of(new Email(text)).filter(email -> !email.key().equals(ERASED.key()))
        : Optional.empty();
  }

  /**
   * What a visitor is looked up by: without regard to case, nor to how a keyboard composes accents.
   */
  public String key() {
    return PlainText.normalise(address).toLowerCase(Locale.ROOT);
  }

  private static boolean isValid(String text) {
    int at = text.indexOf('@');
    return at > 0
        && at < text.length() - 1
        && text.indexOf('@', at + 1) < 0
        && !PlainText.contains(text, Email::isForbidden)
        && isShort(text);
  }

  private static boolean isShort(String text) {
    return text.length() <= MAX_BYTES / MAX_BYTES_A_CHAR
        || text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
  }

  private static boolean isForbidden(int codePoint) {
    return PlainText.isSpace(codePoint)
        || PlainText.isForbidden(codePoint)
        || (PlainText.isFormat(codePoint) && !isJoiner(codePoint));
  }

  /** The two marks of format that words of some languages cannot be spelled without. */
  private static boolean isJoiner(int codePoint) {
    return codePoint == 0x200C || codePoint == 0x200D;
  }

  @Override
  public String toString() {
    return "Email[…]";
  }
}

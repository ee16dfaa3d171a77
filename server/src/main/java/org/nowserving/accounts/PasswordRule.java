package org.nowserving.accounts;

import java.text.Normalizer;
import java.util.Optional;

/**
 * Which passwords a staff member may have. Long ones count; a mix of signs is not asked for (OWASP,
 * NIST SP 800-63B). Pure.
 */
public final class PasswordRule {
  public static final int MIN_CODE_POINTS = 8;
  public static final int MAX_CODE_POINTS = 128;

  private PasswordRule() {}

  /**
   * What is wrong with the password, as a sentence for the one who chose it; empty when nothing is.
   */
  public static Optional<String> flawOf(String password) {
    String tidy = Normalizer.normalize(password, Normalizer.Form.NFC);
    int length = tidy.codePointCount(0, tidy.length());
    if (length < MIN_CODE_POINTS) {
      return Optional.of(
          "the password is too short, it needs at least " + MIN_CODE_POINTS + " characters");
    }
    if (length > MAX_CODE_POINTS) {
      return Optional.of(
          "the password is too long, it may have " + MAX_CODE_POINTS + " characters");
    }
    if (tidy.codePoints().anyMatch(PasswordRule::cannotBeTyped)) {
      return Optional.of("the password contains a character that cannot be typed");
    }
    return Optional.empty();
  }

  /** Control characters, and halves of a surrogate pair (which no encoding can tell apart). */
  private static boolean cannotBeTyped(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.CONTROL || type == Character.SURROGATE;
  }
}

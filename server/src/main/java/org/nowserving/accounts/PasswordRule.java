package org.nowserving.accounts;

import com.nulabinc.zxcvbn.Zxcvbn;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import org.nowserving.protocol.StaffName;

/**
 * Which passwords a staff member may have, as OWASP's Authentication Cheat Sheet and NIST SP
 * 800-63B-4 advise where there is no second factor: long ones, and none that is guessed first. A
 * mix of signs is not asked for. What is guessed first zxcvbn knows. Pure, and hard work.
 */
public final class PasswordRule {
  public static final int MIN_CODE_POINTS = 15;
  public static final int MAX_CODE_POINTS = 128;

  /** From 0 to 4; what is below 4 may take fewer than 10,000 million guesses. */
  private static final int SAFELY_UNGUESSABLE = 4;

  /** How much of a password is judged: what it costs grows faster than the length. */
  private static final int LOOKED_AT = 64;

  private static final String PRODUCT = "nowserving";

  private PasswordRule() {}

  /**
   * What is wrong with the password, as a sentence for the one who chose it; empty when nothing is.
   *
   * @param name whose password it is to be
   */
  public static Optional<String> flawOf(String password, StaffName name) {
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
    String beginning = tidy.substring(0, tidy.offsetByCodePoints(0, Math.min(length, LOOKED_AT)));
    if (Lists.GUESSER.measure(beginning, List.of(name.text(), PRODUCT)).getScore()
        < SAFELY_UNGUESSABLE) {
      return Optional.of(
          "the password is one of the first that are guessed: common words, rows of keys, names,"
              + " repetitions");
    }
    return Optional.empty();
  }

  /** Control characters, and halves of a surrogate pair (which no encoding can tell apart). */
  private static boolean cannotBeTyped(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.CONTROL || type == Character.SURROGATE;
  }

  /** Lists of words and passwords, which are read when the first password is chosen. */
  private static final class Lists {
    static final Zxcvbn GUESSER = new Zxcvbn();
  }
}

package org.nowserving.protocol;

import java.util.Optional;

/**
 * The name of a staff member, by which they sign in and which tickets show: 1 to {@value
 * #MAX_CODE_POINTS} code points, no control characters, never {@code {}} (which means nobody on the
 * wire). Pure.
 */
public record StaffName(String text) implements Comparable<StaffName> {
  /** Long enough for any name, short enough for a screen. */
  public static final int MAX_CODE_POINTS = 64;

  public StaffName {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not a staff name");
    }
  }

  /** The staff name that this text is, or empty where it is none. */
  public static Optional<StaffName> of(String text) {
    return isValid(text) ? Optional.of(new StaffName(text)) : Optional.empty();
  }

  private static boolean isValid(String text) {
    return !text.isBlank()
        && text.equals(text.strip())
        && !text.equals("{}")
        && text.codePointCount(0, text.length()) <= MAX_CODE_POINTS
        && text.codePoints().noneMatch(PersonName::isForbidden);
  }

  @Override
  public int compareTo(StaffName other) {
    return text.compareTo(other.text);
  }

  /** Names of people stay out of logs. */
  @Override
  public String toString() {
    return "StaffName[…]";
  }
}

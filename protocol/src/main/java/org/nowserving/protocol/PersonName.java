package org.nowserving.protocol;

import java.text.Normalizer;
import java.util.Optional;

/**
 * A visitor's name: 1 to {@value #MAX_CODE_POINTS} code points in Unicode's NFC, single spaces
 * inside and none around, no control, line-separator or bidirectional-override characters. It never
 * prints itself. Pure.
 */
public record PersonName(String text) {
  /** Long enough for any name, short enough for a screen. */
  public static final int MAX_CODE_POINTS = 100;

  /** What stands in a ticket whose visitor was erased while it was open. */
  public static final PersonName ERASED = new PersonName("(erased)");

  public PersonName {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not a name");
    }
  }

  /**
   * The name in this text, trimmed, its runs of spaces made one, in NFC; or empty where it is none.
   */
  public static Optional<PersonName> of(String text) {
    String tidy = Normalizer.normalize(text, Normalizer.Form.NFC).strip().replaceAll(" +", " ");
    return isValid(tidy) ? Optional.of(new PersonName(tidy)) : Optional.empty();
  }

  private static boolean isValid(String text) {
    return !text.isEmpty()
        && text.charAt(0) != ' '
        && text.charAt(text.length() - 1) != ' '
        && !text.contains("  ")
        && text.codePointCount(0, text.length()) <= MAX_CODE_POINTS
        && text.codePoints().noneMatch(PersonName::isForbidden)
        && Normalizer.isNormalized(text, Normalizer.Form.NFC);
  }

  /**
   * Control characters, line and paragraph separators, lone surrogates, and what reorders the text
   * around it.
   */
  static boolean isForbidden(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> isBidirectionalOverride(codePoint);
    };
  }

  private static boolean isBidirectionalOverride(int codePoint) {
    return (codePoint >= 0x202A && codePoint <= 0x202E)
        || (codePoint >= 0x2066 && codePoint <= 0x2069);
  }

  @Override
  public String toString() {
    return "PersonName[…]";
  }
}

package org.nowserving.protocol;

import java.text.Normalizer;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * What every word that a person typed must keep to, so that it fits on one line of the wire and on
 * a screen, and looks the same to everybody. Pure.
 */
final class PlainText {
  /** As many code points as NFC makes one at the most, for example a Greek letter's four. */
  private static final int MAX_COMPOSED = 4;

  private PlainText() {}

  /**
   * The text in Unicode's NFC, without spaces around it, each run of spaces inside made one; or
   * empty where it is then not {@link #isTidy}. Spaces of other widths are trimmed as well, but
   * stay as they are inside.
   */
  static Optional<String> tidy(String text, int maxCodePoints) {
    int start = 0;
    int end = text.length();
    // Every space of Unicode is one char.
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (start < end && isSpace(text.charAt(end - 1))) {
      end--;
    }
    String trimmed = text.substring(start, end);
    String single = trimmed.contains("  ") ? trimmed.replaceAll(" {2,}", " ") : trimmed;
    // BEFORE normalising: a long row of accents takes milliseconds to bring into order.
    if (single.codePointCount(0, single.length()) > maxCodePoints * MAX_COMPOSED) {
      return Optional.empty();
    }
    return Optional.of(normalise(single)).filter(tidy -> isTidy(tidy, maxCodePoints));
  }

  static String normalise(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  /**
   * Whether the text is as {@link #tidy} leaves it, of at most so many code points, without
   * forbidden ones, with something to see in it.
   *
   * <p>NFC is not asked again: which code points it changes depends on the Unicode version of the
   * runtime, and a name that was stored under an older one must never stop the server.
   */
  static boolean isTidy(String text, int maxCodePoints) {
    return text.codePointCount(0, text.length()) <= maxCodePoints
        && !contains(text, PlainText::isForbidden)
        && contains(text, PlainText::isVisible)
        && !isSpace(text.charAt(0))
        && !isSpace(text.charAt(text.length() - 1))
        && !text.contains("  ");
  }

  /** Whether any code point of the text is of that kind. */
  static boolean contains(String text, IntPredicate kind) {
    // No stream: this is asked several times of each message that comes in.
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (kind.test(text.codePointAt(i))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Control characters, line and paragraph separators, lone surrogates, and what reorders the text
   * around it. Everything else is welcome, unassigned code points too: a visitor's telephone may
   * know emoji that this runtime does not.
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

  /** A space of whatever width; not a tab or a line's end, which are control characters. */
  static boolean isSpace(int codePoint) {
    return Character.getType(codePoint) == Character.SPACE_SEPARATOR;
  }

  /** Marks of format take no room: joiners, marks of direction, the byte order mark. */
  static boolean isFormat(int codePoint) {
    return Character.getType(codePoint) == Character.FORMAT;
  }

  private static boolean isVisible(int codePoint) {
    return !isSpace(codePoint) && !isFormat(codePoint);
  }

  /** Embeddings, overrides and isolates; the plain marks of direction are not among them. */
  private static boolean isBidirectionalOverride(int codePoint) {
    return (codePoint >= 0x202A && codePoint <= 0x202E)
        || (codePoint >= 0x2066 && codePoint <= 0x2069);
  }
}

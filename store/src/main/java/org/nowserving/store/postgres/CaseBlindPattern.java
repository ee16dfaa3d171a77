package org.nowserving.store.postgres;

import java.util.HashMap;
import java.util.Map;

/**
 * A text as a regular expression of PostgreSQL's that finds this text and nothing else, whatever
 * the case of its letters. Which letters are the same is Java's to say ({@link
 * String#equalsIgnoreCase}), so that the answer does not depend on the database's locale. Pure.
 */
final class CaseBlindPattern {
  /** Behind the last letters that have a case, of the second of Unicode's planes. */
  private static final int END_OF_CASES = 0x20000;

  /** Every letter that has another case, with all of its cases. */
  private static final Map<Integer, String> CASES = cases();

  private CaseBlindPattern() {}

  static String of(String text) {
    StringBuilder pattern = new StringBuilder(text.length() * 4);
    text.codePoints()
        .forEach(c -> {
          String cases = CASES.get(c);
          if (cases != null) {
            pattern.append('[').append(cases).append(']');
          } else if (c < 0x80 && !isDigit(c)) {
            // Whatever it means elsewhere in an expression, behind a backslash it is itself.
            pattern.append('\\').appendCodePoint(c);
          } else {
            pattern.appendCodePoint(c);
          }
        });
    return pattern.toString();
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static Map<Integer, String> cases() {
    Map<Integer, StringBuilder> byFold = new HashMap<>();
    for (int c = 0; c < END_OF_CASES; c++) {
      int fold = fold(c);
      if (fold != c) {
        byFold
            .computeIfAbsent(fold, first -> new StringBuilder().appendCodePoint(first))
            .appendCodePoint(c);
      }
    }
    Map<Integer, String> cases = new HashMap<>();
    for (StringBuilder same : byFold.values()) {
      String letters = same.toString();
      letters.codePoints().forEach(c -> cases.put(c, letters));
    }
    return cases;
  }

  private static int fold(int c) {
    return Character.toLowerCase(Character.toUpperCase(c));
  }
}

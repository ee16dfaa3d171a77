package org.nowserving.protocol;

import java.util.Optional;

/**
 * A visitor's name: 1 to {@value #MAX_CODE_POINTS} code points in Unicode's NFC, single spaces
 * inside and none around, no control, line-separator or bidirectional-override characters, and not
 * only invisible ones. It never prints itself. Pure.
 *
 * @param text as {@link #of} made it
 */
public record PersonName(String text) {
  /** Long enough for any name, short enough for a screen. */
  public static final int MAX_CODE_POINTS = 100;

  /** What stands in a ticket whose visitor was erased while it was open. */
  public static final PersonName ERASED = new PersonName("(erased)");

  public PersonName {
    if (!PlainText.isTidy(text, MAX_CODE_POINTS)) {
      throw new IllegalArgumentException("not a name");
    }
  }

  /**
   * The name in this text, trimmed, its runs of spaces made one, in NFC; or empty where it is none.
   */
  public static Optional<PersonName> of(String text) {
    return PlainText.tidy(text, MAX_CODE_POINTS).map(PersonName::new);
  }

  @Override
  public String toString() {
    return "PersonName[…]";
  }
}

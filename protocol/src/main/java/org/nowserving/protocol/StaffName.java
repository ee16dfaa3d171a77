package org.nowserving.protocol;

import java.util.Optional;

/**
 * The name of a staff member, by which they sign in and which tickets show: 1 to {@value
 * #MAX_CODE_POINTS} code points, otherwise held to what a {@link PersonName} is, and never {@code
 * {}}, which means nobody on the wire. It never prints itself. Pure.
 *
 * @param text as {@link #of} made it
 */
public record StaffName(String text) implements Comparable<StaffName> {
  /** Long enough for any name, short enough for a screen. */
  public static final int MAX_CODE_POINTS = 64;

  /** What a ticket's JSON says where no staff member is. */
  private static final String NOBODY = "{}";

  public StaffName {
    if (!PlainText.isTidy(text, MAX_CODE_POINTS) || text.equals(NOBODY)) {
      throw new IllegalArgumentException("not a staff name");
    }
  }

  /**
   * The staff name in this text, or empty where it is none. It is tidied like a visitor's, so that
   * a keyboard that adds a space, or spells an accent its own way, still signs its user in.
   */
  public static Optional<StaffName> of(String text) {
    return PlainText.tidy(text, MAX_CODE_POINTS)
        .filter(tidy -> !tidy.equals(NOBODY))
        .map(StaffName::new);
  }

  @Override
  public int compareTo(StaffName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return "StaffName[…]";
  }
}

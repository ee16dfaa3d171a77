package org.nowserving.store.postgres;

import java.util.Locale;

/** How a column spells a member of a closed set: its name in lower case. Pure. */
final class ColumnText {
  private ColumnText() {}

  static String of(Enum<?> member) {
    return member.name().toLowerCase(Locale.ROOT);
  }
}

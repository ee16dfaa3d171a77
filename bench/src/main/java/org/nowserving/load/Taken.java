package org.nowserving.load;

/** What staff without a table hear: which tables are in use, by anybody. Pure. */
final class Taken {
  private static final Text TAKEN = Text.of("taken");
  private static final Text SPACE = Text.of(" ");

  private Taken() {}

  /** Whether it begins so; then the tables have to be numbers that rise. */
  static boolean isIt(Text text) throws WrongAnswer {
    if (!text.startsWith(TAKEN)) {
      return false;
    }
    long last = -1;
    int at = TAKEN.length();
    while (at < text.length()) {
      int from = at + SPACE.length();
      at = text.endOfDigits(from);
      long table =
          at > from && at - from <= 9 && text.isAt(from - 1, SPACE) ? text.number(from, at) : -1;
      if (table <= last) {
        throw WrongAnswer.of("taken …", text);
      }
      last = table;
    }
    return true;
  }
}

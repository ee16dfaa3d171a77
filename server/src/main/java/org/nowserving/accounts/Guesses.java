package org.nowserving.accounts;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How many pieces a password has for somebody who tries common ones first. A common word, a row of
 * keys, a stretch of the alphabet or one sign over and over is a single piece, however long; so is
 * any other sign. What is one thing repeated counts once and one more. Pure.
 */
final class Guesses {
  /** A password with fewer pieces than this is no better than a short one. */
  static final int ENOUGH = 8;

  private static final int ROW_MIN = 3;

  private static final List<String> ROWS =
      List.of(
          "abcdefghijklmnopqrstuvwxyz",
          "01234567890",
          "qwertyuiop",
          "qwertzuiop",
          "azertyuiop",
          "asdfghjkl",
          "zxcvbnm",
          "yxcvbnm",
          "1qaz2wsx3edc4rfv5tgb6yhn7ujm");

  /** The words that lists of leaked passwords are made of, and what belongs to this place. */
  private static final Set<String> WORDS =
      Set.of(
          """
          abc access admin administrator adobe alexander amanda andrew angel anthony apple april
          arsenal ashley august austin autumn azerty babygirl baseball basketball batman biteme
          blink blue brandon buster butterfly changeme charlie cheese chelsea chocolate computer
          cookie corvette counter daniel december default demo desk diamond display dolphin dragon
          eagle eminem facebook family february ferrari flower football forever freedom friday
          friend friends fuckyou games ginger google guest hammer hannah harley hello hockey
          hottie hunter iceman iloveyou internet jackson january jasmine jennifer jessica jesus
          jordan joshua july june justin killer kiosk lakers letmein liverpool login london love
          lovely loveme maggie march master matrix matthew merlin michael michelle mickey monday
          money monkey mustang mynoob naruto nicole ninja november nowserving october office
          orange passwd password passwort patrick pepper phoenix pokemon princess purple queue
          qwerty rabbit ranger robert root samantha samsung saturday secret september server
          service shadow silver soccer spring staff starwars summer sunday sunshine superman
          superuser support system taylor test thomas thunder thursday ticket tigger trustno
          tuesday user wednesday welcome whatever william winner winter yankees yellow zaq
          """
              .split("\\s+"));

  private static final int LONGEST_WORD =
      WORDS.stream().mapToInt(String::length).max().orElseThrow();

  private Guesses() {}

  /** The number of pieces. */
  static int needed(String password) {
    String text = password.toLowerCase(Locale.ROOT);
    String unit = repeated(text);
    return unit.length() < text.length() ? pieces(unit) + 1 : pieces(text);
  }

  /** The shortest beginning that, said over and over, gives the text; itself where none does. */
  private static String repeated(String text) {
    for (int length = 1; length <= text.length() / 2; length++) {
      String unit = text.substring(0, length);
      if (unit.repeat(text.length() / length + 1).startsWith(text)) {
        return unit;
      }
    }
    return text;
  }

  private static int pieces(String text) {
    int pieces = 0;
    int at = 0;
    while (at < text.length()) {
      at += pieceAt(text, at);
      pieces++;
    }
    return pieces;
  }

  /** How long the longest piece is that begins here. */
  private static int pieceAt(String text, int at) {
    int longest = Character.charCount(text.codePointAt(at));
    int last = Math.min(text.length(), at + LONGEST_WORD);
    for (int end = at + ROW_MIN; end <= last; end++) {
      if (WORDS.contains(text.substring(at, end))) {
        longest = end - at;
      }
    }
    int end = at + ROW_MIN;
    while (end <= text.length() && isRow(text.substring(at, end))) {
      longest = Math.max(longest, end - at);
      end++;
    }
    return longest;
  }

  private static boolean isRow(String part) {
    String backwards = new StringBuilder(part).reverse().toString();
    return part.codePoints().distinct().count() == 1
        || ROWS.stream().anyMatch(row -> row.contains(part) || row.contains(backwards));
  }
}

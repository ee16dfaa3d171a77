package org.nowserving.protocol.text;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** Lines by chance, the same ones for the same seed: noise, near misses, and mostly good ones. */
final class RandomLines {
  private static final List<String> GOOD =
      List.of(
          "accept 0",
          "cancel 12",
          "complete 9223372036854775807",
          "pick 0 abcdefghijklmnoprstuvwxy",
          "pick 3",
          "unpick",
          "new example@example.com Example Name",
          "new e@x  Zoe\u0308  Lou ",
          "query example@example.com");

  private static final List<String> VERBS =
      List.of(
          "accept",
          "cancel",
          "complete",
          "pick",
          "unpick",
          "new",
          "query",
          "claimed",
          "Accept",
          "");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "00",
          "01",
          "-1",
          "+1",
          "2147483647",
          "2147483648",
          "9223372036854775807",
          "9223372036854775808",
          "18446744073709551617",
          "99999999999999999999",
          "०",
          "1x",
          "");

  private static final List<String> EMAILS =
      List.of(
          "e@x",
          "E@X",
          "e@",
          "@x",
          "@",
          "e@x@y",
          "é@x",
          "😀@x",
          "\"e\\\"@x",
          "e\u00a0@x",
          "e\u200b@x",
          "e\u200c@x",
          "e\u0000@x",
          "e\ud800@x",
          "x".repeat(252) + "@x",
          "x".repeat(253) + "@x",
          "é".repeat(126) + "@x",
          "é".repeat(127) + "@x");

  private static final List<String> NAMES =
      List.of(
          "Ann",
          "Ann  Lou",
          "Zoe\u0308",
          "{}",
          "\"",
          "\\",
          "שלום",
          "\u202eAnn",
          "😀",
          "\t",
          "\n",
          "\u00a0",
          "\u200d",
          "\u2028",
          "a\u0000b",
          "\ud83d",
          "x".repeat(100),
          "x".repeat(101),
          "😀".repeat(100),
          "e\u0301".repeat(100),
          "e\u0301".repeat(101),
          "\u0958".repeat(51));

  private static final List<String> SEPARATORS =
      List.of(" ", " ", " ", " ", " ", " ", " ", "  ", "   ", "", "\t", "\u00a0");

  /** Characters that parsers trip over, to be put where they hurt. */
  private static final String TRAPS =
      " \t\n\r\0@\"\\{}0123456789+-.ש\u00a0\u0301\u200b\u200d\u2028\u202a\u202e\u2066\u2069\u3000\ufeff\uffff\ud83d\ude00";

  private final SplittableRandom random;

  RandomLines(long seed) {
    random = new SplittableRandom(seed);
  }

  String next() {
    return switch (random.nextInt(4)) {
      case 0 -> noise();
      case 1, 2 -> mutated();
      default -> generated();
    };
  }

  /** Any bytes, as they come out of a socket that decodes UTF-8 forgivingly. */
  private String noise() {
    byte[] bytes = new byte[random.nextInt(48)];
    random.nextBytes(bytes);
    String text = new String(bytes, StandardCharsets.UTF_8);
    return random.nextBoolean() ? text : oneOf(VERBS) + " " + text;
  }

  private String mutated() {
    StringBuilder line = new StringBuilder(oneOf(GOOD));
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      int at = random.nextInt(line.length() + 1);
      switch (random.nextInt(5)) {
        case 0 -> line.insert(at, trap());
        case 1 -> line.delete(at, Math.min(line.length(), at + 1 + random.nextInt(3)));
        case 2 -> {
          if (at < line.length()) {
            line.setCharAt(at, trap());
          }
        }
        case 3 -> line.insert(at, (char) random.nextInt(Character.MAX_VALUE + 1));
        default -> line.insert(at, line.substring(at, line.length()));
      }
    }
    return line.toString();
  }

  private String generated() {
    StringBuilder line = new StringBuilder();
    if (random.nextInt(20) == 0) {
      line.append(' ');
    }
    String verb = oneOf(VERBS);
    line.append(verb);
    for (int words = random.nextInt(4); words > 0; words--) {
      line.append(oneOf(SEPARATORS));
      boolean isKiosk = verb.equals("new") || verb.equals("query");
      line.append(
          switch (random.nextInt(8)) {
            case 0 -> oneOf(NAMES);
            case 1, 2, 3 -> oneOf(isKiosk ? EMAILS : NUMBERS);
            case 4 -> oneOf(isKiosk ? NUMBERS : EMAILS);
            default -> oneOf(isKiosk ? NAMES : NUMBERS);
          });
    }
    if (random.nextInt(20) == 0) {
      line.append(' ');
    }
    return line.toString();
  }

  private char trap() {
    return TRAPS.charAt(random.nextInt(TRAPS.length()));
  }

  private String oneOf(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}

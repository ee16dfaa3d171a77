package org.nowserving.it;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Words that stand nowhere but where a test has put them, and where they were seen. One thread. */
final class Canaries {
  /** What is shorter than this is found by chance. */
  private static final int SHORTEST = 8;

  private final Map<String, String> kinds = new LinkedHashMap<>();
  private final List<String> seen = new ArrayList<>();
  private long charsLookedAt;

  /** Plants a word, and gives it back. */
  String plant(String kind, String word) {
    if (word.length() < SHORTEST) {
      throw new IllegalArgumentException("a canary too small to be told from chance: " + kind);
    }
    kinds.put(word, kind);
    return word;
  }

  /** Looks for each word in a text, in every spelling that a program might give it. */
  void lookIn(String place, String text) {
    charsLookedAt += text.length();
    String small = text.toLowerCase(Locale.ROOT);
    kinds.forEach((word, kind) -> {
      if (spellings(word).stream()
          .anyMatch(spelling -> small.contains(spelling.toLowerCase(Locale.ROOT)))) {
        seen.add(kind + " in " + place);
      }
    });
  }

  private static List<String> spellings(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
    return List.of(
        word,
        URLEncoder.encode(word, StandardCharsets.UTF_8),
        URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20"),
        // the last sign of it depends on what follows
        base64.substring(0, base64.length() - 1),
        HexFormat.of().formatHex(bytes));
  }

  /** What was seen so far, and where. */
  List<String> seen() {
    return List.copyOf(seen);
  }

  /** What was planted. */
  Set<String> kinds() {
    return Set.copyOf(kinds.values());
  }

  long charsLookedAt() {
    return charsLookedAt;
  }

  int planted() {
    return kinds.size();
  }
}

package org.nowserving.protocol;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The first word of a command, and the second word of the replies to it. Pure. */
public enum Verb {
  ACCEPT,
  CANCEL,
  COMPLETE,
  PICK,
  UNPICK,
  NEW,
  QUERY;

  private static final List<Verb> ALL = List.of(values());

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The verb as it goes over the wire, in lower case. */
  public String word() {
    return word;
  }

  /** The verb that this word is, to the letter; empty for any other word. */
  public static Optional<Verb> of(String word) {
    return of(word, 0, word.length());
  }

  /** The verb that this piece of a line is; without a string made of the piece. */
  public static Optional<Verb> of(String line, int start, int end) {
    for (Verb verb : ALL) {
      if (verb.word.length() == end - start && line.startsWith(verb.word, start)) {
        return Optional.of(verb);
      }
    }
    return Optional.empty();
  }
}

package org.nowserving.protocol;

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

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The verb as it goes over the wire, in lower case. */
  public String word() {
    return word;
  }

  /** The verb that this word is, to the letter; empty for any other word. */
  public static Optional<Verb> of(String word) {
    for (Verb verb : values()) {
      if (verb.word.equals(word)) {
        return Optional.of(verb);
      }
    }
    return Optional.empty();
  }
}

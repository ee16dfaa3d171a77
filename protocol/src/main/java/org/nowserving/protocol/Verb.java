package org.nowserving.protocol;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The first word of a command, and the second word of the replies to it. Pure. */
public enum Verb {
  ACCEPT,
  CANCEL,
  COMPLETE,
  PICK,
  UNPICK,
  NEW,
  QUERY;

  private static final Map<String, Verb> BY_WORD =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(Verb::word, Function.identity()));

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The verb as it goes over the wire, in lower case. */
  public String word() {
    return word;
  }

  /** The verb that this word is, to the letter; empty for any other word. */
  public static Optional<Verb> of(String word) {
    return Optional.ofNullable(BY_WORD.get(word));
  }
}

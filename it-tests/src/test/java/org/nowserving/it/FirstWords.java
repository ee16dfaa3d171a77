package org.nowserving.it;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a user reads off the terminal at the first start. */
public final class FirstWords {
  private static final Pattern PASSWORD = Pattern.compile("name admin, password ([A-Za-z0-9_-]+)");

  private FirstWords() {}

  /** The password of admin. */
  public static String password(Transcript out) throws InterruptedException {
    return out.await(PASSWORD, Duration.ofSeconds(5))
        .orElseThrow(() -> new AssertionError("no password in\n" + out.text()))
        .group(1);
  }

  /** The same in a text that may be of a later start, which does not print it. */
  static Optional<String> passwordIn(String text) {
    Matcher found = PASSWORD.matcher(text);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }
}

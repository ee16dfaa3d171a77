package org.nowserving.it;

import java.time.Duration;
import java.util.regex.Pattern;

/** What a user reads off the terminal at the first start. */
final class FirstWords {
  private static final Pattern PASSWORD =
      Pattern.compile("\"name\":\"admin\",\"password\":\"([A-Za-z0-9_-]+)\"");

  private FirstWords() {}

  /** The password of admin. */
  static String password(Transcript out) throws InterruptedException {
    return out.await(PASSWORD, Duration.ofSeconds(5))
        .orElseThrow(() -> new AssertionError("no password in\n" + out.text()))
        .group(1);
  }
}

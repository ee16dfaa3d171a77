package org.nowserving.http;

import java.time.Duration;

/** The cookies that the server sets, all with the same precautions. Pure. */
final class Cookies {
  private Cookies() {}

  /**
   * The value of a {@code Set-Cookie} header. Not {@code Secure}: the service port speaks plain
   * HTTP, and such a cookie would never come back.
   */
  static String set(String name, String value, Duration age) {
    return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict"
        .formatted(name, value, age.toSeconds());
  }

  /** The same to make a browser forget it. */
  static String clear(String name) {
    return set(name, "", Duration.ZERO);
  }
}

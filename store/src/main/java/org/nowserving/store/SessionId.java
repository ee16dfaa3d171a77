package org.nowserving.store;

/**
 * Names a session without being able to open it: the SHA-256 of its token, in lower-case
 * hexadecimal. Pure.
 *
 * @param hash 64 characters
 */
public record SessionId(String hash) {
  @Override
  public String toString() {
    return "SessionId[…]";
  }
}

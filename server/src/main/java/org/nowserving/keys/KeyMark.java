package org.nowserving.keys;

/**
 * Which key a device came in with, for as long as it is connected. It says nothing about the key to
 * anybody. Immutable; any thread.
 *
 * @param hash the key's SHA-256, in hexadecimal digits
 */
public record KeyMark(String hash) {
  @Override
  public String toString() {
    return "KeyMark[…]";
  }
}

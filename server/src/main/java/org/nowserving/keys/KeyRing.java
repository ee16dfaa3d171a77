package org.nowserving.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The keys that are good at one time, as hashes. Immutable; any thread. */
final class KeyRing {
  static final int MIN_LENGTH = 16;
  static final int MAX_LENGTH = 128;

  static final KeyRing EMPTY = new KeyRing(List.of());

  private static final Pattern KEY =
      Pattern.compile("[\\x21-\\x7e]{" + MIN_LENGTH + "," + MAX_LENGTH + "}");

  /** Stands in front of a key, so that what is in a cookie is not what is kept here. */
  private static final String COOKIE_PREFIX = "nowserving_device ";

  private final List<Lock> locks;

  /** What opens to one key: to the key itself, and to the cookie that is made of it. */
  private static final class Lock {
    final KeyMark mark;
    final byte[] keyHash;
    final byte[] cookieHash;

    Lock(String key) {
      keyHash = sha256(key);
      cookieHash = sha256(cookieOf(key));
      mark = new KeyMark(HexFormat.of().formatHex(keyHash));
    }
  }

  private KeyRing(List<Lock> locks) {
    this.locks = locks;
  }

  /**
   * A ring of these keys.
   *
   * @throws IllegalArgumentException where one is none
   */
  static KeyRing of(Set<String> keys) {
    List<Lock> locks = new ArrayList<>();
    for (String key : keys) {
      if (!isKey(key)) {
        throw new IllegalArgumentException("that is no key");
      }
      locks.add(new Lock(key));
    }
    return new KeyRing(List.copyOf(locks));
  }

  static boolean isKey(String text) {
    return KEY.matcher(text).matches();
  }

  /**
   * What a browser keeps in the place of a key: whoever reads it can be a device, and cannot read
   * the key from it.
   */
  static String cookieOf(String key) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(COOKIE_PREFIX + key));
  }

  boolean isEmpty() {
    return locks.isEmpty();
  }

  Set<KeyMark> marks() {
    Set<KeyMark> marks = new LinkedHashSet<>();
    locks.forEach(lock -> marks.add(lock.mark));
    return marks;
  }

  /** The key that this is. */
  Optional<KeyMark> ofKey(String text) {
    return find(text, lock -> lock.keyHash);
  }

  /** The key that this cookie was made of. */
  Optional<KeyMark> ofCookie(String text) {
    return find(text, lock -> lock.cookieHash);
  }

  private Optional<KeyMark> find(String text, Function<Lock, byte[]> hash) {
    byte[] shown = sha256(text);
    Optional<KeyMark> found = Optional.empty();
    for (Lock lock : locks) { // to the end, so that the time tells nothing
      if (MessageDigest.isEqual(hash.apply(lock), shown)) {
        found = Optional.of(lock.mark);
      }
    }
    return found;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java has SHA-256", impossible);
    }
  }
}

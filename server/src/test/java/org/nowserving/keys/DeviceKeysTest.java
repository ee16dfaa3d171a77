package org.nowserving.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceKeysTest {
  private static final String HALL = "the-key-of-the-hall";
  private static final String WALL = "the-key-of-the-wall";

  private final DeviceKeys keys = TestKeys.of(HALL, WALL);

  @Test
  void eachKeyIsOneOfItsOwn() {
    assertTrue(keys.areAskedFor());
    assertTrue(keys.ofKey(HALL).isPresent());
    assertTrue(keys.ofKey(WALL).isPresent());
    assertNotEquals(keys.ofKey(HALL), keys.ofKey(WALL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "the-key-of-the-hal",
        "the-key-of-the-hall ",
        "the-key-of-the-halls",
        "The-key-of-the-hall",
        "the-key-of-the-wallthe-key-of-the-hall",
      })
  void whatIsNoKeyIsNone(String text) {
    assertEquals(Optional.empty(), keys.ofKey(text));
    assertEquals(Optional.empty(), keys.ofCookie(text));
    assertEquals(Optional.empty(), keys.cookieFor(text));
  }

  @Test
  void aCookieStandsForItsKeyAndIsNotOne() {
    String cookie = keys.cookieFor(HALL).orElseThrow();
    assertTrue(cookie.matches("[A-Za-z0-9_-]{43}"), cookie);
    assertEquals(keys.ofKey(HALL), keys.ofCookie(cookie));
    assertEquals(Optional.empty(), keys.ofKey(cookie));
    assertEquals(Optional.empty(), keys.ofCookie(HALL));
    assertNotEquals(cookie, keys.cookieFor(WALL).orElseThrow());
  }

  @Test
  void aServerThatStartsAnewKnowsTheCookie() {
    String cookie = keys.cookieFor(HALL).orElseThrow();
    assertTrue(TestKeys.of(HALL).ofCookie(cookie).isPresent());
    assertTrue(TestKeys.of(WALL).ofCookie(cookie).isEmpty());
  }

  @Test
  void whatIsKeptOpensNothing() {
    String kept = keys.ofKey(HALL).orElseThrow().hash();
    assertEquals(Optional.empty(), keys.ofKey(kept));
    assertEquals(Optional.empty(), keys.ofCookie(kept));
    assertFalse(keys.ofKey(HALL).toString().contains(kept));
  }

  @Test
  void withoutKeysNobodyIsAskedAndNoneIsGood() {
    assertFalse(DeviceKeys.none().areAskedFor());
    assertEquals(Optional.empty(), DeviceKeys.none().ofKey(HALL));
    assertEquals(Optional.empty(), DeviceKeys.none().cookieFor(HALL));
  }
}

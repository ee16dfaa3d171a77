package org.nowserving.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.nowserving.http.Bureau.request;
import static org.nowserving.http.Bureau.sending;
import static org.nowserving.http.Bureau.text;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nowserving.limits.LimitMeter;
import org.nowserving.limits.OutOfReach;
import org.nowserving.limits.Places;
import org.nowserving.limits.StoppedTime;

/** Whoever guesses passwords waits, and is then not looked at; by address, never by name. */
class SignInLimitTest {
  private final StoppedTime time = new StoppedTime();
  private final Bureau bureau =
      new Bureau(
          new MemoryHistory(0), time.limits(OutOfReach.butSignInFailures(2), LimitMeter.NONE));

  @AfterEach
  void close() {
    bureau.close();
  }

  private ApiResponse login(String address, String name, String password) {
    String body = "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, password);
    return bureau.api.answer(
        Bureau.from(sending(request("POST", "/api/login"), body), Places.at(address)));
  }

  /** The same for a name that there is and for one that there is not. */
  @ParameterizedTest
  @ValueSource(strings = {"alice", "nobody"})
  void soManyWrongPasswordsThenAWaitThenNothing(String name) {
    for (int i = 0; i < 4; i++) {
      ApiResponse wrong = login("192.0.2.1", name, "wrong");
      assertEquals(401, wrong.status());
      assertEquals("{\"error\":\"the name or the password is wrong\"}", text(wrong));
      assertEquals(Math.max(0, i - 1), time.waits());
    }
    ApiResponse no = login("192.0.2.1", name, Bureau.SECRET);
    assertEquals(429, no.status());
    assertEquals("30", no.headers().get("Retry-After"));
    assertEquals("{\"error\":\"there were too many failed attempts from here\"}", text(no));
  }

  @Test
  void aRightPasswordWaitsLikeAWrongOneAndIsTaken() {
    login("192.0.2.1", "alice", "wrong");
    login("192.0.2.1", "alice", "wrong");
    assertEquals(200, login("192.0.2.1", "alice", Bureau.SECRET).status());
    assertEquals(1, time.waits());
  }

  /** As at the handshake: whoever guesses a key can compute its cookie. */
  @Test
  void wrongDeviceCookiesAreCountedAndMissingOnesAreNot() {
    ApiRequest bare = Bureau.from(request("GET", "/api/device"), Places.at("192.0.2.1"));
    ApiRequest wrong = Bureau.withDeviceCookie(bare, "wrong");
    String good = bureau.keys.cookieFor(Bureau.DEVICE_KEY).orElseThrow();
    for (int i = 0; i < 9; i++) {
      assertEquals(401, bureau.api.answer(bare).status());
      assertEquals(204, bureau.api.answer(Bureau.withDeviceCookie(bare, good)).status());
    }
    for (int i = 0; i < 4; i++) {
      assertEquals(401, bureau.api.answer(wrong).status());
    }
    ApiResponse no = bureau.api.answer(Bureau.withDeviceCookie(bare, good));
    assertEquals(429, no.status());
    assertEquals("30", no.headers().get("Retry-After"));
    assertEquals(401, bureau.api.answer(bare).status(), "nothing is shown, nothing is guessed");
  }

  @Test
  void wrongDeviceKeysAreCountedWithWrongPasswords() {
    for (int i = 0; i < 2; i++) {
      assertEquals(401, show("192.0.2.1", "NobodysDeviceKey").status());
      assertEquals(401, login("192.0.2.1", "alice", "wrong").status());
    }
    assertEquals(429, show("192.0.2.1", Bureau.DEVICE_KEY).status());
    assertEquals(429, login("192.0.2.1", "alice", Bureau.SECRET).status());
    assertEquals(204, show("192.0.2.2", Bureau.DEVICE_KEY).status());
  }

  private ApiResponse show(String address, String key) {
    String body = "{\"key\":\"%s\"}".formatted(key);
    return bureau.api.answer(
        Bureau.from(sending(request("POST", "/api/device"), body), Places.at(address)));
  }

  @Test
  void nobodyIsShutOutByWhatSomebodyElseTries() {
    for (int i = 0; i < 10; i++) {
      login("192.0.2.1", "alice", "wrong");
    }
    assertEquals(200, login("192.0.2.2", "alice", Bureau.SECRET).status());
  }
}

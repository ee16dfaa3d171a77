package org.nowserving.http;

import java.time.Duration;
import java.util.Optional;
import org.nowserving.accounts.BusyException;
import org.nowserving.keys.DeviceKeys;
import org.nowserving.limits.Secret;
import org.nowserving.store.StoreException;

/**
 * How a kiosk's or a display's page gets in: it shows the desk's key once, and has a cookie from
 * then on. Blocks: virtual threads only.
 */
final class DeviceCalls {
  /** The cookie by which a browser shows that it was given a key. */
  static final String COOKIE = "nowserving_device";

  /** As long as browsers keep a cookie; it is over with its key in any case. */
  private static final Duration LONG = Duration.ofDays(400);

  private final DeviceKeys keys;
  private final Attempts attempts;

  DeviceCalls(DeviceKeys keys, Attempts attempts) {
    this.keys = keys;
    this.attempts = attempts;
  }

  ApiResponse show(ApiCall call) throws ApiRefusal, StoreException, BusyException {
    Optional<String> value =
        attempts.attempt(
            call, Secret.DEVICE_KEY, () -> keys.cookieFor(call.field("key")), Optional::isEmpty);
    return ApiResponse.noContent()
        .with("Set-Cookie", Cookies.set(COOKIE, value.orElseThrow(DeviceCalls::wrongKey), LONG));
  }

  /** Whether the browser would be let in: what a handshake that is refused does not tell a page. */
  ApiResponse look(ApiCall call) throws ApiRefusal, StoreException, BusyException {
    if (!keys.areAskedFor()) {
      return ApiResponse.noContent();
    }
    String cookie =
        call.deviceCookie()
            .orElseThrow(() -> ApiRefusal.unauthorized("this browser has shown no device key yet"));
    // An attempt like any other: whoever guesses a key can compute its cookie.
    boolean good =
        attempts.attempt(
            call, Secret.DEVICE_KEY, () -> keys.ofCookie(cookie).isPresent(), isGood -> !isGood);
    if (!good) {
      // Or the page would show it again and again, which counts against its whole address.
      throw wrongKey().with("Set-Cookie", Cookies.clear(COOKIE));
    }
    return ApiResponse.noContent();
  }

  private static ApiRefusal wrongKey() {
    return ApiRefusal.unauthorized("that device key is not, or no longer, one of this desk's");
  }

  ApiResponse forget(ApiCall call) {
    return ApiResponse.noContent().with("Set-Cookie", Cookies.clear(COOKIE));
  }
}

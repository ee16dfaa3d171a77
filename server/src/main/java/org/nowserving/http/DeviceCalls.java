package org.nowserving.http;

import java.time.Duration;
import org.nowserving.keys.DeviceKeys;

/**
 * How a kiosk's or a display's page gets in: it shows the desk's key once, and has a cookie from
 * then on. Any thread.
 */
final class DeviceCalls {
  /** The cookie by which a browser shows that it was given a key. */
  static final String COOKIE = "nowserving_device";

  /** As long as browsers keep a cookie; it is over with its key in any case. */
  private static final Duration LONG = Duration.ofDays(400);

  private final DeviceKeys keys;

  DeviceCalls(DeviceKeys keys) {
    this.keys = keys;
  }

  ApiResponse show(ApiCall call) throws ApiRefusal {
    String value = keys.cookieFor(call.field("key")).orElseThrow(DeviceCalls::wrongKey);
    return ApiResponse.noContent().with("Set-Cookie", Cookies.set(COOKIE, value, LONG));
  }

  /** The one place where a wrong key in a call is noticed: whoever guesses keys comes by here. */
  private static ApiRefusal wrongKey() {
    return ApiRefusal.unauthorized("that device key is not, or no longer, one of this desk's");
  }

  ApiResponse forget(ApiCall call) {
    return ApiResponse.noContent().with("Set-Cookie", Cookies.clear(COOKIE));
  }
}

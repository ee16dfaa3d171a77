package org.nowserving.http;

import java.util.List;
import java.util.Optional;
import org.nowserving.limits.Source;
import org.nowserving.protocol.Token;

/**
 * One HTTP request as it came, taken off the socket. Never logged: its target may hold an e-mail.
 * Pure.
 *
 * @param method as it came
 * @param target path and query as they came, still percent-encoded
 * @param authorization the values of all {@code Authorization} headers
 * @param cookie what the session cookie holds, if there is one
 * @param deviceCookie what the cookie of a kiosk's or a display's browser holds, if there is one
 * @param contentType the {@code Content-Type} header's value
 * @param source where it comes from, as the limits on an address count it
 */
record ApiRequest(
    String method,
    String target,
    List<String> authorization,
    Optional<Token> cookie,
    Optional<String> deviceCookie,
    Optional<String> contentType,
    Bytes body,
    Source source) {
  ApiRequest {
    authorization = List.copyOf(authorization);
  }

  @Override
  public String toString() {
    return "ApiRequest[" + method + "]";
  }
}

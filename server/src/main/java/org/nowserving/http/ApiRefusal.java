package org.nowserving.http;

import java.time.Duration;

/** A call that cannot be answered as asked, with the answer to give instead. */
final class ApiRefusal extends Exception {
  private static final long serialVersionUID = 1;

  private final transient ApiResponse.Whole response;

  private ApiRefusal(ApiResponse.Whole response) {
    super("HTTP " + response.status(), null, false, false);
    this.response = response;
  }

  /**
   * @param sentence for the caller; without anything that they sent
   */
  static ApiRefusal of(int status, String sentence) {
    return new ApiRefusal(ApiResponse.error(status, sentence));
  }

  static ApiRefusal badRequest(String sentence) {
    return of(400, sentence);
  }

  static ApiRefusal unauthorized(String sentence) {
    return new ApiRefusal(ApiResponse.error(401, sentence).with("WWW-Authenticate", "Bearer"));
  }

  static ApiRefusal methodNotAllowed(String allowed) {
    return new ApiRefusal(
        ApiResponse.error(405, "this address knows only " + allowed).with("Allow", allowed));
  }

  /** Refused for as long as the time says. */
  static ApiRefusal tooMany(String sentence, Duration retryAfter) {
    return new ApiRefusal(
        ApiResponse.error(429, sentence)
            .with("Retry-After", Long.toString(retryAfter.toSeconds())));
  }

  /** A refusal that trying again in a moment may turn into an answer. */
  static ApiRefusal unavailable(String sentence) {
    return new ApiRefusal(ApiResponse.error(503, sentence).with("Retry-After", "2"));
  }

  /** The same, with one more header. */
  ApiRefusal with(String header, String value) {
    return new ApiRefusal(response.with(header, value));
  }

  ApiResponse.Whole response() {
    return response;
  }
}

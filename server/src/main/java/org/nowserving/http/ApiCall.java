package org.nowserving.http;

import java.util.Map;
import java.util.Optional;
import org.nowserving.accounts.BusyException;
import org.nowserving.limits.Source;
import org.nowserving.store.Accounts;
import org.nowserving.store.StoreException;

/**
 * One call that is allowed and well formed: what a {@link Route} hands over. Pure.
 *
 * @param caller whose session it is made in; empty only where {@link Access#ANYONE} may call
 * @param path the words of the path that the route names, decoded
 * @param query the parameters that were given, decoded; only those that the route knows
 * @param fields the body's fields; those that the route names, but for what may be left out
 * @param deviceCookie what the cookie of a kiosk's or a display's browser holds, if there is one
 * @param source where it comes from, as the limits on an address count it
 */
record ApiCall(
    Optional<Accounts.Session> caller,
    Map<String, String> path,
    Map<String, String> query,
    Map<String, String> fields,
    Optional<String> deviceCookie,
    Source source) {

  /** What answers a call. Blocks: virtual threads only. */
  interface Answering {
    ApiResponse answer(ApiCall call) throws ApiRefusal, StoreException, BusyException;
  }

  /** The caller, on a route that nobody reaches without a session. */
  Accounts.Session session() {
    return caller.orElseThrow();
  }

  /** A word of the path. */
  String word(String name) {
    return present(path, name);
  }

  /** A field of the body. */
  String field(String name) {
    return present(fields, name);
  }

  private static String present(Map<String, String> values, String name) {
    return Optional.ofNullable(values.get(name)).orElseThrow();
  }

  @Override
  public String toString() {
    return "ApiCall[…]";
  }
}

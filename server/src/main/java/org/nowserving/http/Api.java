package org.nowserving.http;

import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nowserving.accounts.BusyException;
import org.nowserving.accounts.StaffAccounts;
import org.nowserving.keys.DeviceKeys;
import org.nowserving.limits.SignInGuard;
import org.nowserving.loop.Office;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.Token;
import org.nowserving.store.Accounts;
import org.nowserving.store.Role;
import org.nowserving.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests for pages and calls: finds the route, checks who calls, checks what is sent,
 * lets the route answer, in this order, so that a stranger learns nothing. One for the whole
 * server. Blocks: called from virtual threads only, any number of them at once.
 */
public final class Api {
  private static final Logger log = LoggerFactory.getLogger(Api.class);
  private static final String BEARER = "bearer ";

  /** What clients call a parameter that holds a secret, in lower case. */
  private static final Set<String> SECRETS =
      Set.of("token", "access_token", "key", "device_key", "password");

  private final StaffAccounts accounts;
  private final List<Route> calls;
  private final List<Route> routes;

  public Api(
      StaffAccounts accounts,
      DeviceKeys keys,
      Archive archive,
      Office office,
      SignInGuard signInGuard,
      DeskFacts desk,
      InstantSource clock) {
    this.accounts = accounts;
    Attempts attempts = new Attempts(signInGuard);
    this.calls =
        Routes.of(
            new DeskCalls(desk, clock),
            new SessionCalls(accounts, attempts),
            new DeviceCalls(keys, attempts),
            new StaffCalls(accounts),
            new TicketCalls(archive.history()),
            new FigureCalls(archive.figures(), desk, clock),
            new VisitorCalls(archive.visitors(), office),
            new TableCalls(archive.seats()),
            new OfficeCalls(office));
    this.routes = Stream.concat(Pages.routes().stream(), calls.stream()).toList();
  }

  /** Every call of the API, without the pages. */
  List<Route> calls() {
    return calls;
  }

  /** Never throws. */
  ApiResponse answer(ApiRequest request) {
    try {
      return dispatch(request);
    } catch (ApiRefusal refusal) {
      return refusal.response();
    } catch (BusyException e) {
      return ApiRefusal.unavailable("too many people sign in at this moment").response();
    } catch (StoreException e) {
      log.warn("A call could not be answered: {}", e.getMessage());
      return ApiRefusal.unavailable("the service is temporarily unavailable").response();
    } catch (RuntimeException bug) {
      log.error("A call met a bug", bug);
      return ApiResponse.error(500, "this should not have happened, the server's log says more");
    }
  }

  private ApiResponse dispatch(ApiRequest request)
      throws ApiRefusal, StoreException, BusyException {
    RequestTarget target = RequestTarget.of(request.target());
    refuseSecrets(target.query().keySet());
    Route route = routeTo(target.segments(), request.method());
    Map<String, String> words = route.match(target.segments()).orElseThrow();
    Optional<Accounts.Session> caller = admit(route.access(), words, request);
    if (!route.parameters().containsAll(target.query().keySet())) {
      throw ApiRefusal.badRequest(
          "there is a query parameter that this call does not know" + known(route.parameters()));
    }
    ApiCall call =
        new ApiCall(
            caller,
            words,
            target.query(),
            fieldsOf(request, route),
            request.deviceCookie(),
            request.source());
    return route.answering().answer(call);
  }

  /**
   * Whatever is called and whoever calls: a secret in an address is in a browser's history and in a
   * proxy's log by now, and whoever put it there should know at once.
   */
  private static void refuseSecrets(Set<String> parameters) throws ApiRefusal {
    for (String parameter : parameters) {
      if (SECRETS.contains(parameter.toLowerCase(Locale.ROOT))) {
        throw ApiRefusal.badRequest(
            "a token, a key or a password never goes into an address; treat it as known to others");
      }
    }
  }

  private Route routeTo(List<String> segments, String method) throws ApiRefusal {
    Set<String> allowed = new LinkedHashSet<>();
    for (Route route : routes) {
      if (route.match(segments).isPresent()) {
        if (route.takes(method)) {
          return route;
        }
        allowed.addAll(route.methods());
      }
    }
    throw allowed.isEmpty()
        ? ApiRefusal.of(404, "there is nothing at this address")
        : ApiRefusal.methodNotAllowed(String.join(", ", allowed));
  }

  /** The caller, who may make this call; empty where nobody need be known. */
  private Optional<Accounts.Session> admit(
      Access access, Map<String, String> words, ApiRequest request)
      throws ApiRefusal, StoreException {
    if (access == Access.ANYONE) {
      return Optional.empty();
    }
    Token token = tokenOf(request);
    Accounts.Session caller =
        accounts
            .session(token)
            .orElseThrow(
                () -> ApiRefusal.unauthorized("the token is not valid, please sign in again"));
    boolean allowed =
        switch (access) {
          case ANYONE, STAFF -> true;
          case ADMIN -> caller.role() == Role.ADMIN;
          case ADMIN_OR_OWNER ->
              caller.role() == Role.ADMIN || isNamed(caller.staff(), words.get("name"));
        };
    if (!allowed) {
      throw ApiRefusal.of(403, "only an admin may do this");
    }
    return Optional.of(caller);
  }

  private static boolean isNamed(StaffName staff, @Nullable String name) {
    return name != null && StaffName.of(name).equals(Optional.of(staff));
  }

  /** The bearer token, or else the cookie. */
  private static Token tokenOf(ApiRequest request) throws ApiRefusal {
    if (request.authorization().isEmpty()) {
      return request.cookie().orElseThrow(() -> ApiRefusal.unauthorized("please sign in first"));
    }
    String value = request.authorization().getFirst();
    if (request.authorization().size() > 1
        || !value.toLowerCase(Locale.ROOT).startsWith(BEARER)
        || value.length() == BEARER.length()) {
      throw ApiRefusal.unauthorized("the Authorization header has the form: Bearer TOKEN");
    }
    return new Token(value.substring(BEARER.length()));
  }

  private static Map<String, String> fieldsOf(ApiRequest request, Route route) throws ApiRefusal {
    if (route.fields().isEmpty()) {
      if (!request.body().isEmpty()) {
        throw ApiRefusal.badRequest("this call takes no body");
      }
      return Map.of();
    }
    if (request.contentType().filter(Api::isJson).isEmpty()) {
      throw ApiRefusal.of(415, "the body has to be application/json");
    }
    return Json.read(request.body(), route.fields(), route.optionalFields());
  }

  private static boolean isJson(String contentType) {
    String tidy = contentType.toLowerCase(Locale.ROOT).replace(" ", "").replace("\"", "");
    return tidy.equals(ApiResponse.JSON) || tidy.equals(ApiResponse.JSON + ";charset=utf-8");
  }

  private static String known(Set<String> names) {
    return names.isEmpty()
        ? ""
        : "; it knows " + String.join(", ", names.stream().sorted().toList());
  }
}

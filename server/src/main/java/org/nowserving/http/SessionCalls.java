package org.nowserving.http;

import org.nowserving.accounts.BusyException;
import org.nowserving.accounts.StaffAccounts;
import org.nowserving.limits.SignInGuard;
import org.nowserving.store.StoreException;

/** Signing in and out. Blocks: virtual threads only. */
final class SessionCalls {
  /** The cookie by which a browser shows its token. */
  static final String COOKIE = "nowserving_session";

  private final StaffAccounts accounts;
  private final SignInGuard guard;

  SessionCalls(StaffAccounts accounts, SignInGuard guard) {
    this.accounts = accounts;
    this.guard = guard;
  }

  ApiResponse login(ApiCall call) throws ApiRefusal, StoreException, BusyException {
    return switch (signIn(call)) {
      case StaffAccounts.SignIn.Refused() ->
          throw ApiRefusal.unauthorized("the name or the password is wrong");
      case StaffAccounts.SignIn.Welcome(var token, var name, var role, var expiresAt, var length) ->
          ApiResponse.json(
                  200,
                  Json.object(json ->
                      json.text("token", token.secret())
                          .text("name", name.text())
                          .text("role", StaffCalls.word(role))
                          .text("expires", expiresAt.toString())))
              .with("Set-Cookie", Cookies.set(COOKIE, token.secret(), length));
    };
  }

  /** Waits, where many have failed from there, BEFORE name and password are looked at. */
  private StaffAccounts.SignIn signIn(ApiCall call)
      throws ApiRefusal, StoreException, BusyException {
    switch (guard.admit(call.source()).toCompletableFuture().join()) {
      case SignInGuard.Admission.TooMany(var retryAfter) ->
          throw ApiRefusal.tooMany("there were too many failed attempts from here", retryAfter);
      case SignInGuard.Admission.Granted granted -> {
        boolean failed = false;
        try {
          StaffAccounts.SignIn signIn = accounts.signIn(call.field("name"), call.field("password"));
          failed = signIn instanceof StaffAccounts.SignIn.Refused;
          return signIn;
        } finally {
          granted.over(failed);
        }
      }
    }
  }

  ApiResponse logout(ApiCall call) throws StoreException {
    accounts.signOut(call.session().id());
    return ApiResponse.noContent().with("Set-Cookie", Cookies.clear(COOKIE));
  }
}

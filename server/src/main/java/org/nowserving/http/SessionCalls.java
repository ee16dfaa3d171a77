package org.nowserving.http;

import org.nowserving.accounts.BusyException;
import org.nowserving.accounts.StaffAccounts;
import org.nowserving.limits.Secret;
import org.nowserving.store.Accounts;
import org.nowserving.store.StoreException;

/** Signing in and out. Blocks: virtual threads only. */
final class SessionCalls {
  /** The cookie by which a browser shows its token. */
  static final String COOKIE = "nowserving_session";

  private final StaffAccounts accounts;
  private final Attempts attempts;

  SessionCalls(StaffAccounts accounts, Attempts attempts) {
    this.accounts = accounts;
    this.attempts = attempts;
  }

  ApiResponse login(ApiCall call) throws ApiRefusal, StoreException, BusyException {
    StaffAccounts.SignIn signIn =
        attempts.attempt(
            call,
            Secret.PASSWORD,
            () -> accounts.signIn(call.field("name"), call.field("password")),
            outcome -> outcome instanceof StaffAccounts.SignIn.Refused);
    return switch (signIn) {
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

  ApiResponse show(ApiCall call) {
    Accounts.Session session = call.session();
    return ApiResponse.json(
        200,
        Json.object(json ->
            json.text("name", session.staff().text())
                .text("role", StaffCalls.word(session.role()))
                .text("expires", session.expiresAt().toString())));
  }

  ApiResponse logout(ApiCall call) throws StoreException {
    accounts.signOut(call.session().id());
    return ApiResponse.noContent().with("Set-Cookie", Cookies.clear(COOKIE));
  }
}

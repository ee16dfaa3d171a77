package org.nowserving.http;

import java.util.function.Predicate;
import org.nowserving.accounts.BusyException;
import org.nowserving.limits.Secret;
import org.nowserving.limits.SignInGuard;
import org.nowserving.limits.SignInGuard.Admission;
import org.nowserving.store.StoreException;

/**
 * Tries what somebody might guess, a password or a key, as often as their address may. Blocks:
 * virtual threads only.
 */
final class Attempts {
  private final SignInGuard guard;

  /** Something that is right or wrong. */
  interface Attempt<T> {
    T make() throws ApiRefusal, StoreException, BusyException;
  }

  Attempts(SignInGuard guard) {
    this.guard = guard;
  }

  /**
   * Waits, where many have failed from there, BEFORE what was sent is looked at.
   *
   * @param secret what is tried
   * @param failed whether it was wrong, which counts
   */
  <T> T attempt(ApiCall call, Secret secret, Attempt<T> attempt, Predicate<T> failed)
      throws ApiRefusal, StoreException, BusyException {
    return switch (guard.admit(call.source(), secret).toCompletableFuture().join()) {
      case Admission.TooMany(var retryAfter) ->
          throw ApiRefusal.tooMany("there were too many failed attempts from here", retryAfter);
      case Admission.Granted granted -> {
        boolean wrong = false;
        try {
          T outcome = attempt.make();
          wrong = failed.test(outcome);
          yield outcome;
        } finally {
          granted.over(wrong);
        }
      }
    };
  }
}

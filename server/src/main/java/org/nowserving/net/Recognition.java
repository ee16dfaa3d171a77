package org.nowserving.net;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.nowserving.floor.Credential;
import org.nowserving.limits.Secret;
import org.nowserving.limits.SignInGuard;
import org.nowserving.limits.Source;
import org.nowserving.protocol.Token;

/** What came of asking whose a token is. Pure. */
sealed interface Recognition {
  /** Whose it is; nothing where it is nobody's. */
  record Asked(Optional<Credential> credential) implements Recognition {}

  /** Nobody knows, because the store is away. */
  record Unknown() implements Recognition {}

  /**
   * Not asked, because too many tokens from there were nobody's.
   *
   * @param retryAfter after which time one may be asked again
   */
  record TooMany(Duration retryAfter) implements Recognition {}

  /** Asks when the guard lets it, which may take a while; never completes exceptionally. */
  static CompletionStage<Recognition> guarded(
      Token token, CredentialLookup credentials, SignInGuard guard, Source source) {
    return guard
        .admit(source, Secret.TOKEN)
        .thenCompose(admission ->
            switch (admission) {
              case SignInGuard.Admission.Granted granted ->
                  of(token, credentials)
                      .thenApply(recognition -> {
                        granted.over(recognition.isNobodys());
                        return recognition;
                      });
              case SignInGuard.Admission.TooMany(var retryAfter) ->
                  CompletableFuture.completedFuture(new TooMany(retryAfter));
            });
  }

  private boolean isNobodys() {
    return this instanceof Asked(var credential) && credential.isEmpty();
  }

  /** Asks; never completes exceptionally. Any thread. */
  static CompletionStage<Recognition> of(Token token, CredentialLookup credentials) {
    return credentials
        .resolve(token)
        .<Recognition>thenApply(Asked::new)
        .exceptionally(failure -> {
          StoreFailures.log("a token could not be resolved", failure);
          return new Unknown();
        });
  }
}

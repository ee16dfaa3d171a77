package org.nowserving.net;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.nowserving.floor.Credential;
import org.nowserving.protocol.Token;

/** What came of asking whose a token is. Pure. */
sealed interface Recognition {
  /** Whose it is; nothing where it is nobody's. */
  record Asked(Optional<Credential> credential) implements Recognition {}

  /** Nobody knows, because the store is away. */
  record Unknown() implements Recognition {}

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

package org.nowserving.net;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.nowserving.floor.Credential;
import org.nowserving.protocol.Token;

/** Finds out whose a token is. Called on event loops; must not block. */
public interface CredentialLookup {
  /**
   * Completes, on a thread of its own, with whose the token is; with nothing where it is nobody's
   * or no longer; exceptionally with a {@link org.nowserving.store.StoreException} when the store
   * is away.
   */
  CompletionStage<Optional<Credential>> resolve(Token token);
}

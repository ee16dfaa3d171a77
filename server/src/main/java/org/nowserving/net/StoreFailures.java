package org.nowserving.net;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.nowserving.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log why something that needs the store did not work. Any thread. */
final class StoreFailures {
  private static final Logger log = LoggerFactory.getLogger(StoreFailures.class);

  private StoreFailures() {}

  /** One line for a store that is away; the stack for anything else, which is a bug. */
  static void log(String what, @Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof StoreException away) {
      log.warn("{}: {}", what, away.getMessage());
    } else {
      log.error("{}", what, cause);
    }
  }
}

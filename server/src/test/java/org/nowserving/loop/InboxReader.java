package org.nowserving.loop;

import org.jspecify.annotations.Nullable;
import org.nowserving.floor.Input;

/**
 * The loop's side of an inbox, for a hand-written loop in a test of another package. One thread.
 */
public final class InboxReader {
  private final Inbox inbox;

  public InboxReader(Inbox inbox) {
    this.inbox = inbox;
  }

  public @Nullable Input take() {
    return inbox.take();
  }

  public void await(long nanos) {
    inbox.await(nanos);
  }
}

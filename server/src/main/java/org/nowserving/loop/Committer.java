package org.nowserving.loop;

import org.nowserving.store.Batch;

/** The one who writes. Called on the loop thread; must not block. */
public interface Committer {
  /**
   * Starts storing a batch. Never called again BEFORE {@link CommitNews.Stored} came back through
   * the inbox for this one; the batch is retried until it is stored.
   */
  void submit(Batch batch);
}

package org.nowserving.loop;

/** What the committer tells the loop. Pure data. */
public sealed interface CommitNews {
  /** The batch that was submitted is durable; the committer is idle. */
  record Stored() implements CommitNews {}

  /** An attempt to store the batch failed; the committer goes on trying. */
  record Failing() implements CommitNews {}
}

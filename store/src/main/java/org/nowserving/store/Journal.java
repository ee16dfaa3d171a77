package org.nowserving.store;

/**
 * Where the floor's changes are kept, by one writer at a time. Blocks: called by the starting
 * thread for {@link #recover}, afterwards by the committer's thread alone.
 */
public interface Journal extends AutoCloseable {
  /**
   * Becomes the one writer and reads what was kept. Called once, BEFORE the first commit.
   *
   * @throws StoreException with a sentence for the user when another server is the writer, or the
   *     database is not there, not fit or not ours
   */
  Snapshot recover() throws StoreException;

  /** Keeps all changes of the batch, or none. Never throws for anything that a database can do. */
  CommitOutcome commit(Batch batch);

  /** Gives the writership back. Idempotent. */
  @Override
  void close();
}

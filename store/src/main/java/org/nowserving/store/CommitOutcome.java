package org.nowserving.store;

/** What became of a batch that was offered to the {@link Journal}. Pure. */
public sealed interface CommitOutcome {

  /** It is durable. */
  record Stored() implements CommitOutcome {}

  /**
   * It is not known to be durable, and may be. The same batch must be offered again until the
   * journal says otherwise; the journal finds out by itself whether the first one was kept.
   *
   * @param why for the log, without personal data
   */
  record Unsettled(String why) implements CommitOutcome {}

  /**
   * Another server is the writer now. Nothing of this batch was kept and nothing ever will be: the
   * process has to stop.
   *
   * @param why a sentence for the operator
   */
  record Fenced(String why) implements CommitOutcome {}

  /**
   * The database refused the batch for what is in it, which is a bug: the process has to stop.
   *
   * @param why a sentence for the operator, with the SQLSTATE and without personal data
   */
  record Defect(String why) implements CommitOutcome {}
}

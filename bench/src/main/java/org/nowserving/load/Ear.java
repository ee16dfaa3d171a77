package org.nowserving.load;

/** Who listens to one connection. On the event loop only. */
interface Ear {
  /** The connection is open. */
  void opened(Line line);

  /**
   * This was heard; the text is used again for the next one.
   *
   * @param nowNanos when the bytes came in
   */
  void heard(Text text, long nowNanos) throws WrongAnswer;
}

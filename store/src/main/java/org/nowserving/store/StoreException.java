package org.nowserving.store;

/**
 * The store cannot do what was asked, now. Its message is one sentence in plain words, without
 * personal data, fit to be shown to an operator.
 */
public class StoreException extends Exception {
  private static final long serialVersionUID = 1;

  public StoreException(String sentence) {
    super(sentence);
  }

  public StoreException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}

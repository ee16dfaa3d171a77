package org.nowserving.keys;

/**
 * A key file that does not do. Its message is one sentence that says why and holds nothing of the
 * file. Pure.
 */
public final class BadKeyFileException extends Exception {
  private static final long serialVersionUID = 1;

  BadKeyFileException(String sentence) {
    super(sentence);
  }
}

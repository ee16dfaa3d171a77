package org.nowserving;

/**
 * Something that whoever started the program can mend. Its message is one sentence in plain words;
 * no stack trace is shown. Pure.
 */
final class UserError extends Exception {
  private static final long serialVersionUID = 1;

  UserError(String sentence) {
    super(sentence);
  }

  UserError(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}

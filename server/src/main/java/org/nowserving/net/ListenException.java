package org.nowserving.net;

/**
 * The server cannot listen where it was told to. Its message is one sentence in plain words that
 * names the settings.
 */
public final class ListenException extends Exception {
  private static final long serialVersionUID = 1;

  ListenException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}

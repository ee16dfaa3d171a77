package org.nowserving.settings;

/**
 * A setting that the server cannot start with. Its message is one sentence that names the setting
 * and where its value came from, fit to be shown to whoever starts the server. Pure.
 */
public final class BadSettingException extends Exception {
  private static final long serialVersionUID = 1;

  public BadSettingException(String sentence) {
    super(sentence);
  }

  /** What to tell the user. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}

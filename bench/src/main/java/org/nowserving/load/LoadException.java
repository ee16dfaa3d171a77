package org.nowserving.load;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The load came to an early end; the message is a sentence for people. */
public final class LoadException extends IOException {
  private static final long serialVersionUID = 1;

  LoadException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}

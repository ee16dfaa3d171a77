package org.nowserving.desk;

import java.io.Serial;

/**
 * The server said something that the protocol does not know. A bug in the server, whoever hears it.
 */
public final class NotInTheGrammar extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  NotInTheGrammar(String why) {
    super(why);
  }
}

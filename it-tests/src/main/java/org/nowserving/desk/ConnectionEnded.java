package org.nowserving.desk;

import java.io.Serial;

/** A connection is over, or never came to be: what was said on it and not answered is in doubt. */
public final class ConnectionEnded extends Exception {
  @Serial private static final long serialVersionUID = 1;

  /** The code where no close frame came (RFC 6455, 7.1.5). */
  public static final int NO_CLOSE_FRAME = 1006;

  private final int code;

  ConnectionEnded(int code, String why) {
    super(code + " " + why);
    this.code = code;
  }

  /** The close code; below 1000 it is the HTTP status with which the handshake was refused. */
  public int code() {
    return code;
  }
}

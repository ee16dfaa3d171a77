package org.nowserving.accounts;

/** More passwords than the server may hash at once are waiting; trying again in a moment helps. */
public final class BusyException extends Exception {
  private static final long serialVersionUID = 1;

  BusyException() {
    super("too many passwords are being checked at this moment", null, false, false);
  }
}

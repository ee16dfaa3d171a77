package org.nowserving.protocol;

/** The three WebSocket paths of the seed protocol; each kind of device has one. Pure. */
public enum Endpoint {
  STAFF("/staff"),
  KIOSK("/kiosk"),
  DISPLAY("/display");

  private final String path;

  Endpoint(String path) {
    this.path = path;
  }

  /** The path of the handshake, for example {@code /staff}. */
  public String path() {
    return path;
  }
}

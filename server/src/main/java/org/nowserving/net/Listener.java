package org.nowserving.net;

/** Who listens to one device. On its event loop only. */
interface Listener {
  /** Whether the device may say one thing more; where not, leave was taken. */
  boolean allows();

  /** The device said this. */
  void hear(String text);

  /** That was all for now: what has come to the socket is read. */
  void heardAll();
}

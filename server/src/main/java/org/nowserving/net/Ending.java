package org.nowserving.net;

/** Why a device's connection ended, and the close code by which the device is told. Pure. */
public enum Ending {
  /** The device said that it goes; it hears its own code again. */
  BY_DEVICE(0, ""),
  /** The connection broke, or was closed without a word. */
  LOST(0, ""),
  /** No frame came for too long; the device is dropped, because nobody is there to be told. */
  SILENT(0, ""),
  PROTOCOL_BREACH(1002, "that is not the WebSocket protocol"),
  NOT_TEXT(1003, "messages are text"),
  NOT_UTF8(1007, "text is UTF-8"),
  TOO_SLOW(1008, "the device does not keep up with what it is told"),
  /** More messages a second than a device may send, or failed picks without end. */
  TOO_LOUD(1008, "the device says too much"),
  /** A staff connection that never showed a valid token. */
  UNKNOWN_TOO_LONG(1008, "nobody has shown a valid token here"),
  /** Its key was taken out of the file, and the time that it might still stay is over. */
  KEY_GONE(1008, "the device key that was shown is no longer good: show another one"),
  TOO_LONG(1009, "the message is too long"),
  SERVER_FAULT(1011, "an error in the server"),
  SERVER_STOPPING(1001, "the server stops"),
  /** A command's answer could not be known in time. */
  IN_DOUBT(1013, "try again: whether the last command was carried out is not known"),
  OVERLOADED(1013, "try again: the server is overloaded");

  private final int code;
  private final String reason;

  Ending(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  /** Whether the device is told by a close frame of the server's own. */
  boolean isTold() {
    return code != 0;
  }

  int code() {
    return code;
  }

  /** Plain words for whoever builds devices; at most 123 bytes. */
  String reason() {
    return reason;
  }
}

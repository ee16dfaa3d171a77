package org.nowserving.settings;

/** How a line of the log is written. Pure. */
public enum LogFormat {
  /** {@code key=value}, for people and for {@code grep}. */
  TEXT,
  /** One JSON object a line, for programs that collect logs. */
  JSON
}

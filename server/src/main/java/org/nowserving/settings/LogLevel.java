package org.nowserving.settings;

/** How much is logged: this and everything graver. Pure. */
public enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG
}

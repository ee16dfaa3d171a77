package org.nowserving;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.nowserving.settings.LogLevel;
import org.slf4j.LoggerFactory;

/** How much is logged; the form of the lines is in logback.xml. Any thread. */
final class Logs {
  private Logs() {}

  /** Ours from this level on; of the libraries only what a person should look at. */
  static void show(LogLevel level) {
    Level wanted =
        switch (level) {
          case ERROR -> Level.ERROR;
          case WARN -> Level.WARN;
          case INFO -> Level.INFO;
          case DEBUG -> Level.DEBUG;
        };
    logger("org.nowserving").setLevel(wanted);
    logger(Logger.ROOT_LOGGER_NAME)
        .setLevel(wanted.isGreaterOrEqual(Level.WARN) ? wanted : Level.WARN);
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }
}

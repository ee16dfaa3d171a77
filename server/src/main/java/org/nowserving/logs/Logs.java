package org.nowserving.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.nowserving.settings.LogFormat;
import org.nowserving.settings.LogLevel;
import org.slf4j.LoggerFactory;

/** How much is logged and how it looks. Any thread. */
public final class Logs {
  private Logs() {}

  /** Ours from this level on; of the libraries only what a person should look at. */
  public static void show(LogLevel level, LogFormat format) {
    Level wanted =
        switch (level) {
          case ERROR -> Level.ERROR;
          case WARN -> Level.WARN;
          case INFO -> Level.INFO;
          case DEBUG -> Level.DEBUG;
        };
    logger("org.nowserving").setLevel(wanted);
    logger(org.slf4j.Logger.ROOT_LOGGER_NAME)
        .setLevel(wanted.isGreaterOrEqual(Level.WARN) ? wanted : Level.WARN);
    if (format != LogFormat.TEXT) { // which it is from the first line on
      StandardError.write(context(), format);
    }
  }

  /** Writes what still waits, for a moment at most; called BEFORE the process ends. */
  public static void finish() {
    context().stop();
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }

  private static Logger logger(String name) {
    return context().getLogger(name);
  }
}

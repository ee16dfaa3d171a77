package org.nowserving.logs;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.nowserving.settings.LogFormat;

/**
 * Sends the log to standard error, through a queue: whoever logs is often an event loop or the
 * floor's loop, and must not wait for a pipe that nobody reads. Logback finds it by its service
 * file, so that a start has no XML to read.
 *
 * <p>When the queue is full, lines are dropped and the desk goes on.
 */
public final class StandardError extends ContextAwareBase implements Configurator {
  /** How many lines may wait to be written. */
  static final int WAITING_LINES = 4_096;

  /** For how long a process that ends waits until its last lines are written. */
  private static final int LAST_LINES_MILLIS = 1_000;

  private static final String QUEUE = "queue";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    write(context, LogFormat.TEXT);
    context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    context.getLogger("org.nowserving").setLevel(Level.INFO);
    // It warns of each lost connection with a stack trace; whoever needed the connection says so in
    // a sentence.
    context.getLogger("com.zaxxer.hikari").setLevel(Level.ERROR);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** From now on lines are written like this. */
  static void write(LoggerContext context, LogFormat format) {
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(
        new LogLine(format, Journal.reads(Path.of("/proc/self/fd/2"), System.getenv())));
    encoder.start();

    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder);
    console.start();

    AsyncAppender queue = new AsyncAppender();
    queue.setContext(context);
    queue.setName(QUEUE);
    queue.setQueueSize(WAITING_LINES);
    queue.setDiscardingThreshold(0);
    queue.setNeverBlock(true);
    queue.setMaxFlushTime(LAST_LINES_MILLIS);
    queue.addAppender(console);
    queue.start();

    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    var before = root.getAppender(QUEUE);
    root.addAppender(queue);
    if (before != null) {
      root.detachAppender(before);
      before.stop(); // which writes what waits in it
    }
  }
}

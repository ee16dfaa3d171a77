package org.nowserving.net;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Fails a class of tests that lost a buffer. Netty notices a lost buffer when the collector has
 * taken it and another one is made, and says so in the log.
 */
final class LeakCheck implements BeforeAllCallback, AfterAllCallback {
  private static final int ROUNDS = 5;
  private static final List<String> LEAKS = new CopyOnWriteArrayList<>();

  static {
    Logger log = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    AppenderBase<ILoggingEvent> listener =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            if (event.getLevel() == Level.ERROR) {
              LEAKS.add(event.getFormattedMessage());
            }
          }
        };
    listener.setContext(log.getLoggerContext());
    listener.start();
    log.addAppender(listener);
    log.setAdditive(false); // told by the failing test, and by no other one
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Assertions.assertEquals(
        ResourceLeakDetector.Level.PARANOID,
        ResourceLeakDetector.getLevel(),
        "run with -Dio.netty.leakDetection.level=paranoid");
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Assertions.assertEquals(List.of(), leaks());
  }

  /** What was lost up to now; each is told once. */
  static List<String> leaks() {
    for (int round = 0; round < ROUNDS; round++) {
      System.gc();
      for (int i = 0; i < 100; i++) {
        ByteBufAllocator.DEFAULT.buffer(16).release();
      }
    }
    List<String> leaks = new ArrayList<>(LEAKS);
    LEAKS.clear();
    return leaks;
  }
}

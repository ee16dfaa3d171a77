package org.nowserving.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * The log of the tests: that of the server, without the thousands of connections that tests make.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class TestLog extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    ExecutionStatus status = new StandardError().configure(context);
    context.getLogger("org.nowserving.net.ConnectionStory").setLevel(Level.WARN);
    return status;
  }
}

package org.nowserving.net;

import java.util.Locale;
import java.util.Optional;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Input;
import org.nowserving.limits.Limit;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.Verb;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What a device did, in the log, each line with the number of its connection: when it came and went
 * at level info, every command and answer at level debug. Never what somebody typed, nor from which
 * address. Any thread.
 */
final class ConnectionStory {
  private static final Logger log = LoggerFactory.getLogger(ConnectionStory.class);

  private ConnectionStory() {}

  static void began(Device device) {
    line(Level.INFO, device.id()).addKeyValue("endpoint", word(device.endpoint())).log("connected");
  }

  static void ended(Device device, Ending ending) {
    line(Level.INFO, device.id())
        .addKeyValue("endpoint", word(device.endpoint()))
        .addKeyValue("ending", word(ending))
        .log("disconnected");
  }

  static void heard(Input.Spoken spoken) {
    if (log.isDebugEnabled()) {
      heard(
          spoken.connection(),
          switch (spoken) {
            case Input.Command command -> Optional.of(command.verb());
            case Input.Misspoken(var connection, var refusal) -> refusal.verb();
          });
    }
  }

  /** The same of a kiosk's {@code query}, which is no input of the floor. */
  static void heardQuery(ConnectionId connection) {
    if (log.isDebugEnabled()) {
      heard(connection, Optional.of(Verb.QUERY));
    }
  }

  private static void heard(ConnectionId connection, Optional<Verb> verb) {
    line(Level.DEBUG, connection)
        .addKeyValue("verb", verb.map(Verb::word).orElse("none"))
        .log("heard");
  }

  static void answered(ConnectionId connection, Reply reply) {
    if (log.isDebugEnabled()) {
      String outcome =
          reply instanceof Reply.Refused(var verb, var rejection) ? word(rejection) : "done";
      line(Level.DEBUG, connection).addKeyValue("outcome", outcome).log("answered");
    }
  }

  static void hit(ConnectionId connection, Limit limit) {
    line(Level.INFO, connection).addKeyValue("limit", word(limit)).log("ran into a limit");
  }

  /** The number is that of {@code connection=…} in every line about it. */
  private static LoggingEventBuilder line(Level level, ConnectionId connection) {
    return log.atLevel(level).addKeyValue("connection", connection.value());
  }

  private static String word(Enum<?> member) {
    return member.name().toLowerCase(Locale.ROOT);
  }
}

package org.nowserving.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nowserving.settings.LogFormat;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.json.JsonMapper;

class LogLineTest {
  private static final Instant AT = Instant.parse("2026-11-26T08:00:00.120Z");

  private static LoggingEvent event(Level level, String message) {
    LoggingEvent event = new LoggingEvent();
    event.setLoggerName("org.nowserving.net.ConnectionStory");
    event.setLoggerContext(new LoggerContext());
    event.setLevel(level);
    event.setMessage(message);
    event.setInstant(AT);
    return event;
  }

  private static String text(LoggingEvent event) {
    return new LogLine(LogFormat.TEXT, false).doLayout(event);
  }

  private static LoggingEvent failing() {
    LoggingEvent event = event(Level.ERROR, "it broke");
    event.setThrowableProxy(new ThrowableProxy(new IllegalStateException("so\nthere")));
    return event;
  }

  @Test
  void aLineOfTextSaysWhenHowGraveWhatAndAboutWhat() {
    LoggingEvent event = event(Level.INFO, "disconnected");
    event.addKeyValuePair(new KeyValuePair("connection", 12L));
    event.addKeyValuePair(new KeyValuePair("ending", "too_slow"));
    assertEquals(
        "time=2026-11-26T08:00:00.120Z level=info message=disconnected connection=12 ending=too_slow"
            + " source=ConnectionStory\n",
        text(event));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "plain | plain",
        "two words | \"two words\"",
        "a=b | \"a=b\"",
        "say \"hi\" | \"say \\\"hi\\\"\"",
        "back\\slash | \"back\\\\slash\"",
        "`` | \"\"",
      })
  void aValueThatIsNotOneWordIsQuoted(String message, String written) {
    assertTrue(
        text(event(Level.WARN, message)).contains(" message=" + written + " source="),
        () -> text(event(Level.WARN, message)));
  }

  @ParameterizedTest
  @CsvSource({"10, \\n", "13, \\r", "9, \\t", "0, \\u0000", "27, \\u001b", "133, \\u0085"})
  @CsvSource({"8232, \\u2028", "8233, \\u2029"})
  void nothingEndsALineBeforeItsEnd(int character, String written) {
    String line = text(event(Level.WARN, "a" + (char) character + "b"));
    assertTrue(line.contains(" message=\"a" + written + "b\" "), line);
  }

  @Test
  void theStackOfAnErrorStaysOnTheLine() {
    String line = text(failing());
    assertTrue(
        line.contains(" error=\"java.lang.IllegalStateException: so\\nthere\\n\\tat "), line);
    assertEquals(line.length() - 1, line.indexOf('\n'));
  }

  @Test
  void aLineOfJsonHasTheSameFields() {
    LoggingEvent event = failing();
    event.addKeyValuePair(new KeyValuePair("connection", 12L));
    String line = new LogLine(LogFormat.JSON, false).doLayout(event);
    assertEquals(line.length() - 1, line.indexOf('\n'));
    Map<?, ?> fields = JsonMapper.shared().readValue(line, Map.class);
    assertEquals("[time, level, message, connection, source, error]", fields.keySet().toString());
    assertEquals("2026-11-26T08:00:00.120Z", fields.get("time"));
    assertEquals("error", fields.get("level"));
    assertEquals("it broke", fields.get("message"));
    assertEquals(12, fields.get("connection"));
    assertEquals("ConnectionStory", fields.get("source"));
    assertTrue(String.valueOf(fields.get("error")).contains("so\nthere"));
  }

  @ParameterizedTest
  @CsvSource({"ERROR, 3", "WARN, 4", "INFO, 6", "DEBUG, 7"})
  void theJournalIsToldThePriorityAndKnowsTheTime(String level, int priority) {
    LoggingEvent event = event(Level.toLevel(level), "hello");
    String rest = "message=hello source=ConnectionStory\n";
    assertEquals(
        "<" + priority + ">level=" + level.toLowerCase(Locale.ROOT) + " " + rest,
        new LogLine(LogFormat.TEXT, true).doLayout(event));
    assertTrue(
        new LogLine(LogFormat.JSON, true)
            .doLayout(event)
            .startsWith("<" + priority + ">{\"level\""));
  }
}

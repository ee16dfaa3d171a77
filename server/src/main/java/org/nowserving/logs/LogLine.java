package org.nowserving.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nowserving.settings.LogFormat;
import org.slf4j.event.KeyValuePair;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * One event as one line: when, how grave, what, about what ({@code connection=12}), from which
 * class, and the stack of an error. Both forms have the same fields in the same order. Any thread.
 */
final class LogLine extends LayoutBase<ILoggingEvent> {
  private static final JsonFactory JSON = new JsonFactory();

  private final LogFormat format;
  private final boolean toJournal;

  /**
   * @param toJournal whether systemd's journal reads the lines: it wants the priority in front
   *     (sd-daemon(3)), and knows the time
   */
  LogLine(LogFormat format, boolean toJournal) {
    this.format = format;
    this.toJournal = toJournal;
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    if (toJournal) {
      line.append('<').append(priority(event.getLevel())).append('>');
    }
    Map<String, Object> fields = fields(event);
    switch (format) {
      case TEXT -> appendText(line, fields);
      case JSON -> line.append(json(fields));
    }
    return line.append('\n').toString();
  }

  private Map<String, Object> fields(ILoggingEvent event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (!toJournal) {
      Instant at = Instant.ofEpochMilli(event.getTimeStamp()).truncatedTo(ChronoUnit.MILLIS);
      fields.put("time", at.toString());
    }
    fields.put("level", event.getLevel().levelStr.toLowerCase(Locale.ROOT));
    fields.put("message", event.getFormattedMessage());
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      pairs.forEach(pair -> fields.put(pair.key, pair.value));
    }
    String source = event.getLoggerName();
    fields.put("source", source.substring(source.lastIndexOf('.') + 1));
    if (event.getThrowableProxy() != null) {
      fields.put("error", ThrowableProxyUtil.asString(event.getThrowableProxy()).strip());
    }
    return fields;
  }

  /** As syslog(3) numbers them. */
  private static int priority(Level level) {
    return switch (level.levelInt) {
      case Level.ERROR_INT -> 3;
      case Level.WARN_INT -> 4;
      case Level.INFO_INT -> 6;
      default -> 7;
    };
  }

  private static void appendText(StringBuilder line, Map<String, Object> fields) {
    String between = "";
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      line.append(between).append(field.getKey()).append('=');
      appendValue(line, String.valueOf(field.getValue()));
      between = " ";
    }
  }

  /**
   * In quotes where it would not be one word, with whatever could end the line or the quotes
   * escaped.
   */
  private static void appendValue(StringBuilder line, String value) {
    if (isOneWord(value)) {
      line.append(value);
      return;
    }
    line.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> line.append('\\').append(c);
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        default -> {
          if (isUnseen(c)) {
            line.append("\\u%04x".formatted((int) c));
          } else {
            line.append(c);
          }
        }
      }
    }
    line.append('"');
  }

  private static boolean isOneWord(String value) {
    return !value.isEmpty()
        && value
            .chars()
            .noneMatch(c -> c <= ' ' || c == '"' || c == '=' || c == '\\' || isUnseen(c));
  }

  /** Control characters, and the two that some programs take for the end of a line. */
  private static boolean isUnseen(int c) {
    return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
  }

  private static String json(Map<String, Object> fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      for (Map.Entry<String, Object> field : fields.entrySet()) {
        json.writeName(field.getKey());
        switch (field.getValue()) {
          case Long number -> json.writeNumber(number);
          case Integer number -> json.writeNumber(number);
          case Boolean yes -> json.writeBoolean(yes);
          case null -> json.writeNull();
          case Object other -> json.writeString(other.toString());
        }
      }
      json.writeEndObject();
    }
    return text.toString();
  }
}

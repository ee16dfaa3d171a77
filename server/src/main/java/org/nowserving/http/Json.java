package org.nowserving.http;

import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON as the API reads and writes it: the only file here that knows Jackson. What is read is
 * always one object of texts, those that the call names. Pure.
 */
final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final JsonGenerator generator;

  private Json(JsonGenerator generator) {
    this.generator = generator;
  }

  /** An object, without spaces. */
  static String object(Consumer<Json> fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      generator.writeStartObject();
      fields.accept(new Json(generator));
      generator.writeEndObject();
    }
    return text.toString();
  }

  Json text(String name, String value) {
    generator.writeStringProperty(name, value);
    return this;
  }

  /** The value, or {@code null} where there is none. */
  Json text(String name, Optional<?> value) {
    generator.writeName(name);
    if (value.isPresent()) {
      generator.writeString(value.get().toString());
    } else {
      generator.writeNull();
    }
    return this;
  }

  Json number(String name, long value) {
    generator.writeNumberProperty(name, value);
    return this;
  }

  /** The value, or {@code null} where there is none. */
  Json number(String name, Optional<Long> value) {
    generator.writeName(name);
    if (value.isPresent()) {
      generator.writeNumber(value.get());
    } else {
      generator.writeNull();
    }
    return this;
  }

  /** To the millisecond; a whole number where it is one. */
  Json seconds(String name, Duration value) {
    long millis = value.toMillis();
    return millis % 1_000 == 0
        ? number(name, millis / 1_000)
        : decimal(name, Optional.of(millis / 1_000.0));
  }

  /** The value, or {@code null} where there is none. */
  Json decimal(String name, Optional<Double> value) {
    generator.writeName(name);
    if (value.isPresent()) {
      generator.writeNumber(value.get());
    } else {
      generator.writeNull();
    }
    return this;
  }

  /** What is JSON already. */
  Json json(String name, String value) {
    generator.writeName(name);
    generator.writeRawValue(value);
    return this;
  }

  /**
   * The texts in an object that has these fields and no others.
   *
   * @param names those that have to be there
   * @param others those that may be left out
   */
  static Map<String, String> read(Bytes body, Set<String> names, Set<String> others)
      throws ApiRefusal {
    Set<String> known = new LinkedHashSet<>(names);
    known.addAll(others);
    Map<String, String> fields;
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), utf8(body))) {
      fields = read(parser, known);
    } catch (JacksonException | CharacterCodingException e) {
      // Neither the message nor the cause goes on: both may quote the body.
      throw ApiRefusal.badRequest("the body is not valid JSON in UTF-8");
    }
    for (String name : names) {
      if (!fields.containsKey(name)) {
        throw ApiRefusal.badRequest("the field \"" + name + "\" is missing");
      }
    }
    return fields;
  }

  private static Map<String, String> read(JsonParser parser, Set<String> names) throws ApiRefusal {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw ApiRefusal.badRequest("the body has to be a JSON object");
    }
    Map<String, String> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (!names.contains(name)) {
        throw ApiRefusal.badRequest("the body has a field that this call does not know");
      }
      if (parser.nextToken() != JsonToken.VALUE_STRING) {
        throw ApiRefusal.badRequest("the field \"" + name + "\" has to be a text");
      }
      fields.put(name, parser.getString());
    }
    if (parser.nextToken() != null) {
      throw ApiRefusal.badRequest("the body has more than one JSON object");
    }
    return fields;
  }

  private static String utf8(Bytes body) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body.array())).toString();
  }
}

package org.nowserving.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a caller gave in words, as what it means: the parameters of a query or the fields of a body.
 * A refusal names the value and never repeats it. Pure.
 */
record Values(Map<String, String> given) {
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,18}");

  Optional<String> text(String name) {
    return Optional.ofNullable(given.get(name));
  }

  Optional<Long> number(String name) throws ApiRefusal {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (NUMBER.matcher(text.get()).matches()) {
      try {
        return Optional.of(Long.valueOf(text.get()));
      } catch (NumberFormatException e) {
        // nineteen digits may still be too many
      }
    }
    throw ApiRefusal.badRequest("\"" + name + "\" is not a number");
  }

  Optional<Instant> instant(String name) throws ApiRefusal {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      Instant instant = Instant.parse(text.get());
      if (!instant.isBefore(EARLIEST) && !instant.isAfter(LATEST)) {
        return Optional.of(instant);
      }
    } catch (DateTimeException e) {
      // said below
    }
    throw ApiRefusal.badRequest("\"" + name + "\" is not an instant such as 2026-01-31T08:00:00Z");
  }

  @Override
  public String toString() {
    return "Values[…]";
  }
}

package org.nowserving.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nowserving.protocol.TicketId;

/**
 * Which tickets a call asks for, and in which form. Pure.
 *
 * @param from opened at or after
 * @param to opened before
 * @param after with an id greater than
 * @param limit at most that many
 */
record TicketSearch(
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<TicketId> after,
    long limit,
    Format format) {
  /** How many tickets a JSON answer has unless told otherwise. */
  static final int JSON_LIMIT_DEFAULT = 1_000;

  /**
   * How many it may be told. A CSV file has no limit unless told: a table that ends too early
   * without a word would mislead.
   */
  static final int JSON_LIMIT_MAX = 10_000;

  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,18}");

  /** How tickets are written. */
  enum Format {
    JSON,
    CSV
  }

  static TicketSearch of(Map<String, String> query) throws ApiRefusal {
    Format format = formatIn(query.get("format"));
    Optional<Instant> from = instantIn("from", query.get("from"));
    Optional<Instant> to = instantIn("to", query.get("to"));
    if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
      throw ApiRefusal.badRequest("\"from\" is later than \"to\"");
    }
    String after = query.get("after");
    Optional<TicketId> afterId =
        after == null ? Optional.empty() : Optional.of(new TicketId(numberIn("after", after)));
    return new TicketSearch(from, to, afterId, limitIn(query.get("limit"), format), format);
  }

  private static Format formatIn(@Nullable String text) throws ApiRefusal {
    return switch (text) {
      case null -> Format.JSON;
      case "json" -> Format.JSON;
      case "csv" -> Format.CSV;
      default -> throw ApiRefusal.badRequest("\"format\" is either json or csv");
    };
  }

  private static long limitIn(@Nullable String text, Format format) throws ApiRefusal {
    if (text == null) {
      return format == Format.JSON ? JSON_LIMIT_DEFAULT : Long.MAX_VALUE;
    }
    long limit = numberIn("limit", text);
    if (limit < 1) {
      throw ApiRefusal.badRequest("\"limit\" is at least 1");
    }
    if (format == Format.JSON && limit > JSON_LIMIT_MAX) {
      throw ApiRefusal.badRequest(
          "\"limit\" is at most " + JSON_LIMIT_MAX + "; read on with \"after\"");
    }
    return limit;
  }

  private static long numberIn(String name, String text) throws ApiRefusal {
    if (NUMBER.matcher(text).matches()) {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        // nineteen digits may still be too many
      }
    }
    throw ApiRefusal.badRequest("\"" + name + "\" is not a number");
  }

  private static Optional<Instant> instantIn(String name, @Nullable String text) throws ApiRefusal {
    if (text == null) {
      return Optional.empty();
    }
    try {
      Instant instant = Instant.parse(text);
      if (!instant.isBefore(EARLIEST) && !instant.isAfter(LATEST)) {
        return Optional.of(instant);
      }
    } catch (DateTimeException e) {
      // said below
    }
    throw ApiRefusal.badRequest("\"" + name + "\" is not an instant such as 2026-01-31T08:00:00Z");
  }
}

package org.nowserving.http;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.History;

/**
 * Which tickets a call asks for, and in which form. Pure.
 *
 * @param from opened at or after
 * @param to opened before
 * @param states in one of these
 * @param text found in it
 * @param order by id
 * @param beyond behind this one in that order
 * @param limit at most that many
 */
record TicketSearch(
    Optional<Instant> from,
    Optional<Instant> to,
    Set<History.State> states,
    Optional<String> text,
    History.Order order,
    Optional<TicketId> beyond,
    long limit,
    Format format) {
  /** How many tickets a JSON answer has unless told otherwise. */
  static final int JSON_LIMIT_DEFAULT = 1_000;

  /**
   * How many it may be told. A CSV file has no limit unless told: a table that ends too early
   * without a word would mislead.
   */
  static final int JSON_LIMIT_MAX = 10_000;

  /** Nobody's e-mail or name is longer. */
  static final int TEXT_MAX = 254;

  /** How tickets are written. */
  enum Format {
    JSON,
    CSV
  }

  /** The history, as {@code GET /api/tickets} asks for it. */
  static TicketSearch ofHistory(Values values) throws ApiRefusal {
    return of(
        values,
        statesIn(values.text("state").orElse(null)),
        Optional.empty(),
        History.Order.OLDEST_FIRST,
        "after");
  }

  /**
   * Those that a text is found in, as {@code POST /api/tickets/search} asks for them.
   *
   * @param text in the form in which names are kept
   */
  static TicketSearch ofText(String text, Values values) throws ApiRefusal {
    if (text.codePointCount(0, text.length()) > TEXT_MAX) {
      throw ApiRefusal.badRequest("\"text\" has at most " + TEXT_MAX + " characters");
    }
    if (text.codePoints().anyMatch(TicketSearch::isInNoName)) {
      throw ApiRefusal.badRequest("\"text\" has a control character");
    }
    return of(values, History.State.ALL, Optional.of(text), History.Order.NEWEST_FIRST, "before");
  }

  private static TicketSearch of(
      Values values,
      Set<History.State> states,
      Optional<String> text,
      History.Order order,
      String cursor)
      throws ApiRefusal {
    Format format = formatIn(values.text("format").orElse(null));
    Optional<Instant> from = values.instant("from");
    Optional<Instant> to = values.instant("to");
    if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
      throw ApiRefusal.badRequest("\"from\" is later than \"to\"");
    }
    Optional<TicketId> beyond = values.number(cursor).map(TicketId::new);
    long limit = limitIn(values.number("limit"), format, cursor);
    return new TicketSearch(from, to, states, text, order, beyond, limit, format);
  }

  private static boolean isInNoName(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL, Character.SURROGATE -> true;
      default -> false;
    };
  }

  private static Set<History.State> statesIn(@Nullable String word) throws ApiRefusal {
    if (word == null) {
      return History.State.ALL;
    }
    if (word.equals("open")) {
      return History.State.OPEN;
    }
    return Arrays.stream(History.State.values())
        .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .map(Set::of)
        .orElseThrow(() ->
            ApiRefusal.badRequest(
                "\"state\" is waiting, serving, completed, cancelled, or open for the first two"));
  }

  private static Format formatIn(@Nullable String text) throws ApiRefusal {
    return switch (text) {
      case null -> Format.JSON;
      case "json" -> Format.JSON;
      case "csv" -> Format.CSV;
      default -> throw ApiRefusal.badRequest("\"format\" is either json or csv");
    };
  }

  private static long limitIn(Optional<Long> given, Format format, String cursor)
      throws ApiRefusal {
    if (given.isEmpty()) {
      return format == Format.JSON ? JSON_LIMIT_DEFAULT : Long.MAX_VALUE;
    }
    long limit = given.get();
    if (limit < 1) {
      throw ApiRefusal.badRequest("\"limit\" is at least 1");
    }
    if (format == Format.JSON && limit > JSON_LIMIT_MAX) {
      throw ApiRefusal.badRequest(
          "\"limit\" is at most " + JSON_LIMIT_MAX + "; read on with \"" + cursor + "\"");
    }
    return limit;
  }

  /** A slice of it: so many, behind that one. */
  History.Query slice(Optional<TicketId> behind, int count) {
    return new History.Query(from, to, states, text, order, behind, count);
  }

  /** Never the text: it is somebody's name or e-mail. */
  @Override
  public String toString() {
    return "TicketSearch[" + order + ", " + format + "]";
  }
}

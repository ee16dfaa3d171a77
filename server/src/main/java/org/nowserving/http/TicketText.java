package org.nowserving.http;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.History;

/** How a list of tickets is written: what stands before, between and after them. Pure. */
sealed interface TicketText {
  static TicketText of(TicketSearch.Format format) {
    return switch (format) {
      case JSON -> new JsonList();
      case CSV -> new Table();
    };
  }

  String start();

  String row(History.Entry entry);

  String separator();

  /**
   * @param next the last ticket written, where more follow after it
   */
  String end(Optional<TicketId> next);

  /** {@code {"tickets":[{…},{…}],"next":7}}. */
  record JsonList() implements TicketText {
    @Override
    public String start() {
      return "{\"tickets\":[";
    }

    @Override
    public String row(History.Entry entry) {
      return Json.object(json ->
          json.number("id", entry.ticket().value())
              .text("email", entry.email().address())
              .text("name", entry.name().text())
              .text("state", word(entry.state()))
              .text("staff", entry.staff().map(StaffName::text))
              .number("table", entry.table().map(table -> (long) table.value()))
              .text("opened", entry.openedAt().toString())
              .text("claimed", entry.claimedAt())
              .text("ended", entry.endedAt()));
    }

    @Override
    public String separator() {
      return ",";
    }

    @Override
    public String end(Optional<TicketId> next) {
      return next.map(id -> "],\"next\":" + id + "}").orElse("]}");
    }
  }

  /**
   * Comma-separated values (RFC 4180). A text that a spreadsheet would take for a formula gets an
   * apostrophe in front, because the visitors chose these texts (OWASP, CSV Injection).
   */
  record Table() implements TicketText {
    private static final String LINE_END = "\r\n";
    private static final String HEADER =
        "id,email,name,state,staff,table,opened,claimed,ended" + LINE_END;

    /** With their full-width forms, which some spreadsheets take for the same. */
    private static final String FORMULA_STARTS = "=+-@\t\r\n＝＋－＠";

    @Override
    public String start() {
      return HEADER;
    }

    @Override
    public String row(History.Entry entry) {
      return Stream.of(
              entry.ticket().toString(),
              cell(entry.email().address()),
              cell(entry.name().text()),
              word(entry.state()),
              entry.staff().map(staff -> cell(staff.text())).orElse(""),
              plain(entry.table()),
              entry.openedAt().toString(),
              plain(entry.claimedAt()),
              plain(entry.endedAt()))
          .collect(Collectors.joining(",", "", LINE_END));
    }

    @Override
    public String separator() {
      return "";
    }

    @Override
    public String end(Optional<TicketId> next) {
      return "";
    }

    private static String plain(Optional<?> value) {
      return value.map(Object::toString).orElse("");
    }

    static String cell(String text) {
      String safe =
          !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
      boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
      return quoted ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }
  }

  private static String word(History.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}

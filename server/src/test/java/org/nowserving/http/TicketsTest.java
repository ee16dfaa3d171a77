package org.nowserving.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nowserving.http.Bureau.bearing;
import static org.nowserving.http.Bureau.request;
import static org.nowserving.http.Bureau.text;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.protocol.Token;
import org.nowserving.store.History;

/** {@code GET /api/tickets}: what is asked for, and how it is written. */
class TicketsTest {
  private static String answerOf(History history, String query) {
    return text(responseOf(history, query));
  }

  private static ApiResponse responseOf(History history, String query) {
    try (Bureau bureau = new Bureau(history)) {
      Token alice = bureau.tokenOf("alice");
      return bureau.api.answer(bearing(request("GET", "/api/tickets" + query), alice));
    }
  }

  @Test
  void anEmptyHistoryIsAnEmptyList() {
    assertEquals("{\"tickets\":[]}", answerOf(new MemoryHistory(0), ""));
    assertEquals(
        "id,email,name,state,staff,table,opened,claimed,ended\r\n",
        answerOf(new MemoryHistory(0), "?format=csv"));
  }

  private static final History TWO =
      (query, each) -> {
        each.accept(
            new History.Entry(
                new TicketId(7),
                new Email("vi@example.com"),
                new PersonName("Vi \"the, quick\" Ölund"),
                History.State.WAITING,
                Optional.empty(),
                Optional.empty(),
                Instant.parse("2026-03-02T08:00:00.25Z"),
                Optional.empty(),
                Optional.empty()));
        each.accept(
            new History.Entry(
                new TicketId(8),
                new Email("+4@example.com"),
                new PersonName("=HYPERLINK(0)"),
                History.State.CANCELLED,
                Optional.of(new StaffName("@lice")),
                Optional.of(new TableNumber(0)),
                Instant.parse("2026-03-02T08:00:00Z"),
                Optional.of(Instant.parse("2026-03-02T08:01:00Z")),
                Optional.of(Instant.parse("2026-03-02T08:02:00Z"))));
      };

  @Test
  void jsonHasEveryFieldOfEveryTicket() {
    assertEquals(
        "{\"tickets\":["
            + "{\"id\":7,\"email\":\"vi@example.com\",\"name\":\"Vi \\\"the, quick\\\" Ölund\",\"state\":\"waiting\","
            + "\"staff\":null,\"table\":null,\"opened\":\"2026-03-02T08:00:00.250Z\",\"claimed\":null,\"ended\":null},"
            + "{\"id\":8,\"email\":\"+4@example.com\",\"name\":\"=HYPERLINK(0)\",\"state\":\"cancelled\","
            + "\"staff\":\"@lice\",\"table\":0,\"opened\":\"2026-03-02T08:00:00Z\","
            + "\"claimed\":\"2026-03-02T08:01:00Z\",\"ended\":\"2026-03-02T08:02:00Z\"}]}",
        answerOf(TWO, "?format=json"));
  }

  @Test
  void csvIsQuotedAndHasNoFormulas() {
    List<String> lines =
        List.of(
            "id,email,name,state,staff,table,opened,claimed,ended",
            "7,vi@example.com,\"Vi \"\"the, quick\"\" Ölund\",waiting,,,2026-03-02T08:00:00.250Z,,",
            "8,'+4@example.com,'=HYPERLINK(0),cancelled,'@lice,0,"
                + "2026-03-02T08:00:00Z,2026-03-02T08:01:00Z,2026-03-02T08:02:00Z");
    assertEquals(String.join("\r\n", lines) + "\r\n", answerOf(TWO, "?format=csv"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "plain,plain",
        "-1,'-1",
        "|@x|,|'@x|",
        "＝1,'＝1",
        "a=1,a=1",
        "|a,b|,|\"a,b\"|",
        "|=a,b|,|\"'=a,b\"|",
        "\",\"\"\"\"",
      })
  void aCellIsOneCell(String text, String cell) {
    assertEquals(cell, TicketText.Table.cell(text));
  }

  @Test
  void aCellMayHoldSeveralLines() {
    assertEquals("\"a\r\nb\"", TicketText.Table.cell("a\r\nb"));
    assertEquals("'\tx", TicketText.Table.cell("\tx"));
    assertEquals("", TicketText.Table.cell(""));
  }

  @Test
  void formatsAnnounceThemselves() {
    ApiResponse.Streamed json = (ApiResponse.Streamed) responseOf(TWO, "");
    assertEquals("application/json", json.type());
    ApiResponse.Streamed csv = (ApiResponse.Streamed) responseOf(TWO, "?format=csv");
    assertEquals("text/csv; charset=utf-8; header=present", csv.type());
    assertEquals("attachment; filename=\"tickets.csv\"", csv.headers().get("Content-Disposition"));
  }

  private static List<Long> idsIn(String json) {
    return Pattern.compile("\\{\"id\":([0-9]+)")
        .matcher(json)
        .results()
        .map(found -> Long.valueOf(found.group(1)))
        .toList();
  }

  private static List<Long> ids(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 999, 1000, 1001, 1999, 2000, 2001, 2500})
  void pagesFollowOneAnotherWithoutAGap(int limit) {
    int tickets = 2_500;
    MemoryHistory history = new MemoryHistory(tickets);
    long first = 0;
    String query = "?limit=" + limit;
    while (first < tickets && first < 3L * limit) {
      String page = answerOf(history, query);
      long last = Math.min(first + limit, tickets);
      assertEquals(ids(first, last), idsIn(page));
      String end = last < tickets ? "],\"next\":" + (last - 1) + "}" : "]}";
      assertTrue(page.endsWith("}" + end), page.substring(Math.max(0, page.length() - 60)));
      query = "?limit=" + limit + "&after=" + (last - 1);
      first = last;
    }
  }

  @Test
  void limitsAreAsDocumented() {
    MemoryHistory history = new MemoryHistory(25_000);
    assertEquals(1_000, idsIn(answerOf(history, "")).size());
    assertEquals(10_000, idsIn(answerOf(history, "?limit=10000")).size());
    assertEquals(25_001, answerOf(history, "?format=csv").lines().count());
    assertEquals(20_001, answerOf(history, "?format=csv&limit=20000").lines().count());
  }

  @Test
  void aStateIsAskedFor() {
    MemoryHistory history = new MemoryHistory(3); // all of them completed
    assertEquals(ids(0, 3), idsIn(answerOf(history, "?state=completed")));
    for (String other : List.of("open", "waiting", "serving", "cancelled")) {
      assertEquals("{\"tickets\":[]}", answerOf(history, "?state=" + other));
    }
  }

  @Test
  void aSpanOfTimeIsHalfOpen() {
    MemoryHistory history = new MemoryHistory(100);
    assertEquals(
        ids(10, 20),
        idsIn(answerOf(history, "?from=2026-03-02T08:00:10Z&to=2026-03-02T08:00:20Z")));
    assertEquals(
        ids(15, 20),
        idsIn(answerOf(history, "?from=2026-03-02T08:00:10Z&to=2026-03-02T08:00:20Z&after=14")));
    assertEquals(
        ids(10, 20),
        idsIn(
            answerOf(history, "?from=2026-03-02T10%3A00%3A10%2B02%3A00&to=2026-03-02T08:00:20Z")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "format=xml",
        "format=",
        "format=JSON",
        "limit=0",
        "limit=-1",
        "limit=+1",
        "limit=01",
        "limit=10001",
        "limit=9223372036854775808",
        "limit=99999999999999999999",
        "format=csv&limit=0",
        "after=x",
        "after=-1",
        "after=%D9%A1",
        "from=2026-03-02",
        "from=yesterday",
        "from=+1000000-01-01T00:00:00Z",
        "to=-0001-01-01T00:00:00Z",
        "from=2026-03-02T08:00:00",
        "from=2026-03-02T08:00:01Z&to=2026-03-02T08:00:00Z",
        "until=2026-03-02T08:00:00Z",
        "state=",
        "state=Waiting",
        "state=ended",
        "state=waiting,serving",
        "before=1",
        "text=vi",
      })
  void aQueryIsReadStrictly(String query) {
    MemoryHistory history = new MemoryHistory(1);
    ApiResponse response = responseOf(history, "?" + query);
    assertEquals(400, response.status());
    assertTrue(text(response).startsWith("{\"error\":\""));
    assertEquals(0, history.reads());
  }
}

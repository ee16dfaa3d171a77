package org.nowserving.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nowserving.http.Bureau.bearing;
import static org.nowserving.http.Bureau.request;
import static org.nowserving.http.Bureau.sending;
import static org.nowserving.http.Bureau.text;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** {@code POST /api/tickets/search}: what is asked for, and that it stays between the two. */
class TicketsFoundTest {
  private static final String CANARY = "Canary";

  private final MemoryHistory history = new MemoryHistory(2_500);
  private final Bureau bureau = new Bureau(history);

  @AfterEach
  void close() {
    bureau.close();
  }

  private ApiResponse search(String body) {
    return bureau.api.answer(
        bearing(sending(request("POST", "/api/tickets/search"), body), bureau.tokenOf("alice")));
  }

  private static List<Long> idsIn(String json) {
    return Pattern.compile("\\{\"id\":([0-9]+)")
        .matcher(json)
        .results()
        .map(found -> Long.valueOf(found.group(1)))
        .toList();
  }

  @Test
  void theNewestComesFirstAndPagesFollowOneAnother() {
    List<Long> found = new ArrayList<>();
    String page = text(search("{\"text\":\"Visitor 1\",\"limit\":\"300\"}"));
    while (true) {
      found.addAll(idsIn(page));
      int next = page.indexOf("],\"next\":");
      if (next < 0) {
        break;
      }
      assertEquals("],\"next\":" + found.getLast() + "}", page.substring(next));
      page =
          text(
              search(
                  "{\"text\":\"Visitor 1\",\"limit\":\"300\",\"before\":\""
                      + found.getLast()
                      + "\"}"));
    }
    List<Long> expected = new ArrayList<>();
    for (long id = 2_499; id >= 0; id--) {
      if (Long.toString(id).startsWith("1")) {
        expected.add(id);
      }
    }
    assertEquals(expected, found);
  }

  @Test
  void aFileHasAllThatIsFound() {
    ApiResponse.Streamed file = (ApiResponse.Streamed) search("{\"text\":\"\",\"format\":\"csv\"}");
    assertEquals("text/csv; charset=utf-8; header=present", file.type());
    List<String> lines = text(file).lines().toList();
    assertEquals(2_501, lines.size());
    assertTrue(lines.get(1).startsWith("2499,visitor2499@example.com,"), lines.get(1));
    assertEquals(1_000, idsIn(text(search("{\"text\":\"\"}"))).size());
  }

  @Test
  void aSearchMayBeOfADay() {
    assertEquals(
        List.of(12L, 11L, 10L),
        idsIn(
            text(
                search(
                    "{\"text\":\"\",\"from\":\"2026-03-02T08:00:10Z\",\"to\":\"2026-03-02T08:00:13Z\"}"))));
  }

  /** Names are kept composed; whoever types a letter and its accent means the same. */
  @Test
  void textIsComposedAsNamesAre() {
    assertEquals(
        200, search("{\"text\":\"" + "e\u0301".repeat(TicketSearch.TEXT_MAX) + "\"}").status());
  }

  private static final String LONG = "x".repeat(TicketSearch.TEXT_MAX - CANARY.length());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"text\":\"Canary\",\"limit\":\"0\"}",
        "{\"text\":\"Canary\",\"limit\":\"10001\"}",
        "{\"text\":\"Canary\",\"limit\":100}",
        "{\"text\":\"Canary\",\"limit\":\"Canary\"}",
        "{\"text\":\"Canary\",\"before\":\"Canary\"}",
        "{\"text\":\"Canary\",\"after\":\"1\"}",
        "{\"text\":\"Canary\",\"state\":\"open\"}",
        "{\"text\":\"Canary\",\"from\":\"Canary\"}",
        "{\"text\":\"Canary\",\"format\":\"Canary\"}",
        "{\"text\":\"Canary\",\"Canary\":\"\"}",
        "{\"text\":\"Canary\\u0000\"}",
        "{\"text\":\"Canary\\n\"}",
        "{\"text\":\"Canary\\ud800\"}",
        "{\"text\":\"CanaryLONGx\"}",
        "{\"text\":[\"Canary\"]}",
        "{\"from\":\"2026-03-02T08:00:00Z\"}",
        "{\"text\":\"Canary\"",
      })
  void aSearchIsReadStrictlyAndNeverRepeated(String body) {
    ApiResponse answer = search(body.replace("LONG", LONG));
    assertEquals(400, answer.status(), text(answer));
    assertFalse(text(answer).contains(CANARY), text(answer));
    assertEquals(0, history.reads());
  }

  @Test
  void whatIsAskedForIsInNoLog() throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger("org.nowserving");
    Level before = root.getLevel();
    ListAppender<ILoggingEvent> heard = new ListAppender<>();
    heard.start();
    root.setLevel(Level.TRACE);
    root.addAppender(heard);
    try {
      assertEquals(200, search("{\"text\":\"" + CANARY + LONG + "\"}").status());
      history.failAfter(0);
      ApiResponse away = search("{\"text\":\"" + CANARY + "\"}");
      assertEquals(503, away.status());
      assertFalse(text(away).contains(CANARY));
    } finally {
      root.detachAppender(heard);
      root.setLevel(before);
    }
    List<String> lines = heard.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    assertTrue(lines.stream().anyMatch(line -> line.contains("away")), "nothing is heard at all");
    assertTrue(lines.stream().noneMatch(line -> line.contains(CANARY)), lines.toString());
    TicketSearch asked = TicketSearch.ofText(CANARY, new Values(Map.of("text", CANARY)));
    assertFalse(asked.toString().contains(CANARY));
    assertFalse(asked.slice(asked.beyond(), 1).toString().contains(CANARY));
  }
}

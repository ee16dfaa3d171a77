package org.nowserving.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BareNettyTest {
  /** More than one, so that the wall has more than one section. */
  private static final int EVENT_LOOPS = 2;

  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocketPort port = BareNetty.listen(0, EVENT_LOOPS);

  @AfterEach
  void close() {
    port.close();
    http.close();
  }

  @Test
  void givesBackWhatItHears() throws InterruptedException {
    try (Caller caller = Caller.to(http, port, "/echo")) {
      for (String text : List.of("now serving", "", "ä€😀", "long ".repeat(500))) {
        assertEquals(text, caller.ask(text));
      }
    }
  }

  @Test
  void aBroadcastReachesEveryDisplayAndItsSender() throws InterruptedException {
    try (Caller first = Caller.to(http, port, "/display");
        Caller second = Caller.to(http, port, "/display");
        Caller third = Caller.to(http, port, "/display");
        Caller sender = Caller.to(http, port, "/fanout")) {
      // the last length that fits into the header's first byte, the next one, and more
      List<String> texts =
          List.of("claimed 0 1", "x".repeat(125), "x".repeat(126), "ä".repeat(900));
      for (String text : texts) {
        assertEquals(text, sender.ask(text));
      }
      for (String text : texts) {
        for (Caller display : List.of(first, second, third)) {
          assertEquals(text, display.hear());
        }
      }
    }
  }

  @Test
  void whoHasGoneIsTakenOffTheWall() throws InterruptedException {
    try (Caller stays = Caller.to(http, port, "/display");
        Caller sender = Caller.to(http, port, "/fanout")) {
      Caller.to(http, port, "/display").close();
      assertEquals("one", sender.ask("one"));
      assertEquals("two", sender.ask("two"));
      assertEquals("one", stays.hear());
      assertEquals("two", stays.hear());
    }
  }

  @Test
  void anotherPathIsRefused() {
    assertThrows(CompletionException.class, () -> Caller.to(http, port, "/"));
  }
}

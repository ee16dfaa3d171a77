package org.nowserving.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nowserving.protocol.DisplayEvent;
import org.nowserving.protocol.Endpoint;

/** A board shows what was said last, and notices words that cannot follow one another. */
class BoardTest {
  private final List<String> contradictions = new ArrayList<>();
  private final Board board = new Board(contradictions::add);

  @Test
  void itShowsTheTicketThatWasClaimedLast() {
    hear("pick 0", "pick 1", "claimed 7 1", "claimed 8 1", "complete 1", "claimed 7 1", "unpick 0");
    assertEquals(Map.of(1, Optional.of(7L)), board.picture());
    assertEquals(List.of(), contradictions);
  }

  @Test
  void wordsThatDoNotFitAreContradictions() {
    hear("pick 0", "pick 0", "unpick 1", "complete 0", "cancel 2", "claimed 5 3");
    assertEquals(5, contradictions.size());
  }

  @Test
  void itKeepsTheLinesOfEachTable() {
    hear("pick 0", "pick 1", "claimed 7 1", "unpick 0");
    assertEquals(List.of("pick 0", "unpick 0"), board.lines(0));
    board.wipe();
    assertEquals(List.of(), board.lines(0));
  }

  private void hear(String... lines) {
    for (String line : lines) {
      board.draw(line, (DisplayEvent) Grammar.read(Endpoint.DISPLAY, line));
    }
  }
}

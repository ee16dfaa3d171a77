package org.nowserving.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void theMiddleOfAnOddCountIsOneOfThem() {
    assertEquals(new Spread(3, 1, 9), Spread.of(List.of(9.0, 1.0, 3.0)));
    assertEquals(new Spread(4, 4, 4), Spread.of(List.of(4.0)));
  }

  @Test
  void theMiddleOfAnEvenCountLiesBetweenTwo() {
    assertEquals(new Spread(2.5, 1, 10), Spread.of(List.of(10.0, 2.0, 1.0, 3.0)));
  }
}

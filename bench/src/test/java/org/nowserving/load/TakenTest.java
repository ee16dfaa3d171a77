package org.nowserving.load;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TakenTest {
  @ParameterizedTest
  @ValueSource(strings = {"taken", "taken 0", "taken 0 3 5", "taken 63"})
  void tablesThatRise(String words) throws WrongAnswer {
    assertTrue(Taken.isIt(Text.of(words)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "taken ",
        "taken 3 0",
        "taken 3 3",
        "taken  3",
        "taken 3 ",
        "taken x",
        "takenx",
        "taken 9999999999"
      })
  void anythingElseIsWrong(String words) {
    assertThrows(WrongAnswer.class, () -> Taken.isIt(Text.of(words)));
  }

  @Test
  void otherWordsAreNotMeant() throws WrongAnswer {
    assertFalse(Taken.isIt(Text.of("success pick 0")));
  }
}

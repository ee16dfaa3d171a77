package org.nowserving.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The check that finds no leak does find one. */
class LeakCheckTest {

  @Test
  void aLostBufferIsNoticed() {
    LeakCheck.leaks();
    lose();
    List<String> leaks = LeakCheck.leaks();
    assertNotEquals(List.of(), leaks);
    assertEquals(List.of(), LeakCheck.leaks());
  }

  private static void lose() {
    ByteBufAllocator.DEFAULT.buffer(32).writeInt(1);
  }
}

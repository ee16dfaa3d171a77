package org.nowserving.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.nowserving.floor.Floor;
import org.nowserving.loop.LoopState;

class HealthTest {
  private final AtomicLong now = new AtomicLong();
  private final AtomicReference<LoopState> loop = new AtomicReference<>(turned(0, true));
  private final AtomicBoolean database = new AtomicBoolean(true);
  private final Health health = new Health(now::get);

  private static LoopState turned(long atNanos, boolean storing) {
    return new LoopState(atNanos, storing, true, new Floor.Figures(0, 0, 0, Optional.empty()));
  }

  private void started() {
    health.started(loop::get, database::get);
  }

  @Test
  void aStartingServerLivesAndIsNotReady() {
    assertEquals(Optional.empty(), health.ailment());
    assertEquals(Optional.of("starting"), health.unready());
  }

  @Test
  void aStartedOneIsReady() {
    started();
    assertEquals(Optional.empty(), health.ailment());
    assertEquals(Optional.empty(), health.unready());
  }

  @Test
  void aLoopThatTurnsNoMoreIsStuckAfterFiveSeconds() {
    started();
    now.set(Duration.ofSeconds(5).toNanos());
    assertEquals(Optional.empty(), health.ailment());
    now.incrementAndGet();
    assertEquals(Optional.of("stuck"), health.ailment());
    assertEquals(Optional.of("stuck"), health.unready());
    loop.set(turned(now.get(), true));
    assertEquals(Optional.empty(), health.ailment());
  }

  @Test
  void aDatabaseThatFailsMakesItUnreadyAndNotIll() {
    started();
    database.set(false);
    assertEquals(Optional.of("database"), health.unready());
    database.set(true);
    loop.set(turned(0, false));
    assertEquals(Optional.of("database"), health.unready());
    assertEquals(Optional.empty(), health.ailment());
  }

  @Test
  void aStoppingServerLivesUntilItIsGoneAndIsNotReady() {
    started();
    health.stopping();
    now.set(Duration.ofSeconds(60).toNanos());
    assertEquals(Optional.empty(), health.ailment());
    assertEquals(Optional.of("stopping"), health.unready());
  }
}

package org.nowserving.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CpuTest {
  private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final double TICK = 0.01;

  /** Uses so much CPU time, however long that takes on a busy machine. */
  private static void beBusy() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long end = threads.getCurrentThreadCpuTime() + BUSY_NANOS;
    while (threads.getCurrentThreadCpuTime() < end) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whatThisProcessUsesIsCountedAsItsOwn() {
    Cpu before = Cpu.now(ProcessHandle.current().pid());
    beBusy();
    Cpu after = Cpu.now(ProcessHandle.current().pid());
    double own = (after.own() - before.own()) * TICK;
    assertTrue(own >= 0.2 - 2 * TICK, () -> before + ", " + after);
    assertTrue(after.all() - before.all() >= 18, () -> before + ", " + after);
    assertTrue(after.serverSecondsSince(before) >= 0.2 - 2 * TICK, () -> before + ", " + after);
  }

  @Test
  void whatAChildUsedIsStillCountedWhenItHasEnded() throws IOException, InterruptedException {
    Cpu before = Cpu.now(0);
    Run.output(List.of("sh", "-c", "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done"));
    Cpu after = Cpu.now(0);
    assertTrue(after.own() - before.own() >= 5, () -> before + ", " + after);
    assertEquals(0, after.serverSecondsSince(before));
  }

  @Test
  void whatNobodyHereUsedIsForeign() {
    Cpu before = new Cpu(1_000, 500, 0, 0);
    int cores = Runtime.getRuntime().availableProcessors();
    Cpu after = new Cpu(1_000 + 80L * cores, 500 + 30L * cores, 0, TimeUnit.SECONDS.toNanos(1));
    assertEquals(0.5, after.foreignSince(before), 1e-9);
  }

  @Test
  void ticksThatAreCountedApartDoNotMakeItLessThanNothing() {
    Cpu before = new Cpu(1_000, 500, 0, 0);
    Cpu after = new Cpu(1_010, 511, 0, TimeUnit.SECONDS.toNanos(1));
    assertEquals(0, after.foreignSince(before));
  }

  @Test
  void aProcessThatIsNotThereUsesNothing() {
    assertEquals(0, Cpu.now(Integer.MAX_VALUE).server());
  }
}

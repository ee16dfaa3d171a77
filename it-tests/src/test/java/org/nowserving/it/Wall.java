package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Displays that all hang on one wall: they are to hear the same, in the same order. What they heard
 * is noted on the crowd's thread, and may be looked at when nothing more is said.
 */
final class Wall {
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final int DIGITS = 3;

  private final Shift shift;
  private final List<Display> displays = new ArrayList<>();

  /** What the one that is furthest ahead heard, since all of them were there. */
  private final List<String> heard = new ArrayList<>();

  /** How long deliveries took, in nanoseconds. */
  private volatile Histogram latencies = new Histogram(DIGITS);

  private volatile @Nullable String discord;

  private final class Display implements Crowd.Listener {
    private final List<String> welcome;
    private int welcomed;
    private volatile int position;
    private Crowd.@Nullable Member member;

    Display(List<String> welcome) {
      this.welcome = welcome;
    }

    @Override
    public void hears(String line, long nanos) {
      if (welcomed < welcome.size()) {
        check(welcome.get(welcomed++), line);
        return;
      }
      int now = position;
      if (now == heard.size()) {
        heard.add(line);
      }
      check(heard.get(now), line);
      long asked = shift.asked(line);
      if (asked > 0) {
        latencies.recordValue(Math.max(0, nanos - asked));
      }
      position = now + 1; // AFTER everything that is looked at because of it
    }

    private void check(String hoped, String line) {
      if (!hoped.equals(line) && discord == null) {
        discord = "display " + displays.indexOf(this) + " heard " + line + " and not " + hoped;
      }
    }
  }

  /**
   * Hangs them up while nobody works.
   *
   * @param welcome how things stand, which each of them hears first
   */
  Wall(Crowd crowd, int count, List<String> welcome, Shift shift) throws IOException {
    this.shift = shift;
    for (int i = 0; i < count; i++) {
      Display display = new Display(welcome);
      displays.add(display);
      display.member = crowd.join("/display", "", display);
    }
  }

  /** Waits until each has heard so much since it was there, and takes how long it took them. */
  Histogram awaitHeard(int words) throws InterruptedException {
    long start = System.nanoTime();
    for (Display display : displays) {
      while (display.position < words) {
        String end = Objects.requireNonNull(display.member).end();
        if (end != null || System.nanoTime() - start > PATIENCE_NANOS) {
          throw new AssertionError(
              "a display heard " + display.position + " of " + words + ", " + end);
        }
        Thread.sleep(5);
      }
    }
    Histogram round = latencies;
    latencies = new Histogram(DIGITS);
    return round;
  }

  /** All of them heard the same, and that is what was done at the tables. */
  void assertHeardAll() {
    assertEquals(null, discord);
    for (Display display : displays) {
      assertEquals(heard.size(), display.position, "a display heard more or less than another");
      assertEquals(null, Objects.requireNonNull(display.member).end());
    }
    List<List<String>> tables = new ArrayList<>();
    for (int table = 0; table < shift.tables(); table++) {
      tables.add(new ArrayList<>());
    }
    for (String line : heard) {
      tables.get(Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1))).add(line);
    }
    for (int table = 0; table < shift.tables(); table++) {
      assertEquals(shift.toldOf(table), tables.get(table));
    }
  }
}

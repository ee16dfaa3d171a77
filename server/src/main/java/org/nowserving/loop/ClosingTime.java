package org.nowserving.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.nowserving.floor.Input;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the day by itself at the same local time every day. It looks at the clock again and again
 * instead of sleeping for hours, so it does not matter how the clock is set meanwhile.
 *
 * <p>A closing means what was opened and picked before its moment. So one that came while the
 * server was down is made up for at the start, and one that is done twice does nothing the second
 * time. On the day when clocks go forward over the closing time it comes that much later by the new
 * time; on the day when they go back over it, it comes the first time.
 *
 * <p>{@link #look} is called by one thread at a time; {@link #start} and {@link #stop} by any.
 */
public final class ClosingTime {
  private static final Logger log = LoggerFactory.getLogger(ClosingTime.class);

  /** How often it looks at the clock; a closing that could not be stored is tried again then. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final LocalTime time;
  private final ZoneId zone;
  private final InstantSource clock;
  private final DayClosing closing;
  private final Thread thread = Thread.ofVirtual().name("closing-time").unstarted(this::run);

  /**
   * The closing that was done last. When the clock is set, another one is due, also one of the
   * past, and is done; where there is nothing from before it, it does nothing.
   */
  private Instant done = Instant.MIN;

  public ClosingTime(LocalTime time, ZoneId zone, InstantSource clock, DayClosing closing) {
    this.time = time;
    this.zone = zone;
    this.clock = clock;
    this.closing = closing;
  }

  public void start() {
    thread.start();
  }

  /** Stops, and waits for that; a closing under way is left where it is. */
  public void stop() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }

  private void run() {
    try {
      while (true) {
        look();
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException stopped) {
      log.debug("stopped");
    }
  }

  /** Closes the day if its time has come since it was last closed. Blocks on the floor. */
  void look() {
    Instant due = lastBefore(clock.instant());
    if (due.equals(done)) {
      return;
    }
    DayClosing.Outcome outcome = closing.close(new Input.Closing.Before(due), Optional.empty());
    if (outcome.cancelled() > 0 || outcome.freed() > 0) {
      log.info(
          "The day was closed as of {}: {} tickets cancelled, {} tables freed{}",
          due,
          outcome.cancelled(),
          outcome.freed(),
          outcome.complete() ? "" : "; the rest follows");
    }
    if (outcome.complete()) {
      done = due;
    }
  }

  /** The last closing time that has come by this moment. */
  Instant lastBefore(Instant now) {
    LocalDate day = now.atZone(zone).toLocalDate();
    Instant due = closingOf(day);
    while (due.isAfter(now)) {
      day = day.minusDays(1);
      due = closingOf(day);
    }
    return due;
  }

  private Instant closingOf(LocalDate day) {
    return day.atTime(time).atZone(zone).toInstant();
  }
}

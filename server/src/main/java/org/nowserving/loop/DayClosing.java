package org.nowserving.loop;

import java.time.Duration;
import java.util.Optional;
import org.nowserving.floor.Input;
import org.nowserving.floor.OfficeAnswer;
import org.nowserving.protocol.StaffName;

/**
 * Closes the day: frees the tables, then cancels what waits, slice by slice. Each slice is asked
 * for AFTER the one before it is stored and said, so that thousands of tickets neither make the
 * store look late nor fill the sockets of the staff. Blocks: virtual threads only, any number of
 * them at once.
 */
public final class DayClosing {
  /**
   * How many tickets one slice cancels. Every staff device hears of each, and the longest names
   * there may be have to fit into the usual outbound-limit-bytes.
   */
  static final int AT_ONCE = 128;

  /** How long the floor may take to answer before a closing is given up. */
  private static final Duration FLOOR_PATIENCE = Duration.ofSeconds(10);

  private final Office office;

  /**
   * What a closing came to.
   *
   * @param cancelled how many tickets it cancelled
   * @param freed how many tables it freed
   * @param complete false where the server could not store it to the end; closing again goes on
   *     from there
   */
  public record Outcome(int cancelled, int freed, boolean complete) {}

  public DayClosing(Office office) {
    this.office = office;
  }

  /**
   * Closes, and returns when that is durable.
   *
   * @param actor the admin who wants it; empty where the closing time has come
   */
  public Outcome close(Input.Closing meant, Optional<StaffName> actor) {
    int cancelled = 0;
    int freed = 0;
    Input.Closing closing = meant;
    while (true) {
      Input.Closing slice = closing;
      OfficeAnswer answer =
          office.ask(request -> new Input.CloseDay(request, slice, actor, AT_ONCE), FLOOR_PATIENCE);
      if (!(answer instanceof OfficeAnswer.DayClosed done)) {
        return new Outcome(cancelled, freed, false);
      }
      cancelled += done.cancelled();
      freed += done.freed();
      if (!done.more()) {
        return new Outcome(cancelled, freed, true);
      }
      if (closing instanceof Input.Closing.Everything) {
        // Whoever comes from now on comes after the closing.
        closing = new Input.Closing.TicketsBelow(done.next());
      }
    }
  }
}

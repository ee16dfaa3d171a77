package org.nowserving.desk;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * The course of a morning: at half-time one display reconnects, and everybody rests while the
 * pictures are compared.
 */
public final class Morning {
  /** Reads the server's history. */
  public interface HistoryReader {
    List<Office.Entry> read() throws IOException, InterruptedException;
  }

  private Morning() {}

  /** Plays it to the end, at a desk that was just opened, and counts. Blocks. */
  public static Tally play(Desk desk, Plan plan, HistoryReader history)
      throws IOException, InterruptedException, ExecutionException {
    desk.awaitVisitors(plan.visitors() / 2);
    desk.reconnectADisplay();
    desk.compareThePictures();
    desk.awaitTheEnd();
    return Tally.of(
        desk.ledger(),
        history.read().stream().filter(entry -> desk.isOurs(entry.email())).toList());
  }
}

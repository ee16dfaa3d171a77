package org.nowserving.loop;

import java.util.List;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Send;

/** Where words go once they may be said. Called on the loop thread; must not block. */
public interface Outbox {
  /**
   * Says these words, each connection hearing its own in the order of the list. A connection that
   * is gone hears nothing. A send to the office never comes here.
   *
   * @param decidedNanos when the first of those that displays hear was decided, by the monotonic
   *     clock; of no meaning where displays hear none of them
   */
  void say(List<Send> released, long decidedNanos);

  /**
   * Closes a connection whose commands cannot be answered truthfully in time (1013); it hears
   * nothing more.
   */
  void closeInDoubt(ConnectionId connection);
}

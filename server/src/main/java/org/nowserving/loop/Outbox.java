package org.nowserving.loop;

import java.util.List;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Send;

/** Where words go once they may be said. Called on the loop thread; must not block. */
public interface Outbox {
  /**
   * Says these words, each connection hearing its own in the order of the list. A connection that
   * is gone hears nothing. A send to the office never comes here.
   */
  void say(List<Send> released);

  /**
   * Closes a connection whose commands cannot be answered truthfully in time (1013); it hears
   * nothing more.
   */
  void closeInDoubt(ConnectionId connection);
}

package org.nowserving.floor;

import java.util.List;
import org.nowserving.protocol.ServerMessage;

/** Words to say, and to whom, as it was when they were decided. Pure data. */
public sealed interface Send {

  /** One device hears one message. */
  record ToOne(ConnectionId to, ServerMessage message) implements Send {}

  /** Many devices hear the same message. */
  record ToMany(List<ConnectionId> to, ServerMessage message) implements Send {
    public ToMany {
      to = List.copyOf(to);
    }
  }

  /**
   * One device hears how things stand. May be empty, and may be long: goes out in slices as the
   * socket drains, later words queue behind it, and it does not count against the outbound limit.
   */
  record Welcome(ConnectionId to, List<ServerMessage> messages) implements Send {
    public Welcome {
      messages = List.copyOf(messages);
    }
  }

  /** The office gets its answer. */
  record Answer(RequestId to, OfficeAnswer answer) implements Send {}
}

package org.nowserving.floor;

import java.util.List;
import java.util.Optional;
import org.nowserving.protocol.DisplayEvent;
import org.nowserving.protocol.ServerMessage;

/** Words to say, and to whom, as it was when they were decided. Pure data. */
public sealed interface Send {

  /** One device hears one message. */
  record ToOne(ConnectionId to, ServerMessage message) implements Send {}

  /**
   * Many devices hear the same message. Words for the same audience name the same list as long as
   * nobody joins or leaves it, so that whoever says them need not compare.
   *
   * @param except one of them who does not hear it
   */
  record ToMany(List<ConnectionId> to, Optional<ConnectionId> except, ServerMessage message)
      implements Send {
    public ToMany {
      to = List.copyOf(to); // the very same list where it is immutable already
    }

    public ToMany(List<ConnectionId> to, ServerMessage message) {
      this(to, Optional.empty(), message);
    }

    /** Whether this is what displays hear: what is said to them is said to all of them. */
    public boolean isForDisplays() {
      return message instanceof DisplayEvent;
    }

    /** Everyone who hears it. */
    public List<ConnectionId> recipients() {
      return except.map(one -> to.stream().filter(id -> !id.equals(one)).toList()).orElse(to);
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

package org.nowserving.floor;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.ServerMessage;
import org.nowserving.store.Change;

/** A {@link Decision} in the making. Lives for one {@link Floor#decide}; touches nothing. */
final class Draft {
  private final long lastSeq;
  private final Instant at;
  private List<Change> changes = List.of();
  private List<Step> steps = List.of();
  private List<Send> sends = List.of();

  Draft(long lastSeq, Instant now) {
    this.lastSeq = lastSeq;
    this.at = now.truncatedTo(ChronoUnit.MICROS); // what PostgreSQL keeps
  }

  /** The number that the next change gets. */
  long nextSeq() {
    return lastSeq + changes.size() + 1;
  }

  /** When this is decided. */
  Instant at() {
    return at;
  }

  /**
   * When this is decided, but never before an earlier moment of the same ticket: a clock may have
   * stepped back.
   */
  Instant atOrAfter(Instant earlier) {
    return at.isBefore(earlier) ? earlier : at;
  }

  Draft keep(Change change) {
    changes = with(changes, change);
    return this;
  }

  Draft step(Step step) {
    steps = with(steps, step);
    return this;
  }

  Draft reply(ConnectionId to, Reply reply) {
    return send(new Send.ToOne(to, reply));
  }

  Draft refuse(Input.Command command, Rejection rejection) {
    return reply(command.connection(), Reply.Refused.of(command.verb(), rejection));
  }

  Draft tell(ConnectionId to, ServerMessage message) {
    return send(new Send.ToOne(to, message));
  }

  Draft tell(List<ConnectionId> audience, ServerMessage message) {
    return audience.isEmpty() ? this : send(new Send.ToMany(audience, message));
  }

  /** Tells all of the audience but this one, who may be of it or not. */
  Draft tellOthers(List<ConnectionId> audience, ConnectionId except, ServerMessage message) {
    boolean nobodyElse = audience.isEmpty() || audience.equals(List.of(except));
    return nobodyElse ? this : send(new Send.ToMany(audience, Optional.of(except), message));
  }

  Draft welcome(ConnectionId to, List<ServerMessage> messages) {
    return send(new Send.Welcome(to, messages));
  }

  Draft answer(Input.OfficeRequest request, OfficeAnswer answer) {
    return send(new Send.Answer(request.request(), answer));
  }

  Decision decision() {
    return new Decision(changes, steps, sends);
  }

  private Draft send(Send send) {
    sends = with(sends, send);
    return this;
  }

  /** The list and one more, which may be the same list grown. */
  private static <T> List<T> with(List<T> list, T last) {
    // Most decisions have one or two of each: small lists that need no copy to be immutable.
    return switch (list.size()) {
      case 0 -> List.of(last);
      case 1 -> List.of(list.getFirst(), last);
      default -> {
        List<T> grown = list.size() == 2 ? new ArrayList<>(list) : list;
        grown.add(last);
        yield grown;
      }
    };
  }
}

package org.nowserving.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Send;
import org.nowserving.protocol.Reply;

/**
 * Holds every word until the fact it stands behind is durable: the one place that decides the order
 * of durable and spoken. First in, first out. Loop thread only.
 */
final class Gate {
  /**
   * @param behind the number of the change that must be durable BEFORE this is said
   * @param decidedNanos when it was decided, by the monotonic clock
   */
  record Held(Send send, long behind, long decidedNanos) {}

  /** A reply that somebody waits for. */
  private record Awaited(ConnectionId connection, long behind, long sinceNanos) {}

  private final Deque<Held> held = new ArrayDeque<>();
  private final Deque<Awaited> awaited = new ArrayDeque<>();
  private List<Held> released = new ArrayList<>();
  private long durable;

  /** Who has words held; made when it is first asked for, forgotten when words are released. */
  private @Nullable Set<ConnectionId> waitingFor;

  /**
   * @param durable the number of the last change that the store holds
   */
  Gate(long durable) {
    this.durable = durable;
  }

  /** Takes words that stand behind this change; they pass at once when it is durable. */
  void hold(Send send, long behind, long nowNanos) {
    if (behind <= durable) {
      // Numbers only grow, so nothing can be held that came before this.
      released.add(new Held(send, behind, nowNanos));
      return;
    }
    held.add(new Held(send, behind, nowNanos));
    if (send instanceof Send.ToOne(var to, var message) && message instanceof Reply) {
      awaited.add(new Awaited(to, behind, nowNanos));
    }
    if (waitingFor != null) {
      addRecipients(send, waitingFor);
    }
  }

  /**
   * Takes a refusal that says nothing was changed, which is true already: it passes other
   * connections' words, never its own.
   */
  void pass(ConnectionId to, Send refusal, long lastSeq, long nowNanos) {
    if (isHeldFor(to)) {
      hold(refusal, lastSeq, nowNanos);
    } else {
      released.add(new Held(refusal, lastSeq, nowNanos));
    }
  }

  /** Everything up to this change is durable. */
  void advance(long durableNow) {
    durable = durableNow;
    while (!held.isEmpty() && held.peek().behind() <= durable) {
      released.add(held.remove());
    }
    while (!awaited.isEmpty() && awaited.peek().behind() <= durable) {
      awaited.remove();
    }
    waitingFor = null;
  }

  /**
   * Drops what waits for this connection alone, because it is gone: while the store is away devices
   * come and go, and what each of them would have heard must not pile up.
   */
  void forget(ConnectionId connection) {
    if (!held.isEmpty() && isHeldFor(connection)) {
      held.removeIf(word -> isForAlone(word.send(), connection));
      awaited.removeIf(reply -> reply.connection().equals(connection));
    }
  }

  private static boolean isForAlone(Send send, ConnectionId connection) {
    return switch (send) {
      case Send.ToOne(var to, var message) -> to.equals(connection);
      case Send.Welcome(var to, var messages) -> to.equals(connection);
      case Send.ToMany(var to, var except, var message) -> false;
      case Send.Answer(var to, var answer) -> false;
    };
  }

  /** The connections whose replies have been held for that long; each is named once. */
  Set<ConnectionId> overdue(long patienceNanos, long nowNanos) {
    Set<ConnectionId> overdue = new HashSet<>();
    while (!awaited.isEmpty() && nowNanos - awaited.peek().sinceNanos() >= patienceNanos) {
      overdue.add(awaited.remove().connection());
    }
    return overdue;
  }

  /** What may be said now, in order; afterwards there is nothing until more is released. */
  List<Held> takeReleased() {
    if (released.isEmpty()) {
      return List.of();
    }
    List<Held> taken = released;
    released = new ArrayList<>();
    return taken;
  }

  boolean isEmpty() {
    return held.isEmpty() && released.isEmpty();
  }

  private boolean isHeldFor(ConnectionId connection) {
    Set<ConnectionId> known = waitingFor;
    if (known == null) {
      known = new HashSet<>();
      for (Held word : held) {
        addRecipients(word.send(), known);
      }
      waitingFor = known;
    }
    return known.contains(connection);
  }

  private static void addRecipients(Send send, Set<ConnectionId> recipients) {
    switch (send) {
      case Send.ToOne(var to, var message) -> recipients.add(to);
      case Send.ToMany many -> recipients.addAll(many.recipients());
      case Send.Welcome(var to, var messages) -> recipients.add(to);
      case Send.Answer(var to, var answer) -> {}
    }
  }
}

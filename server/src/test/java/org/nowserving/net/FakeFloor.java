package org.nowserving.net;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Input;
import org.nowserving.floor.Send;
import org.nowserving.loop.Inbox;
import org.nowserving.loop.InboxReader;
import org.nowserving.loop.Outbox;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.Ticket;
import org.nowserving.protocol.TicketId;
import org.nowserving.protocol.Verb;

/**
 * A loop and a floor of one page: answers each command as if it were allowed, unless it is told to
 * keep its answers to itself; and says what a test tells it to. Any thread.
 */
final class FakeFloor implements AutoCloseable {
  private final InboxReader inbox;
  private final Outbox outbox;
  private final BlockingQueue<Input> heard = new LinkedBlockingQueue<>();
  private final Queue<Runnable> chores = new ConcurrentLinkedQueue<>();
  private final List<Send> kept = new ArrayList<>();
  private final Map<ConnectionId, Integer> unanswered = new HashMap<>();
  private final AtomicInteger mostUnanswered = new AtomicInteger();
  private final Thread thread = new Thread(this::run, "fake-floor");
  private volatile boolean keeping;
  private volatile boolean closed;
  private long lastTicket = -1;

  FakeFloor(Inbox inbox, Outbox outbox) {
    this.inbox = new InboxReader(inbox);
    this.outbox = outbox;
    thread.start();
  }

  /** What comes next; waits for it. */
  Input heard() {
    try {
      Input input = heard.poll(60, TimeUnit.SECONDS);
      if (input == null) {
        throw new AssertionError("the floor heard nothing");
      }
      return input;
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** Whether it heard nothing more up to now. */
  boolean isIdle() {
    return heard.isEmpty();
  }

  /** How many commands of one connection were without an answer at once. */
  int mostUnanswered() {
    return mostUnanswered.get();
  }

  /** Answers nothing until {@link #answer}. */
  void keepAnswers() {
    keeping = true;
  }

  /** Says everything that was kept, in one turn. */
  void answer() {
    onLoop(() -> {
      keeping = false;
      List<Send> released = List.copyOf(kept);
      kept.clear();
      say(released);
    });
  }

  /** Says this in one turn. */
  void tell(List<Send> sends) {
    onLoop(() -> say(sends));
  }

  void closeInDoubt(ConnectionId connection) {
    onLoop(() -> outbox.closeInDoubt(connection));
  }

  private void onLoop(Runnable chore) {
    chores.add(chore);
  }

  private void run() {
    while (!closed) {
      for (Runnable chore = chores.poll(); chore != null; chore = chores.poll()) {
        chore.run();
      }
      Input input = inbox.take();
      if (input == null) {
        inbox.await(TimeUnit.MILLISECONDS.toNanos(1));
      } else {
        decide(input);
        heard.add(input);
      }
    }
  }

  private void decide(Input input) {
    if (input instanceof Input.Spoken spoken) {
      int waiting = unanswered.merge(spoken.connection(), 1, Integer::sum);
      mostUnanswered.accumulateAndGet(waiting, Math::max);
      Send reply = new Send.ToOne(spoken.connection(), replyTo(spoken));
      if (keeping) {
        kept.add(reply);
      } else {
        say(List.of(reply));
      }
    }
  }

  private void say(List<Send> sends) {
    for (Send send : sends) {
      if (send instanceof Send.ToOne(ConnectionId to, Reply reply)) {
        unanswered.merge(to, -1, Integer::sum);
      }
    }
    outbox.say(sends, System.nanoTime());
  }

  private Reply replyTo(Input.Spoken spoken) {
    return switch (spoken) {
      case Input.Accept(var connection, var ticket) -> new Reply.Claimed(ticket);
      case Input.Cancel(var connection, var ticket) -> new Reply.Cancelled(ticket);
      case Input.Complete(var connection, var ticket) -> new Reply.Completed(ticket);
      case Input.Pick(var connection, var table, Input.Claim.Unrecognised claim) ->
          Reply.Refused.of(Verb.PICK, Rejection.TOKEN_UNKNOWN);
      case Input.Pick(var connection, var table, var claim) -> new Reply.Picked(table);
      case Input.Unpick unpick -> new Reply.Unpicked();
      case Input.SignIn(var connection, var email, var name) ->
          new Reply.SignedIn(
              new Ticket(
                  new TicketId(++lastTicket),
                  email,
                  name,
                  Optional.empty(),
                  Instant.EPOCH,
                  Optional.empty()));
      case Input.Misspoken(var connection, var refusal) -> refusal;
    };
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}

package org.nowserving.net;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Input;
import org.nowserving.limits.Allowance;
import org.nowserving.limits.Limit;
import org.nowserving.limits.Source;
import org.nowserving.loop.Inbox;
import org.nowserving.protocol.Reply;

/**
 * One connected device, as the one who speaks: each message becomes one input, in the order in
 * which they came, and each is answered in that order. Messages wait here while an earlier one is
 * being looked up, or while too many are unanswered; nothing is read from the socket meanwhile. On
 * its event loop only.
 */
abstract sealed class Dialogue implements Listener
    permits StaffDialogue, KioskDialogue, DisplayDialogue {
  private final Device device;
  private final Inbox inbox;
  private final NetMeter meter;
  private final int limit;
  private final Allowance allowance;
  private final Source source;
  private final Queue<Line> backlog = new ArrayDeque<>();

  /** When the messages that the floor has not answered yet were read, the oldest first. */
  private final Queue<Long> unanswered = new ArrayDeque<>();

  /** When the message that is being understood was read. */
  private long readNanos;

  private boolean held;

  private record Line(String text, long readNanos) {}

  Dialogue(Device device, Inbox inbox, NetMeter meter, int limit, Allowance allowance) {
    this.device = device;
    this.inbox = inbox;
    this.meter = meter;
    this.limit = limit;
    this.allowance = allowance;
    this.source = Source.of(device.channel().remoteAddress());
    device.onReply(this::answered);
  }

  @Override
  public final boolean allows() {
    if (allowance.spend()) {
      return true;
    }
    device.end(Ending.TOO_LOUD, Limit.COMMANDS_PER_SECOND);
    return false;
  }

  @Override
  public final void hear(String text) {
    if (!allows()) {
      return;
    }
    backlog.add(new Line(text, System.nanoTime()));
    proceed();
  }

  @Override
  public final void heardAll() {
    inbox.wake();
  }

  /** Makes an input of what the device said; or holds the dialogue and does so later. */
  abstract void understand(String text);

  /** The floor has answered everything. */
  void allAnswered() {}

  /** Where the device is, as the limits on an address count it. */
  final Source source() {
    return source;
  }

  /** Says goodbye to a device that tries too much. */
  final void tooLoud() {
    device.end(Ending.TOO_LOUD);
  }

  final ConnectionId connection() {
    return device.id();
  }

  final boolean isAllAnswered() {
    return unanswered.isEmpty();
  }

  /** Hands an input to the floor, which will answer it. */
  final void put(Input.Spoken input) {
    ConnectionStory.heard(input);
    if (inbox.offer(input)) {
      unanswered.add(readNanos);
    } else {
      device.end(Ending.OVERLOADED, Limit.INBOX_LIMIT);
    }
  }

  final void refuse(Reply.Refused refusal) {
    put(new Input.Misspoken(connection(), refusal));
  }

  /** Lets later messages wait until {@link #resume}. */
  final void hold() {
    held = true;
  }

  /** Where this dialogue takes place. */
  final Executor eventLoop() {
    return device.channel().eventLoop();
  }

  /** Something is looked up, until {@link #found}; a stop of the server waits for it. */
  final void lookUp() {
    device.lookUps().incrementAndGet();
  }

  /**
   * Ends a look-up: does something, unless the dialogue is over by then. Once for each {@link
   * #lookUp}.
   */
  final void found(Runnable action) {
    try {
      if (!device.isOver()) {
        action.run();
      }
    } finally {
      device.lookUps().decrementAndGet(); // AFTER what it led to has begun
    }
  }

  /** The same, from any thread. */
  final void foundElsewhere(Runnable action) {
    try {
      eventLoop().execute(() -> found(action));
    } catch (RejectedExecutionException stopped) {
      // The server has stopped while the store was asked; nobody waits any more.
    }
  }

  final void resume() {
    held = false;
    proceed();
    inbox.wake();
  }

  /** Answers what the dialogue was held for, without the floor. */
  final void answerMyself(Reply reply) {
    meter.answered(device.endpoint(), System.nanoTime() - readNanos);
    ConnectionStory.answered(connection(), reply);
    device.tell(reply);
  }

  private void answered() {
    Long since = unanswered.poll();
    if (since == null) {
      device.endUnasked();
      return;
    }
    meter.answered(device.endpoint(), System.nanoTime() - since);
    if (unanswered.isEmpty()) {
      allAnswered();
    }
    proceed();
    inbox.wake();
  }

  private void proceed() {
    while (!held && !device.isOver() && !device.isDeaf() && unanswered.size() < limit) {
      Line line = backlog.poll();
      if (line == null) {
        break;
      }
      readNanos = line.readNanos();
      understand(line.text());
    }
    device.listen(unanswered.size() + backlog.size() < limit);
  }
}

package org.nowserving.load;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A client that says commands, several before the first is answered, and checks each answer, which
 * come in the order of the commands. On the event loop only.
 *
 * <p>Paced, it says what is due, and an answer's time counts from when its command was due: time
 * that a command waits because the server is behind is time that its visitor waits.
 */
abstract class Caller implements Ear {
  private final Recorder recorder;
  private final long[] dueNanos;
  private final Text command = new Text();
  private int oldest;
  private int unanswered;
  private @Nullable Line line;
  private boolean atWill;
  private boolean silent;

  /** Since when commands are due that could not be said yet. */
  private final Queue<Long> owed = new ArrayDeque<>();

  Caller(Recorder recorder, int depth) {
    this.recorder = recorder;
    this.dueNanos = new long[depth];
  }

  /** Writes the next command; false when there is none at present. */
  abstract boolean next(Text into);

  /** Whether there may be something to say, now or once others got on. */
  abstract boolean hasMore();

  /** Hears something: the answer to the oldest command, or something that comes by itself. */
  abstract boolean isAnswer(Text text, long nowNanos) throws WrongAnswer;

  /** Is told when its next command is said. */
  void said(long dueNanos) {}

  /** Whether it has begun something that it has to finish, also when it is to fall silent. */
  boolean hasBegun() {
    return false;
  }

  @Override
  public void opened(Line there) {
    line = there;
  }

  final boolean isOpen() {
    return line != null;
  }

  /** Whether everything that it said, had begun, or owed was answered. */
  final boolean isQuiet() {
    return unanswered == 0 && !hasBegun() && (owed.isEmpty() || !hasMore());
  }

  /** From now on says something whenever it may. */
  final void speak() {
    atWill = true;
    proceed(System.nanoTime());
    flush();
  }

  /** Says nothing more, but for what it has begun, and what was due before. */
  final void fallSilent() {
    atWill = false;
    silent = true;
    nudge();
  }

  /** A command is due; it is said at once, or as soon as there is room. */
  final void owe(long nowDueNanos) {
    owed.add(nowDueNanos);
    proceed(System.nanoTime());
    flush();
  }

  /** There may be something to say again. */
  final void nudge() {
    proceed(System.nanoTime());
    flush();
  }

  private void flush() {
    if (line != null) {
      line.flush();
    }
  }

  @Override
  public final void heard(Text text, long nowNanos) throws WrongAnswer {
    if (!isAnswer(text, nowNanos)) {
      recorder.delivered();
      return;
    }
    if (unanswered == 0) {
      throw WrongAnswer.unexpected("an answer that nobody waits for", text);
    }
    recorder.answered(dueNanos[oldest], nowNanos);
    oldest = oldest + 1 == dueNanos.length ? 0 : oldest + 1;
    unanswered--;
    proceed(nowNanos);
  }

  private void proceed(long nowNanos) {
    while (line != null && unanswered < dueNanos.length && maySpeak()) {
      if (!next(command.clear())) {
        return;
      }
      Long due = owed.poll();
      long from = due == null ? nowNanos : due;
      dueNanos[(oldest + unanswered) % dueNanos.length] = from;
      unanswered++;
      line.say(command);
      said(from);
    }
  }

  private boolean maySpeak() {
    return atWill || !owed.isEmpty() || (silent && hasBegun());
  }
}

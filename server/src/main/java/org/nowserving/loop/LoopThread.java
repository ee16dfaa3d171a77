package org.nowserving.loop;

import java.time.Duration;
import java.util.function.Consumer;

/** The thread that turns the loop. Any thread may start and stop it. */
public final class LoopThread {
  /**
   * How long it sleeps at most when nothing happens: late stores and passed deadlines are noticed
   * that late.
   */
  private static final Duration NAP = Duration.ofMillis(50);

  private final FloorLoop loop;
  private final Inbox inbox;
  private final Pulse pulse;
  private final Consumer<Throwable> onBug;
  private final Thread thread = new Thread(this::run, "floor-loop");
  private volatile boolean stopped;

  /**
   * @param pulse hears of every turn AFTER it, so that a turn without end is followed by silence
   * @param onBug hears what stopped the loop for good; it must stop the process
   */
  public LoopThread(FloorLoop loop, Inbox inbox, Pulse pulse, Consumer<Throwable> onBug) {
    this.loop = loop;
    this.inbox = inbox;
    this.pulse = pulse;
    this.onBug = onBug;
  }

  public void start() {
    thread.start();
  }

  /** Stops after the present turn, and waits for that. What waits in the inbox stays undecided. */
  public void stop() throws InterruptedException {
    stopped = true;
    thread.join();
  }

  private void run() {
    try {
      while (!stopped) {
        int handled = loop.turn();
        pulse.turned(loop.state().turnedAtNanos());
        if (handled == 0) {
          inbox.await(NAP.toNanos());
        }
      }
    } catch (RuntimeException | Error bug) {
      onBug.accept(bug);
    }
  }
}

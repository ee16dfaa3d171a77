package org.nowserving.keys;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the key file again and again, so that a key can be replaced while the server runs. A key
 * that is gone lets nobody in any more; who came in with it may stay until its grace is over. A
 * file that does not do changes nothing. {@link #start} and {@link #stop} from any thread; looks
 * from one thread only, and it may block.
 */
public final class KeyWatch {
  private static final Logger log = LoggerFactory.getLogger(KeyWatch.class);

  /** How often the file is looked at. */
  private static final Duration PERIOD = Duration.ofSeconds(2);

  private final KeyFile file;
  private final DeviceKeys keys;
  private final Duration grace;
  private final Consumer<Set<KeyMark>> farewell;
  private final Thread thread;

  /** Which keys are gone, and when that was noticed. */
  private final Map<KeyMark, Long> gone = new HashMap<>();

  /**
   * @param keys that were read from this file
   * @param grace for how long who came in with a key that is gone may stay
   * @param farewell is told whose time is over; may block
   */
  public KeyWatch(KeyFile file, DeviceKeys keys, Duration grace, Consumer<Set<KeyMark>> farewell) {
    this.file = file;
    this.keys = keys;
    this.grace = grace;
    this.farewell = farewell;
    this.thread = Thread.ofVirtual().name("device-keys").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(PERIOD);
        lookOnce();
      }
    } catch (InterruptedException stopped) {
      // which is how it ends
    }
  }

  private void lookOnce() {
    try {
      look(System.nanoTime());
    } catch (RuntimeException bug) {
      log.error("Looking at the device keys met a bug", bug);
    }
  }

  /** Takes over what is new in the file, and sends away whose time is over. */
  void look(long nowNanos) {
    if (file.hasChanged()) {
      try {
        takeOver(file.read(), nowNanos);
      } catch (BadKeyFileException e) {
        log.warn("The device keys stay as they were. {}", e.getMessage());
      }
    }
    Set<KeyMark> over = new HashSet<>();
    gone.forEach((mark, since) -> {
      if (nowNanos - since >= grace.toNanos()) {
        over.add(mark);
      }
    });
    if (!over.isEmpty()) {
      farewell.accept(over);
      gone.keySet().removeAll(over);
    }
  }

  private void takeOver(KeyRing next, long nowNanos) {
    Set<KeyMark> before = keys.now().marks();
    Set<KeyMark> after = next.marks();
    keys.replace(next); // BEFORE anybody is sent away, or they would come back with the same key
    Set<KeyMark> lost = new HashSet<>(before);
    lost.removeAll(after);
    lost.forEach(mark -> gone.put(mark, nowNanos));
    gone.keySet().removeAll(after); // one that came back is as good as ever
    log.info(
        "The device keys were read again: {} now, of which {} are new; {} are gone",
        after.size(),
        after.stream().filter(mark -> !before.contains(mark)).count(),
        lost.size());
  }

  /** Ends the looking; waits until it has ended. */
  public void stop() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}

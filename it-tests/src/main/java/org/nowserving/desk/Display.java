package org.nowserving.desk;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.nowserving.protocol.DisplayEvent;
import org.nowserving.protocol.Endpoint;

/** A display on the wall, which listens until the desk is empty. Runs on a thread of its own. */
final class Display implements Callable<Void> {
  private static final Duration A_WHILE = Duration.ofMillis(200);

  private final Hall hall;
  private final Board board;
  private final CountDownLatch connected = new CountDownLatch(1);
  private volatile boolean reconnects;
  private volatile boolean heardAll = true;
  private volatile boolean done;

  Display(Hall hall) {
    this.hall = hall;
    this.board = new Board(hall.ledger()::contradiction);
  }

  @Override
  public Void call() throws InterruptedException {
    try {
      while (!done) {
        watch();
      }
      return null;
    } finally {
      connected.countDown(); // whoever waits for one that gave up has to be let go
    }
  }

  private void watch() throws InterruptedException {
    Device device = hall.connect(Endpoint.DISPLAY);
    board.wipe();
    connected.countDown();
    try {
      listen(device);
      device.close();
    } catch (ConnectionEnded e) {
      heardAll = false;
      hall.interrupted(e);
    } finally {
      device.drop();
    }
  }

  private void listen(Device device) throws ConnectionEnded, InterruptedException {
    while (!done && !reconnects) {
      Optional<Device.Heard> heard = device.hear(A_WHILE);
      if (heard.isPresent()) {
        if (heard.get().message() instanceof DisplayEvent event) {
          board.draw(heard.get().line(), event);
        } else {
          hall.ledger().contradiction("a silent display was told " + heard.get().line());
        }
      }
    }
    if (reconnects) {
      heardAll = false;
      reconnects = false;
    }
  }

  /** Waits until it listens, so that it misses nothing of what follows. */
  void awaitConnected() throws InterruptedException {
    connected.await();
  }

  /** Closes the connection and opens another one soon: the picture has to come back whole. */
  void reconnect() {
    reconnects = true;
  }

  /** The desk is empty. */
  void switchOff() {
    done = true;
  }

  Board board() {
    return board;
  }

  /** Whether one connection heard everything from the beginning. */
  boolean heardAll() {
    return heardAll;
  }
}

package org.nowserving.simulation;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.nowserving.floor.Floor;
import org.nowserving.floor.FloorSettings;
import org.nowserving.floor.Moment;
import org.nowserving.loop.FloorLoop;
import org.nowserving.loop.Inbox;
import org.nowserving.loop.LoopLimits;
import org.nowserving.loop.LoopMeter;
import org.nowserving.loop.Office;
import org.nowserving.loop.Outbox;
import org.nowserving.protocol.Verb;

/** The server from one start to the crash that ends it; every limit as small as it will go. */
final class Life {
  static final int TABLES = 3;
  static final Duration GRACE = Duration.ofSeconds(60);
  static final Duration WINDOW = Duration.ofSeconds(30);
  static final Duration PATIENCE = Duration.ofSeconds(5);
  static final Duration ANSWER_TIME = Duration.ofSeconds(1);
  private static final int INBOX_LIMIT = 8;

  final Inbox inbox = new Inbox(INBOX_LIMIT);
  final Office office = new Office(inbox);
  final SimulatedStore store;
  final Floor floor;
  final FloorLoop loop;

  Life(Ledger ledger, RandomGenerator dice, Outbox outbox, Supplier<Moment> time) {
    store = new SimulatedStore(ledger, dice, inbox);
    floor = Floor.recover(settings(), ledger.snapshot(), time.get());
    loop =
        new FloorLoop(
            floor,
            inbox,
            store,
            outbox,
            office,
            time,
            new LoopLimits(3, 5, ANSWER_TIME, PATIENCE),
            new Watch());
  }

  /** A bug in a decision costs a real device its connection, and a simulation its life. */
  private static final class Watch implements LoopMeter {
    @Override
    public void undecided() {
      throw new Broken("every input can be decided");
    }

    @Override
    public void turn(int inputs, long nanos) {}

    @Override
    public void stored(int changes, long nanos) {}

    @Override
    public void storeFailing() {}

    @Override
    public void decided(Verb verb, boolean refused) {}

    @Override
    public void waited(Duration wait) {}

    @Override
    public void served(Duration service) {}

    @Override
    public void answeredAgain() {}

    @Override
    public void closedInDoubt() {}
  }

  static FloorSettings settings() {
    return new FloorSettings(TABLES, GRACE, FloorSettings.Audience.KNOWN, WINDOW, 4);
  }
}

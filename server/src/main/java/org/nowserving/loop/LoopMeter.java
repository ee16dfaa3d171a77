package org.nowserving.loop;

import java.time.Duration;
import org.nowserving.protocol.Verb;

/** What the loop counts. Called on the loop thread; must not block. */
public interface LoopMeter {
  /** A turn that had something to do is over. */
  void turn(int inputs, long nanos);

  /** A batch became durable, so long after it was submitted. */
  void stored(int changes, long nanos);

  /**
   * An attempt to store failed, or took too long: from now on commands are refused, until {@link
   * #stored}.
   */
  void storeFailing();

  /** A command was answered so. */
  void decided(Verb verb, boolean refused);

  /** A visitor was called, after waiting so long. */
  void waited(Duration wait);

  /** A visitor was served to the end, which took so long from the claim. */
  void served(Duration service);

  /** A visitor whose answer was lost got the ticket that they had. */
  void answeredAgain();

  /** A connection was closed because its commands could not be answered truthfully in time. */
  void closedInDoubt();

  /** A bug kept an input from being decided; nothing was changed by it. */
  void undecided();

  /** Counts nothing. */
  LoopMeter NONE =
      new LoopMeter() {
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

        @Override
        public void undecided() {}
      };
}

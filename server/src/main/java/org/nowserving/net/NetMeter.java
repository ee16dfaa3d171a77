package org.nowserving.net;

import org.nowserving.limits.Limit;
import org.nowserving.limits.LimitMeter;
import org.nowserving.limits.Secret;
import org.nowserving.protocol.Endpoint;

/** What the network side counts. Called by any thread, several at a time; must not block. */
public interface NetMeter extends LimitMeter {
  /** A device finished its handshake. */
  void connectionOpened(Endpoint endpoint);

  /** A device that had finished its handshake is gone. */
  void connectionClosed(Endpoint endpoint, Ending ending);

  /** A request or a handshake was turned away. */
  void handshakeRefused(Refusal refusal);

  /** So many messages, and bytes of them with their frames, were handed to sockets. */
  void said(long messages, long bytes);

  /** So many words were said that are for everyone of a kind, each counted once. */
  void broadcast(long words);

  /**
   * The last display heard what one turn of the loop told displays, so long after the oldest of it
   * was decided.
   */
  void displaysHeard(long nanos);

  /** A message from a device was answered, so long after it had been read. */
  void answered(Endpoint endpoint, long nanos);

  /** A kiosk's {@code query}, which the loop never sees, was answered. */
  void queried(boolean refused);

  /** Counts nothing. */
  NetMeter NONE =
      new NetMeter() {
        @Override
        public void connectionOpened(Endpoint endpoint) {}

        @Override
        public void connectionClosed(Endpoint endpoint, Ending ending) {}

        @Override
        public void handshakeRefused(Refusal refusal) {}

        @Override
        public void said(long messages, long bytes) {}

        @Override
        public void broadcast(long words) {}

        @Override
        public void displaysHeard(long nanos) {}

        @Override
        public void answered(Endpoint endpoint, long nanos) {}

        @Override
        public void queried(boolean refused) {}

        @Override
        public void hit(Limit limit) {}

        @Override
        public void signInFailed(Secret secret) {}
      };
}

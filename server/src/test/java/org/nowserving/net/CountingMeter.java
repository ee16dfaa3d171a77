package org.nowserving.net;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.nowserving.limits.Limit;
import org.nowserving.limits.Secret;
import org.nowserving.protocol.Endpoint;

/** Remembers what was counted. Any thread. */
final class CountingMeter implements NetMeter {
  final AtomicLong opened = new AtomicLong();
  final AtomicLong messages = new AtomicLong();
  final AtomicLong bytes = new AtomicLong();
  final AtomicLong answered = new AtomicLong();
  final AtomicLong broadcasts = new AtomicLong();
  final AtomicLong displaysHeard = new AtomicLong();

  /** The last time that was counted for displays. */
  final AtomicLong displaysHeardNanos = new AtomicLong();

  private final BlockingQueue<Ending> endings = new LinkedBlockingQueue<>();
  private final BlockingQueue<Limit> hits = new LinkedBlockingQueue<>();
  private final BlockingQueue<Refusal> refusals = new LinkedBlockingQueue<>();

  /** Why the next connection ended; waits for it. */
  Ending ending() throws InterruptedException {
    return next(endings);
  }

  /** Why the next handshake was refused; waits for it. */
  Refusal refusal() throws InterruptedException {
    return next(refusals);
  }

  /** Which limit was hit next; waits for it. */
  Limit hit() throws InterruptedException {
    return next(hits);
  }

  /** Whether no other limit was hit up to now. */
  boolean noMoreHits() {
    return hits.isEmpty();
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T item = queue.poll(60, TimeUnit.SECONDS);
    if (item == null) {
      throw new AssertionError("nothing was counted");
    }
    return item;
  }

  @Override
  public void connectionOpened(Endpoint endpoint) {
    opened.incrementAndGet();
  }

  @Override
  public void connectionClosed(Endpoint endpoint, Ending ending) {
    endings.add(ending);
  }

  @Override
  public void handshakeRefused(Refusal refusal) {
    refusals.add(refusal);
  }

  @Override
  public void hit(Limit limit) {
    hits.add(limit);
  }

  @Override
  public void signInFailed(Secret secret) {}

  @Override
  public void broadcast(long words) {
    broadcasts.addAndGet(words);
  }

  @Override
  public void displaysHeard(long nanos) {
    displaysHeardNanos.set(nanos);
    displaysHeard.incrementAndGet();
  }

  @Override
  public void said(long moreMessages, long moreBytes) {
    messages.addAndGet(moreMessages);
    bytes.addAndGet(moreBytes);
  }

  @Override
  public void answered(Endpoint endpoint, long nanos) {
    answered.incrementAndGet();
  }

  @Override
  public void queried(boolean refused) {}
}

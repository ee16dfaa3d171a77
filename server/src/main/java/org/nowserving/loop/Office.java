package org.nowserving.loop;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.nowserving.floor.Input;
import org.nowserving.floor.OfficeAnswer;
import org.nowserving.floor.RequestId;
import org.nowserving.floor.Send;

/** How the rest of the server speaks with the floor: asks it and waits, or tells it. Any thread. */
public final class Office {
  private final Inbox inbox;
  private final AtomicLong lastRequest = new AtomicLong();
  private final Map<RequestId, CompletableFuture<OfficeAnswer>> open = new ConcurrentHashMap<>();

  public Office(Inbox inbox) {
    this.inbox = inbox;
  }

  /**
   * Asks the floor; the answer comes when what it says is durable. It is completed on the loop
   * thread: wait for it with {@code get}, and attach nothing that works there.
   */
  public CompletableFuture<OfficeAnswer> ask(
      Function<RequestId, ? extends Input.OfficeRequest> request) {
    RequestId id = new RequestId(lastRequest.incrementAndGet());
    CompletableFuture<OfficeAnswer> answer = new CompletableFuture<>();
    open.put(id, answer);
    if (!inbox.offer(request.apply(id))) {
      answer(new Send.Answer(id, new OfficeAnswer.Unavailable()));
    }
    inbox.wake();
    return answer;
  }

  /**
   * Asks the floor and waits for the answer. Where none comes in that time it is {@link
   * OfficeAnswer.Unavailable}, and what was asked for may still happen. Blocks: virtual threads
   * only.
   */
  public OfficeAnswer ask(
      Function<RequestId, ? extends Input.OfficeRequest> request, Duration patience) {
    try {
      return ask(request).get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return new OfficeAnswer.Unavailable();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new OfficeAnswer.Unavailable();
    }
  }

  /**
   * Tells the floor that these sessions, or this member, are no more, or that the member stays
   * after all.
   */
  public void tell(Input news) {
    inbox.put(news);
  }

  void answer(Send.Answer answer) {
    CompletableFuture<OfficeAnswer> asked = open.remove(answer.to());
    if (asked != null) {
      asked.complete(answer.answer());
    }
  }
}

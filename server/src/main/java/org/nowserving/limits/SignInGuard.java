package org.nowserving.limits;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Slows down whoever guesses passwords or tokens, by address and never by name, so that nobody
 * learns from it which names there are and nobody can shut out somebody else.
 *
 * <p>So many failures a minute are free. As many again are looked at after a wait each. Then
 * nothing is looked at, right or wrong, until time has brought one back. What is being looked at
 * counts as if it were going to fail until it is over, so that a thousand attempts at once are no
 * way around: those that are too many for the moment wait for the others, which takes as long as
 * these take. Any thread; never blocks.
 */
public final class SignInGuard {
  /** What became of the wish to try. */
  public sealed interface Admission {
    /** It may be tried now; {@link #over} has to follow, whatever happens. */
    final class Granted implements Admission {
      private final Consumer<Boolean> outcome;
      private final AtomicBoolean over = new AtomicBoolean();

      private Granted(Consumer<Boolean> outcome) {
        this.outcome = outcome;
      }

      /** It was tried. The first call counts. */
      public void over(boolean failed) {
        if (over.compareAndSet(false, true)) {
          outcome.accept(failed);
        }
      }
    }

    /**
     * It is not looked at.
     *
     * @param retryAfter after which time another one may be, in whole seconds
     */
    record TooMany(Duration retryAfter) implements Admission {}
  }

  private final int freeFailures;
  private final Trust trust;
  private final LimitMeter meter;
  private final LongSupplier nanos;
  private final Executor later;
  private final PerSource<Standing> standings;

  /**
   * @param freeFailures how many may fail in a minute BEFORE the next ones wait
   * @param later runs what it is given after the wait
   */
  SignInGuard(int freeFailures, Trust trust, LimitMeter meter, LongSupplier nanos, Executor later) {
    this.freeFailures = freeFailures;
    this.trust = trust;
    this.meter = meter;
    this.nanos = nanos;
    this.later = later;
    // All that was spent is back after two minutes.
    this.standings = new PerSource<>(Budget.MINUTE.multipliedBy(2), nanos, Standing::new);
  }

  /** Somebody wants to try one of these. Completes on any thread, often at once. */
  public CompletionStage<Admission> admit(Source source, Secret secret) {
    CompletableFuture<Admission> answer = new CompletableFuture<>();
    if (trust.includes(source)) {
      answer.complete(new Admission.Granted(failed -> count(failed, secret)));
    } else {
      standings.of(source).admit(new Wish(answer, secret));
    }
    return answer;
  }

  private void count(boolean failed, Secret secret) {
    if (failed) {
      meter.signInFailed(secret);
    }
  }

  /** Somebody who wants to try. */
  private record Wish(CompletableFuture<Admission> answer, Secret secret) {}

  /** How one source stands. */
  private final class Standing {
    private final Allowance failures =
        Allowance.of(2L * freeFailures, freeFailures, Budget.MINUTE, nanos);
    private final Queue<Wish> queue = new ArrayDeque<>();
    private int underWay;

    private record Answer(Wish to, Admission admission) {
      void give() {
        to.answer().complete(admission);
      }
    }

    void admit(Wish wish) {
      long left = failures.left();
      if (left <= freeFailures) {
        meter.hit(Limit.SIGN_IN_FAILURES_PER_MINUTE);
      }
      if (left > 0 && left <= freeFailures) {
        later.execute(() -> lineUp(wish));
      } else {
        lineUp(wish);
      }
    }

    private void lineUp(Wish wish) {
      List<Answer> answers;
      synchronized (this) {
        queue.add(wish);
        answers = nextInLine();
      }
      answers.forEach(Answer::give);
    }

    private void over(boolean failed, Secret secret) {
      count(failed, secret);
      List<Answer> answers;
      synchronized (this) {
        underWay--;
        if (failed) {
          failures.spend();
        }
        answers = nextInLine();
      }
      answers.forEach(Answer::give);
    }

    /** Those who need wait no longer; told AFTER the lock is left. */
    private List<Answer> nextInLine() {
      List<Answer> answers = new ArrayList<>();
      long left = failures.left();
      while (!queue.isEmpty() && (left == 0 || underWay < left)) {
        Wish next = queue.remove();
        if (left == 0) {
          answers.add(new Answer(next, new Admission.TooMany(failures.untilOne())));
        } else {
          underWay++;
          answers.add(
              new Answer(next, new Admission.Granted(failed -> over(failed, next.secret()))));
        }
      }
      return answers;
    }
  }
}

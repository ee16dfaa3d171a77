package org.nowserving.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nowserving.limits.Places.at;
import static org.nowserving.limits.Places.range;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.nowserving.limits.SignInGuard.Admission;
import org.nowserving.limits.SignInGuard.Admission.Granted;
import org.nowserving.limits.SignInGuard.Admission.TooMany;

class SignInGuardTest {
  private static final Source HERE = at("192.0.2.1");

  private final StoppedTime time = new StoppedTime();
  private final Hits hits = new Hits();

  private SignInGuard guard(int perMinute, AddressRange... trusted) {
    return time.limits(OutOfReach.butSignInFailures(perMinute, trusted), hits).signInGuard();
  }

  private static CompletableFuture<Admission> ask(SignInGuard guard, Source source) {
    return guard.admit(source, Secret.TOKEN).toCompletableFuture();
  }

  private static void attempt(SignInGuard guard, boolean failed) {
    assertInstanceOf(Granted.class, ask(guard, HERE).getNow(null)).over(failed);
  }

  @Test
  void soManyFailuresAreFreeAsManyWaitAndThenNothingIsLookedAt() {
    SignInGuard guard = guard(3);
    for (int i = 0; i < 3; i++) {
      attempt(guard, true);
    }
    assertEquals(0, time.waits());
    for (int i = 1; i <= 3; i++) {
      attempt(guard, true);
      assertEquals(i, time.waits());
    }
    TooMany no = assertInstanceOf(TooMany.class, ask(guard, HERE).getNow(null));
    assertEquals(Duration.ofSeconds(20), no.retryAfter());
    assertEquals(3, time.waits());
    assertEquals(4, hits.limits.size());
    assertEquals(
        List.of(Limit.SIGN_IN_FAILURES_PER_MINUTE), hits.limits.stream().distinct().toList());
  }

  @Test
  void whatFailsIsCountedOnceAndByWhatWasTriedWhoeverTriesIt() {
    SignInGuard guard = guard(4, range("192.0.2.2"));
    for (Source source : List.of(HERE, at("192.0.2.2"))) {
      for (Secret secret : Secret.values()) {
        Granted granted =
            assertInstanceOf(
                Granted.class, guard.admit(source, secret).toCompletableFuture().getNow(null));
        granted.over(true);
        granted.over(true);
        assertInstanceOf(
                Granted.class, guard.admit(source, secret).toCompletableFuture().getNow(null))
            .over(false);
      }
    }
    for (Secret secret : Secret.values()) {
      assertEquals(2, hits.failures.stream().filter(secret::equals).count());
    }
    assertEquals(2 * Secret.values().length, hits.failures.size());
  }

  @Test
  void timeBringsThemBackOneByOne() {
    SignInGuard guard = guard(3);
    for (int i = 0; i < 6; i++) {
      attempt(guard, true);
    }
    time.pass(Duration.ofSeconds(19));
    TooMany no = assertInstanceOf(TooMany.class, ask(guard, HERE).getNow(null));
    assertEquals(Duration.ofSeconds(1), no.retryAfter());
    time.pass(no.retryAfter());
    attempt(guard, true);
    assertInstanceOf(TooMany.class, ask(guard, HERE).getNow(null));
    time.pass(Duration.ofMinutes(2));
    long before = time.waits();
    for (int i = 0; i < 3; i++) {
      attempt(guard, true);
    }
    assertEquals(before, time.waits());
  }

  @Test
  void whatSucceedsCostsNothingAndForgivesNothing() {
    SignInGuard guard = guard(2);
    attempt(guard, true);
    for (int i = 0; i < 100; i++) {
      attempt(guard, false);
    }
    assertEquals(0, time.waits());
    attempt(guard, true);
    attempt(guard, false);
    assertEquals(1, time.waits());
  }

  @Test
  void aThousandAtOnceAreNoWayAround() {
    SignInGuard guard = guard(10);
    List<CompletableFuture<Admission>> all = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      all.add(ask(guard, HERE));
    }
    int looked = 0;
    for (CompletableFuture<Admission> one : all) {
      // In order: each that fails lets the next one in line be looked at, or turned away.
      if (one.getNow(null) instanceof Granted granted) {
        looked++;
        granted.over(true);
      }
    }
    assertEquals(20, looked);
    assertTrue(all.stream().allMatch(CompletableFuture::isDone));
  }

  @Test
  void aThousandGoodOnesAtOnceAllGetIn() {
    SignInGuard guard = guard(10);
    Queue<CompletableFuture<Admission>> waiting = new ArrayDeque<>();
    for (int i = 0; i < 1_000; i++) {
      waiting.add(ask(guard, HERE));
    }
    assertEquals(20, waiting.stream().filter(CompletableFuture::isDone).count());
    for (int i = 0; i < 1_000; i++) {
      assertInstanceOf(Granted.class, waiting.remove().getNow(null)).over(false);
    }
    assertEquals(0, time.waits());
    assertEquals(List.of(), hits.limits);
  }

  @Test
  void anotherAddressIsNotHeldUp() {
    SignInGuard guard = guard(1);
    attempt(guard, true);
    attempt(guard, true);
    assertInstanceOf(TooMany.class, ask(guard, HERE).getNow(null));
    assertInstanceOf(Granted.class, ask(guard, at("192.0.2.2")).getNow(null));
  }

  @Test
  void whoIsTrustedIsNeverHeldUp() {
    SignInGuard guard = guard(1, Places.range("192.0.2.1"));
    for (int i = 0; i < 100; i++) {
      attempt(guard, true);
    }
    assertEquals(0, time.waits());
  }

  @Test
  void toSayTwiceThatItIsOverCountsOnce() {
    SignInGuard guard = guard(2);
    Granted granted = assertInstanceOf(Granted.class, ask(guard, HERE).getNow(null));
    granted.over(true);
    granted.over(true);
    attempt(guard, false);
    assertEquals(0, time.waits());
  }
}

package org.nowserving.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class PasswordHashingTest {
  /** Cheap, so that tests are quick. */
  static final PasswordHashing.Cost CHEAP = new PasswordHashing.Cost(64, 1, 1);

  private final PasswordHashing hashing = cheap(new SecureRandom(), Duration.ofSeconds(30));

  static PasswordHashing cheap(SecureRandom random, Duration patience) {
    return new PasswordHashing(CHEAP, 1, patience, random);
  }

  @Test
  void theServerHashesAtTheCostThatOwaspRecommends() throws BusyException {
    String hash = new PasswordHashing(new SecureRandom()).hash("correct horse battery");
    assertTrue(hash.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), hash);
  }

  /** The reference implementation's own test vector (phc-winner-argon2, src/test.c). */
  @Test
  void theReferenceImplementationsHashIsUnderstood() throws BusyException {
    String hash =
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    assertTrue(hashing.matches("password", hash));
    assertFalse(hashing.matches("differentpassword", hash));
  }

  @Test
  void onlyTheRightPasswordMatches() throws BusyException {
    String hash = hashing.hash("correct horse battery");
    assertTrue(hashing.matches("correct horse battery", hash));
    assertFalse(hashing.matches("correct horse batterY", hash));
    assertFalse(hashing.matches("", hash));
  }

  @Test
  void theSamePasswordHasAnotherHashEachTime() throws BusyException {
    assertNotEquals(hashing.hash("correct horse battery"), hashing.hash("correct horse battery"));
  }

  @Test
  void anAccentTypedAsTwoSignsIsTheSamePassword() throws BusyException {
    assertTrue(hashing.matches("cafe\u0301 au lait", hashing.hash("caf\u00e9 au lait")));
  }

  @Test
  void aHashOfALowerCostIsOutdated() throws BusyException {
    PasswordHashing.Cost[] lower = {
      new PasswordHashing.Cost(63, 2, 1), new PasswordHashing.Cost(128, 1, 1)
    };
    PasswordHashing today =
        new PasswordHashing(
            new PasswordHashing.Cost(64, 2, 1), 1, Duration.ofSeconds(30), new SecureRandom());
    for (PasswordHashing.Cost cost : lower) {
      String old =
          new PasswordHashing(cost, 1, Duration.ofSeconds(30), new SecureRandom())
              .hash("correct horse battery");
      assertTrue(today.isOutdated(old), cost.toString());
    }
    assertFalse(today.isOutdated(today.hash("correct horse battery")));
    assertFalse(cheap(new SecureRandom(), Duration.ZERO).isOutdated(today.decoy()));
    assertTrue(
        today.isOutdated(
            "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"),
        "another variant");
  }

  @Test
  void nothingMatchesTheDecoy() throws BusyException {
    assertFalse(hashing.matches("", hashing.decoy()));
    assertFalse(hashing.matches("password", hashing.decoy()));
  }

  @Test
  void oneWhoWaitsTooLongIsToldSoAndTheNextOneIsServed() throws Exception {
    HeldRandom random = new HeldRandom();
    PasswordHashing oneAtATime = cheap(random, Duration.ZERO);
    random.hold();
    FutureTask<String> first = new FutureTask<>(() -> oneAtATime.hash("correct horse battery"));
    Thread.ofVirtual().start(first);
    random.reached.await();

    assertThrows(BusyException.class, () -> oneAtATime.hash("battery staple correct"));
    String decoy = oneAtATime.decoy();
    assertThrows(BusyException.class, () -> oneAtATime.matches("battery staple correct", decoy));

    random.released.countDown();
    assertTrue(
        cheap(new SecureRandom(), Duration.ofSeconds(30))
            .matches("correct horse battery", first.get()));
  }

  @Test
  void aHashThatCannotBeReadIsNotQuoted() {
    for (String broken : new String[] {"plain", "$argon2id$v=19$m=x,t=2,p=1$c2FsdA$aGFzaA"}) {
      IllegalStateException e =
          assertThrows(
              IllegalStateException.class, () -> hashing.matches("correct horse battery", broken));
      assertEquals("a stored password hash cannot be read", rootOf(e).getMessage());
    }
  }

  private static Throwable rootOf(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    assertNull(root.getCause());
    return root;
  }

  /** A source of salts that can keep a hash from being made. */
  private static final class HeldRandom extends SecureRandom {
    private static final long serialVersionUID = 1;

    final transient CountDownLatch reached = new CountDownLatch(1);
    final transient CountDownLatch released = new CountDownLatch(1);
    private volatile boolean holding;

    void hold() {
      holding = true;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      if (holding) {
        reached.countDown();
        try {
          released.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      super.nextBytes(bytes);
    }
  }
}

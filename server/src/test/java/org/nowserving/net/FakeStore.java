package org.nowserving.net;

import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.nowserving.floor.Credential;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.Token;
import org.nowserving.store.SessionId;
import org.nowserving.store.StoreException;
import org.nowserving.store.Visitors;

/** Tokens and visitors in memory; can be away, and can be slow. Any thread. */
final class FakeStore implements CredentialLookup, Visitors {
  static final Credential ALICE =
      new Credential(new StaffName("alice"), new SessionId("a1"), Instant.MAX);

  private final Map<String, Credential> tokens = new ConcurrentHashMap<>();
  private final Map<String, PersonName> visitors = new ConcurrentHashMap<>();
  private volatile boolean away;
  private volatile CountDownLatch open = new CountDownLatch(0);

  FakeStore() {
    tokens.put("alicetoken", ALICE);
    visitors.put("ann@example.com", new PersonName("Ann Example"));
  }

  void goAway() {
    away = true;
  }

  void comeBack() {
    away = false;
  }

  /** Lets every question wait until this is counted down. */
  CountDownLatch halt() {
    CountDownLatch latch = new CountDownLatch(1);
    open = latch;
    return latch;
  }

  private void waitUntilOpen() throws StoreException {
    try {
      open.await();
    } catch (InterruptedException interrupted) {
      throw new StoreException("interrupted", interrupted);
    }
    if (away) {
      throw new StoreException("the store is away, as the test wants it");
    }
  }

  @Override
  public CompletionStage<Optional<Credential>> resolve(Token token) {
    CompletableFuture<Optional<Credential>> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            waitUntilOpen();
            answer.complete(Optional.ofNullable(tokens.get(token.secret())));
          } catch (StoreException failure) {
            answer.completeExceptionally(failure);
          }
        });
    return answer;
  }

  @Override
  public Map<Email, PersonName> namesOf(Collection<Email> emails) throws StoreException {
    waitUntilOpen();
    return emails.stream()
        .filter(email -> visitors.containsKey(email.key()))
        .collect(toMap(email -> email, email -> visitors.get(email.key())));
  }

  @Override
  public int erase(Email email) {
    throw new AssertionError("devices erase nobody");
  }
}

package org.nowserving.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.Verb;
import org.nowserving.store.StoreException;
import org.nowserving.store.Visitors;

@Timeout(value = 180, unit = TimeUnit.SECONDS)
class VisitorLookupsTest {
  private static final Reply UNKNOWN = Reply.Refused.of(Verb.QUERY, Rejection.VISITOR_UNKNOWN);
  private static final Reply UNAVAILABLE = Reply.Refused.of(Verb.QUERY, Rejection.UNAVAILABLE);

  private final HeldStore store = new HeldStore();
  private final VisitorLookups lookups = new VisitorLookups(store);
  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

  private record Heard(String who, Reply reply) {}

  /** One read, which does not end until the test says how. */
  private record Read(Set<Email> emails, CountDownLatch ended, Queue<Throwable> failure) {
    void succeed() {
      ended.countDown();
    }

    void fail(Throwable with) {
      failure.add(with);
      ended.countDown();
    }
  }

  /** Knows a name for every e-mail at example.com. */
  private static final class HeldStore implements Visitors {
    private final BlockingQueue<Read> begun = new LinkedBlockingQueue<>();

    Read nextRead() throws InterruptedException {
      return begun.take();
    }

    @Override
    public Map<Email, PersonName> namesOf(Collection<Email> emails) throws StoreException {
      Read read = new Read(Set.copyOf(emails), new CountDownLatch(1), new ArrayDeque<>());
      begun.add(read);
      try {
        read.ended().await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      switch (read.failure().poll()) {
        case null -> {}
        case StoreException away -> throw away;
        case RuntimeException bug -> throw bug;
        case Error bug -> throw bug;
        case Throwable other -> throw new AssertionError(other);
      }
      Map<Email, PersonName> names = new HashMap<>();
      for (Email email : emails) {
        if (email.address().endsWith("@example.com")) {
          names.put(email, nameOf(email));
        }
      }
      return names;
    }

    @Override
    public int erase(Email email) {
      throw new AssertionError("devices erase nobody");
    }
  }

  private static PersonName nameOf(Email email) {
    return new PersonName("Name of " + email.address());
  }

  private static Email email(String who) {
    return new Email(who + "@example.com");
  }

  private void ask(String who, Email email, Executor home) {
    lookups.ask(email, home, reply -> heard.add(new Heard(who, reply)));
  }

  private void ask(String... all) {
    for (String who : all) {
      ask(who, email(who), Runnable::run);
    }
  }

  private static Heard found(String who) {
    return new Heard(who, new Reply.Found(nameOf(email(who))));
  }

  private Set<Heard> heard(int count) throws InterruptedException {
    List<Heard> all = new ArrayList<>();
    while (all.size() < count) {
      all.add(heard.take());
    }
    return new HashSet<>(all);
  }

  private Read firstRead(String who) throws InterruptedException {
    ask(who);
    Read read = store.nextRead();
    assertEquals(Set.of(email(who)), read.emails());
    return read;
  }

  @Test
  void aQuestionGoesOutAtOnceAndWhatComesMeanwhileGathers() throws Exception {
    Read first = firstRead("a");
    ask("b", "c", "d");
    assertNull(store.begun.poll(20, TimeUnit.MILLISECONDS));
    first.succeed();
    Read second = store.nextRead();
    assertEquals(Set.of(email("b"), email("c"), email("d")), second.emails());
    second.succeed();
    assertEquals(Set.of(found("a"), found("b"), found("c"), found("d")), heard(4));
    firstRead("e").succeed();
    assertEquals(Set.of(found("e")), heard(1));
    assertNull(heard.poll(20, TimeUnit.MILLISECONDS));
  }

  @Test
  void whoAsksWhileTheSameIsReadIsAnsweredByTheNextRead() throws Exception {
    Read first = firstRead("a");
    ask("a", "a");
    first.succeed();
    assertEquals(Set.of(found("a")), heard(1));
    assertNull(heard.poll(20, TimeUnit.MILLISECONDS));
    store.nextRead().succeed();
    assertEquals(found("a"), heard.take());
    assertEquals(found("a"), heard.take());
    assertNull(heard.poll(20, TimeUnit.MILLISECONDS));
  }

  @Test
  void whoIsNotThereIsUnknown() throws Exception {
    Read first = firstRead("a");
    ask("nobody", new Email("nobody@elsewhere.example"), Runnable::run);
    ask("b");
    first.succeed();
    store.nextRead().succeed();
    assertEquals(Set.of(found("a"), new Heard("nobody", UNKNOWN), found("b")), heard(3));
  }

  @Test
  void aReadThatFailsIsUnavailableForAllOfItsAskersAndForNobodyElse() throws Exception {
    for (Throwable failure :
        List.of(
            new StoreException("away, as the test wants it"),
            new IllegalStateException("a bug, as the test wants it"),
            new AssertionError("a worse bug, as the test wants it"))) {
      Read first = firstRead("a");
      ask("b", "c");
      first.succeed();
      Read second = store.nextRead();
      ask("d");
      second.fail(failure);
      store.nextRead().succeed();
      assertEquals(
          Set.of(found("a"), new Heard("b", UNAVAILABLE), new Heard("c", UNAVAILABLE), found("d")),
          heard(4));
    }
    assertNull(heard.poll(20, TimeUnit.MILLISECONDS));
  }

  @Test
  void aReadTakesSoManyAndNoMore() throws Exception {
    Read first = firstRead("a");
    int many = VisitorLookups.QUESTIONS_A_READ + 1;
    for (int i = 0; i < many; i++) {
      ask("v" + i);
    }
    first.succeed();
    Read second = store.nextRead();
    assertEquals(VisitorLookups.QUESTIONS_A_READ, second.emails().size());
    second.succeed();
    Read third = store.nextRead();
    assertEquals(Set.of(email("v" + (many - 1))), third.emails());
    third.succeed();
    assertEquals(many + 1, heard(many + 1).size());
  }

  @Test
  void theAnswersOfOneReadAreOneTaskOfEachHome() throws Exception {
    BlockingQueue<Runnable> tasksHere = new LinkedBlockingQueue<>();
    BlockingQueue<Runnable> tasksThere = new LinkedBlockingQueue<>();
    Executor here = tasksHere::add;
    Executor there = tasksThere::add;
    Executor stopped =
        task -> {
          throw new RejectedExecutionException("stopped, as the test wants it");
        };
    Read first = firstRead("a");
    ask("late", email("late"), stopped);
    ask("b", email("b"), here);
    lookups.ask(
        email("c"),
        here,
        reply -> {
          throw new IllegalStateException("a bug of one asker, as the test wants it");
        });
    ask("d", email("d"), there);
    ask("e", email("e"), here);
    runAll(tasksHere);
    runAll(tasksThere);
    first.succeed();
    store.nextRead().succeed();
    assertEquals(found("a"), heard.take());
    tasksHere.take().run();
    tasksThere.take().run();
    assertEquals(Set.of(found("b"), found("d"), found("e")), heard(3));
    assertEquals(0, tasksHere.size() + tasksThere.size());
  }

  private static void runAll(Queue<Runnable> tasks) {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  @Test
  void whatOneHomeAsksInOneGoGoesOutTogether() throws Exception {
    Queue<Runnable> tasks = new LinkedBlockingQueue<>();
    Executor home = tasks::add;
    Executor elsewhere = Runnable::run;
    lookups.ask(email("a"), home, reply -> {});
    lookups.ask(email("b"), home, reply -> {});
    assertNull(store.begun.poll(20, TimeUnit.MILLISECONDS));
    runAll(tasks);
    Read first = store.nextRead();
    assertEquals(Set.of(email("a"), email("b")), first.emails());
    ask("c", email("c"), elsewhere);
    first.succeed();
    store.nextRead().succeed();
    assertEquals(Set.of(found("c")), heard(1));
  }

  @Test
  void everyoneIsAnsweredOnceHoweverManyAskAtTheSameTime() throws Exception {
    Thread reader =
        Thread.ofVirtual()
            .start(() -> {
              try {
                while (true) {
                  store.nextRead().succeed();
                }
              } catch (InterruptedException ended) {
                // as the test wants it
              }
            });
    List<Thread> askers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String name = "asker" + i;
      askers.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int n = 0; n < 500; n++) {
                  ask(name + "." + n);
                }
              }));
    }
    assertEquals(4_000, heard(4_000).size());
    for (Thread asker : askers) {
      asker.join();
    }
    assertNull(heard.poll(20, TimeUnit.MILLISECONDS));
    reader.interrupt();
    reader.join();
  }
}

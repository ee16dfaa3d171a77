package org.nowserving.net;

import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.Verb;
import org.nowserving.store.Visitors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up the names that kiosks ask for, many at once: the questions that come while the store is
 * being read gather for the next read, and where nothing is under way a question goes out alone, at
 * once. Any thread; never blocks, because it reads on virtual threads.
 */
final class VisitorLookups {
  private static final Logger log = LoggerFactory.getLogger(VisitorLookups.class);

  /**
   * How many reads may be under way at once. A second one would halve what gathers, and take a
   * connection from those who sign in.
   */
  private static final int READS = 1;

  /**
   * How many questions one read takes at the most, so that the last of very many kiosks costs the
   * first no more than a few milliseconds.
   */
  static final int QUESTIONS_A_READ = 1_024;

  private record Question(Email email, Executor home, Consumer<Reply> asker) {}

  private final Visitors visitors;
  private final Queue<Question> waiting = new ConcurrentLinkedQueue<>();
  private final Semaphore reads = new Semaphore(READS);

  VisitorLookups(Visitors visitors) {
    this.visitors = visitors;
  }

  /**
   * Asks which name goes with an e-mail, as the store knows it from this call on or later.
   *
   * @param home the asker's event loop, where it is told, together with others who live there
   * @param asker hears the answer, once, whatever becomes of the read; unless its home has closed
   */
  void ask(Email email, Executor home, Consumer<Reply> asker) {
    waiting.add(new Question(email, home, asker));
    // AFTER what its event loop has taken in already: whoever asks in that goes along.
    execute(home, this::begin);
  }

  private void begin() {
    if (!waiting.isEmpty() && reads.tryAcquire()) {
      Thread.ofVirtual().name("query").start(this::read);
    }
  }

  /** Reads until nobody waits. */
  private void read() {
    do {
      try {
        for (List<Question> next = next(); !next.isEmpty(); next = next()) {
          answer(next, lookUp(next));
        }
      } finally {
        reads.release();
      }
      // Who came in between found no read free. Look again, AFTER this one is.
    } while (!waiting.isEmpty() && reads.tryAcquire());
  }

  private List<Question> next() {
    List<Question> next = new ArrayList<>();
    while (next.size() < QUESTIONS_A_READ) {
      Question question = waiting.poll();
      if (question == null) {
        break;
      }
      next.add(question);
    }
    return next;
  }

  /** Never throws: whatever goes wrong, all of these are waiting for an answer. */
  private Function<Email, Reply> lookUp(List<Question> questions) {
    Set<Email> emails = HashSet.newHashSet(questions.size());
    questions.forEach(question -> emails.add(question.email()));
    try {
      Map<Email, PersonName> names = visitors.namesOf(emails);
      return email ->
          Optional.ofNullable(names.get(email))
              .<Reply>map(Reply.Found::new)
              .orElseGet(() -> Reply.Refused.of(Verb.QUERY, Rejection.VISITOR_UNKNOWN));
    } catch (Throwable failure) {
      StoreFailures.log("a visitor could not be looked up", failure);
      return email -> Reply.Refused.of(Verb.QUERY, Rejection.UNAVAILABLE);
    }
  }

  /** One task for each event loop, however many of its devices have asked. */
  private static void answer(List<Question> questions, Function<Email, Reply> replies) {
    questions.stream()
        .collect(groupingBy(Question::home))
        .forEach((home, there) ->
            execute(home, () -> there.forEach(question -> tell(question, replies))));
  }

  private static void execute(Executor home, Runnable task) {
    try {
      home.execute(task);
    } catch (RejectedExecutionException stopped) {
      // The server has stopped meanwhile; nobody waits there any more.
    }
  }

  private static void tell(Question question, Function<Email, Reply> replies) {
    try {
      question.asker().accept(replies.apply(question.email()));
    } catch (RuntimeException bug) {
      log.error("the answer to a query met a bug", bug); // and the others hear theirs
    }
  }
}

package org.nowserving.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Floor;
import org.nowserving.floor.FloorSettings;
import org.nowserving.floor.Input;
import org.nowserving.floor.Moment;
import org.nowserving.floor.OfficeAnswer;
import org.nowserving.floor.Send;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.Verb;
import org.nowserving.store.Batch;
import org.nowserving.store.Snapshot;

/**
 * When words may be said, and what happens while the store is away. The committer and the clock are
 * cranked by hand.
 */
class FloorLoopTest implements Outbox {
  private static final ConnectionId ONE = new ConnectionId(1);
  private static final ConnectionId TWO = new ConnectionId(2);
  private static final ConnectionId THREE = new ConnectionId(3);
  private static final Send NONSENSE_REFUSED =
      new Send.ToOne(TWO, new Reply.Refused(Optional.empty(), Rejection.UNKNOWN_COMMAND));
  private static final int GATHERED = 3;

  private final Inbox inbox = new Inbox(4);
  private final Office office = new Office(inbox);
  private final List<Batch> submitted = new ArrayList<>();
  private final List<Send> said = new ArrayList<>();
  private final List<ConnectionId> closed = new ArrayList<>();
  private Duration elapsed = Duration.ZERO;
  private final FloorLoop loop =
      new FloorLoop(
          Floor.recover(
              new FloorSettings(
                  3,
                  Duration.ofSeconds(60),
                  FloorSettings.Audience.KNOWN,
                  Duration.ofSeconds(30),
                  10),
              Snapshot.EMPTY,
              now()),
          inbox,
          submitted::add,
          this,
          office,
          this::now,
          new LoopLimits(1_024, GATHERED, Duration.ofSeconds(1), Duration.ofSeconds(5)),
          LoopMeter.NONE);

  private Moment now() {
    return new Moment(Instant.EPOCH.plus(elapsed), elapsed.toNanos());
  }

  @Override
  public void say(List<Send> released, long decidedNanos) {
    said.addAll(released);
  }

  @Override
  public void closeInDoubt(ConnectionId connection) {
    closed.add(connection);
  }

  @BeforeEach
  void connectTheKiosks() {
    inbox.put(new Input.KioskConnected(ONE));
    inbox.put(new Input.KioskConnected(TWO));
    loop.turn();
  }

  private void signIn(ConnectionId from) {
    assertTrue(
        inbox.offer(new Input.SignIn(from, new Email("a@example.com"), new PersonName("A"))));
    loop.turn();
  }

  private void nonsense() {
    inbox.put(
        new Input.Misspoken(TWO, new Reply.Refused(Optional.empty(), Rejection.UNKNOWN_COMMAND)));
    loop.turn();
  }

  private void news(CommitNews item) {
    inbox.put(item);
    loop.turn();
  }

  private void pass(Duration time) {
    elapsed = elapsed.plus(time);
    loop.turn();
  }

  private static Send unavailable(ConnectionId to) {
    return new Send.ToOne(to, Reply.Refused.of(Verb.NEW, Rejection.UNAVAILABLE));
  }

  @Test
  void noWordIsSaidBeforeItsFactIsDurable() {
    signIn(ONE);
    assertEquals(List.of(), said);
    assertEquals(1, submitted.size());
    news(new CommitNews.Stored());
    assertEquals(1, said.size());
    assertTrue(loop.state().quiet());
  }

  @Test
  void aRetryIsAnsweredWithItsTicketWhenThatIsDurableAndTheWindowBeginsThen() {
    signIn(ONE);
    inbox.put(new Input.Disconnected(ONE));
    pass(Duration.ofMillis(900));
    signIn(TWO);
    assertEquals(List.of(), said);
    news(new CommitNews.Stored());
    assertEquals(1, said.size(), "the answer to the one who has gone is forgotten");
    inbox.put(new Input.Disconnected(TWO));
    pass(Duration.ofMillis(29_999));
    signIn(THREE);
    assertEquals(2, said.size());
    assertEquals(((Send.ToOne) said.getFirst()).message(), ((Send.ToOne) said.getLast()).message());
    inbox.put(new Input.Disconnected(THREE));
    pass(Duration.ofMillis(1));
    signIn(ONE);
    assertEquals(2, said.size());
    assertEquals(2, submitted.size(), "a second ticket");
  }

  @Test
  void whileOneBatchIsStoredTheNextOneGathers() {
    signIn(ONE);
    signIn(ONE);
    signIn(TWO);
    assertEquals(1, submitted.size());
    news(new CommitNews.Stored());
    assertEquals(2, submitted.size());
    assertEquals(1, submitted.getLast().before());
    assertEquals(2, submitted.getLast().changes().size());
    assertEquals(1, said.size());
    news(new CommitNews.Stored());
    assertEquals(3, said.size());
  }

  @Test
  void withNothingPendingAWordLeavesAtOnceAndBehindAPendingFactItWaits() {
    nonsense();
    assertEquals(List.of(NONSENSE_REFUSED), said);
    signIn(ONE);
    nonsense();
    assertEquals(1, said.size());
    news(new CommitNews.Stored());
    assertEquals(3, said.size());
    assertEquals(NONSENSE_REFUSED, said.getLast());
  }

  @Test
  void whatWaitsForADeviceThatHasGoneIsForgotten() {
    signIn(ONE);
    news(new CommitNews.Failing());
    inbox.put(new Input.DisplayConnected(TWO)); // its welcome is held
    inbox.put(new Input.Disconnected(ONE));
    inbox.put(new Input.Disconnected(TWO));
    loop.turn();
    pass(Duration.ofMinutes(1));
    assertEquals(List.of(), closed, "nobody is left whose answer is in doubt");
    news(new CommitNews.Stored());
    assertEquals(List.of(), said);
    assertTrue(loop.state().quiet());
  }

  @Test
  void afterAFailedCommitEveryCommandIsRefusedAtOnceUntilOneSucceeds() {
    signIn(ONE);
    news(new CommitNews.Failing());
    assertFalse(loop.state().storing());
    signIn(TWO);
    assertEquals(List.of(unavailable(TWO)), said, "passes the words held for another connection");
    nonsense();
    assertEquals(NONSENSE_REFUSED, said.getLast());
    news(new CommitNews.Stored());
    assertTrue(loop.state().storing());
    assertEquals(1, submitted.size(), "what was refused is not stored");
    assertEquals(3, said.size());
    signIn(TWO);
    assertEquals(2, submitted.size());
  }

  @Test
  void aStoreThatIsSilentForTooLongIsAStoreThatFails() {
    signIn(ONE);
    pass(Duration.ofMillis(999));
    assertTrue(loop.state().storing());
    pass(Duration.ofMillis(1));
    assertFalse(loop.state().storing());
    signIn(TWO);
    assertEquals(List.of(unavailable(TWO)), said);
  }

  @Test
  void aRefusalNeverPassesItsOwnConnectionsWords() {
    signIn(ONE);
    news(new CommitNews.Failing());
    signIn(ONE);
    assertEquals(List.of(), said);
    news(new CommitNews.Stored());
    assertEquals(2, said.size());
    assertInstanceOf(Reply.SignedIn.class, ((Send.ToOne) said.getFirst()).message());
    assertEquals(unavailable(ONE), said.getLast());
  }

  @Test
  void whoseAnswerIsHeldPastThePatienceIsClosedInDoubtOnceAndNobodyElse() {
    signIn(ONE);
    inbox.put(
        new Input.DisplayConnected(
            new ConnectionId(9))); // its words are held, but nobody asked for them
    pass(Duration.ofMillis(4_999));
    assertEquals(List.of(), closed);
    pass(Duration.ofMillis(1));
    assertEquals(List.of(ONE), closed);
    pass(Duration.ofSeconds(60));
    assertEquals(List.of(ONE), closed);
  }

  @Test
  void officeRequestsAreRefusedWhileTheStoreIsAway() {
    signIn(ONE);
    news(new CommitNews.Failing());
    CompletableFuture<OfficeAnswer> answer =
        office.ask(id -> new Input.EraseVisitor(id, new Email("a@example.com")));
    loop.turn();
    assertEquals(new OfficeAnswer.Unavailable(), answer.join());
  }

  @Test
  void anOfficeAnswerWaitsForItsFactToo() {
    signIn(ONE);
    CompletableFuture<OfficeAnswer> answer =
        office.ask(id -> new Input.EraseVisitor(id, new Email("a@example.com")));
    loop.turn();
    news(new CommitNews.Stored());
    assertFalse(answer.isDone());
    news(new CommitNews.Stored());
    assertEquals(new OfficeAnswer.Done(), answer.join());
  }

  @Test
  void theLoopTakesNoMoreThanItMayGather() {
    signIn(ONE); // under way
    for (int visitor = 0; visitor <= GATHERED; visitor++) {
      signIn(TWO);
    }
    assertEquals(1, inbox.size());
    news(new CommitNews.Stored());
    assertEquals(GATHERED, submitted.getLast().changes().size());
    loop.turn();
    assertEquals(0, inbox.size());
  }

  @Test
  void aFullInboxRefusesWhatDevicesSayAndTakesThatTheyAreGone() {
    for (int frame = 0; frame < 4; frame++) {
      assertTrue(inbox.offer(new Input.Unpick(ONE)));
    }
    assertFalse(inbox.offer(new Input.Unpick(ONE)));
    inbox.put(new Input.Disconnected(ONE));
    assertEquals(5, inbox.size());
    assertEquals(
        new OfficeAnswer.Unavailable(),
        office.ask(id -> new Input.EraseVisitor(id, new Email("a@example.com"))).join());
  }
}

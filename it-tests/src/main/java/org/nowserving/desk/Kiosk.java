package org.nowserving.desk;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.nowserving.desk.Ledger.Deed;
import org.nowserving.desk.Ledger.Outcome;
import org.nowserving.protocol.Endpoint;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.ServerMessage;
import org.nowserving.protocol.Ticket;

/**
 * A kiosk at which visitors sign in, each until they have a ticket. It also asks for names that the
 * server must know, and for some that it cannot know. Runs on a thread of its own.
 */
final class Kiosk implements Callable<Void> {
  private static final Duration BEFORE_ANOTHER_TRY = Duration.ofMillis(50);

  /**
   * What a byte on its way may stumble over: quotes, braces, backslashes, other scripts, a pair of
   * surrogates.
   */
  private static final List<String> NAMES =
      List.of(
          "Ada Lovelace",
          "Zoë \"Z\" O'Hara",
          "Jean-Luc {Dupont}",
          "back\\slash Smith",
          "李小龙",
          "שרה כהן",
          "محمد علي",
          "Łukasz \uD83D\uDE42 Żółć");

  private record Visitor(int number, int attempt) {
    Visitor again() {
      return new Visitor(number, attempt + 1);
    }
  }

  private record UnderWay(Visitor visitor, Deed.Open deed) {}

  private final Hall hall;
  private final SplittableRandom chance;
  private final Deque<Visitor> queue = new ArrayDeque<>();
  private Optional<Deed.Open> lastSignedIn = Optional.empty();

  Kiosk(Hall hall, int number) {
    this.hall = hall;
    this.chance = hall.chance("kiosk " + number);
  }

  @Override
  public Void call() throws InterruptedException {
    while (true) {
      Device device = hall.connect(Endpoint.KIOSK);
      try {
        work(device);
        device.close();
        return null;
      } catch (ConnectionEnded e) {
        hall.interrupted(e);
      } finally {
        device.drop();
      }
    }
  }

  private void work(Device device) throws ConnectionEnded, InterruptedException {
    if (lastSignedIn.isPresent()) {
      queryKnown(
          device, lastSignedIn.get()); // the connection was lost: what was acknowledged is there
    }
    while (somebodyWaits()) {
      if (chance.nextInt(3) == 0) {
        queryUnknown(device);
      }
      int visitors = queue.size();
      signIn(device);
      if (lastSignedIn.isPresent() && chance.nextInt(3) == 0) {
        queryKnown(device, lastSignedIn.get());
      }
      Thread.sleep(Hall.around(hall.plan().gap().multipliedBy(visitors), chance));
    }
  }

  private boolean somebodyWaits() {
    while (queue.size() < hall.plan().burst()) {
      int next = hall.nextVisitor();
      if (next == 0) {
        break;
      }
      queue.add(new Visitor(next, 1));
    }
    return !queue.isEmpty();
  }

  private void signIn(Device device) throws ConnectionEnded, InterruptedException {
    Deque<UnderWay> underWay = new ArrayDeque<>();
    try {
      while (!queue.isEmpty()) {
        Visitor visitor = queue.remove();
        Deed.Open deed =
            new Deed.Open(
                hall.email(visitor.number(), visitor.attempt()),
                NAMES.get(visitor.number() % NAMES.size()));
        underWay.add(
            new UnderWay(visitor, deed)); // BEFORE it is said, so that it cannot be forgotten
        device.say("new " + deed.email() + " " + deed.name());
      }
      while (!underWay.isEmpty()) {
        Reply reply = device.answer(Kiosk::nothingComesUnasked);
        settle(underWay.remove(), reply);
      }
    } finally {
      for (UnderWay unanswered : underWay) {
        hall.ledger().note(unanswered.deed(), Outcome.UNKNOWN);
        queue.add(unanswered.visitor().again());
      }
    }
  }

  private void settle(UnderWay one, Reply reply) throws InterruptedException {
    if (reply instanceof Reply.SignedIn signedIn) {
      Ticket ticket = signedIn.ticket();
      hall.ledger().opened(one.deed(), ticket.id().value());
      lastSignedIn = Optional.of(one.deed());
      if (!ticket.email().address().equals(one.deed().email())
          || !ticket.name().text().equals(one.deed().name())) {
        contradiction("ticket " + ticket.id() + " is not for the visitor who signed in");
      }
    } else if (Hall.isTooMany(reply)) {
      throw hall.limited("new-per-minute");
    } else if (Hall.isUnavailable(reply)) {
      hall.ledger().note(one.deed(), Outcome.UNAVAILABLE);
      queue.add(one.visitor().again());
      Thread.sleep(BEFORE_ANOTHER_TRY);
    } else {
      hall.ledger().note(one.deed(), Outcome.REFUSED);
      contradiction("a good sign-in was answered with " + reply);
    }
  }

  private void queryKnown(Device device, Deed.Open known)
      throws ConnectionEnded, InterruptedException {
    Reply reply = query(device, known.email().toUpperCase(Locale.ROOT));
    if (!Hall.isUnavailable(reply)
        && !(reply instanceof Reply.Found found && found.name().text().equals(known.name()))) {
      contradiction("a visitor with a ticket was not found again: " + reply);
    }
  }

  private void queryUnknown(Device device) throws ConnectionEnded, InterruptedException {
    Reply reply = query(device, hall.email(0, chance.nextInt(1_000_000)));
    if (!Hall.isUnavailable(reply)
        && !(reply instanceof Reply.Refused refused
            && refused.rejection() == Rejection.VISITOR_UNKNOWN)) {
      contradiction("a visitor who never was here was found: " + reply);
    }
  }

  private Reply query(Device device, String email) throws ConnectionEnded, InterruptedException {
    Reply reply =
        hall.ask(device, new Deed.Look(email), "query " + email, Kiosk::nothingComesUnasked);
    if (Hall.isTooMany(reply)) {
      throw hall.limited("query-per-minute");
    }
    return reply;
  }

  private void contradiction(String sentence) {
    hall.ledger().contradiction(sentence);
  }

  private static void nothingComesUnasked(ServerMessage message) {
    throw new NotInTheGrammar("a kiosk hears only answers, and heard " + message);
  }
}

package org.nowserving.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nowserving.floor.ConnectionId;
import org.nowserving.floor.Input;
import org.nowserving.floor.Send;
import org.nowserving.protocol.DisplayEvent;
import org.nowserving.protocol.Email;
import org.nowserving.protocol.PersonName;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.ServerMessage;
import org.nowserving.protocol.StaffEvent;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.Ticket;
import org.nowserving.protocol.TicketId;
import org.nowserving.protocol.text.ClaimedOrder;
import org.nowserving.protocol.text.MessageWriter;

/**
 * Whatever is released in one turn, each device hears its own words, in their order, and no others:
 * random turns for devices of two event loops, compared with what each is to hear by the plainest
 * reckoning.
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class DeliveryTest {
  private static final MessageWriter WRITER = new MessageWriter(ClaimedOrder.TICKET_TABLE);
  private static final int DEVICES = 9;
  private static final int ROUNDS = 60;
  private static final int MOST_SENDS = 80;

  /** Those who are there, and those who were. */
  private final Map<ConnectionId, Hearer> hearers = new LinkedHashMap<>();

  private List<List<ConnectionId>> audiences = List.of();
  private int lastWord;

  private static final class Hearer {
    private final ConnectionId id;
    private final RawDevice socket;
    private final List<String> expected = new ArrayList<>();
    private int unanswered;
    private boolean gone;

    Hearer(ConnectionId id, RawDevice socket) {
      this.id = id;
      this.socket = socket;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void eachHearsItsOwnInOrder(long seed) throws Exception {
    Random random = new Random(seed);
    try (TestServer server = new TestServer()) {
      server.floor.keepAnswers();
      for (int i = 0; i < DEVICES; i++) {
        connect(server);
      }
      for (int round = 0; round < ROUNDS; round++) {
        if (random.nextInt(5) == 0) {
          connect(server);
        }
        ask(server, random);
        Optional<Hearer> lost =
            random.nextInt(5) == 0 ? Optional.of(any(present(), random)) : Optional.empty();
        for (int turn = random.nextInt(3); turn >= 0; turn--) {
          server.floor.tell(randomTurn(random));
        }
        if (lost.isPresent()) {
          lose(server, lost.get());
        }
        hearAll("seed " + seed + ", round " + round);
      }
      server.floor.tell(List.of(say(new Send.ToMany(List.copyOf(hearers.keySet()), word()))));
      hearAll("seed " + seed + ", the end");
      for (Hearer hearer : present()) {
        hearer.socket.close();
      }
    }
  }

  private void connect(TestServer server) throws Exception {
    RawDevice device = server.device("/staff");
    ConnectionId id = server.connected();
    hearers.put(id, new Hearer(id, device));
  }

  private List<Hearer> present() {
    return hearers.values().stream().filter(hearer -> !hearer.gone).toList();
  }

  private static <T> T any(Collection<T> of, Random random) {
    return List.copyOf(of).get(random.nextInt(of.size()));
  }

  private static void lose(TestServer server, Hearer hearer) throws Exception {
    hearer.socket.close();
    hearer.gone = true;
    assertEquals(new Input.Disconnected(hearer.id), server.floor.heard());
  }

  /** Some say something that is to be answered. */
  private void ask(TestServer server, Random random) throws Exception {
    for (Hearer hearer : present()) {
      if (random.nextInt(3) == 0 && hearer.unanswered == 0) {
        hearer.unanswered = 1 + random.nextInt(8);
        for (int i = 0; i < hearer.unanswered; i++) {
          hearer.socket.say("unpick");
          assertEquals(new Input.Unpick(hearer.id), server.floor.heard());
        }
      }
    }
  }

  private void hearAll(String where) throws Exception {
    for (Hearer hearer : present()) {
      int word = 0;
      for (String expected : hearer.expected) {
        assertEquals(expected, hearer.socket.hear(), where + ", word " + word++);
      }
      hearer.expected.clear();
    }
  }

  private List<Send> randomTurn(Random random) {
    if (random.nextInt(4) == 0 || audiences.isEmpty()) {
      audiences = List.of(audience(random), audience(random), List.copyOf(hearers.keySet()));
    }
    List<Send> turn = new ArrayList<>();
    int kinds = 1 + random.nextInt(10);
    for (int i = random.nextInt(MOST_SENDS); i >= 0; i--) {
      turn.add(say(randomSend(random.nextInt(kinds), random)));
    }
    return turn;
  }

  private Send randomSend(int kind, Random random) {
    Hearer hearer = any(hearers.values(), random);
    ConnectionId one = hearer.id;
    List<ConnectionId> audience = any(audiences, random);
    return switch (kind) {
      case 0, 1 -> new Send.ToMany(audiences.getFirst(), word());
      case 2, 3 -> new Send.ToMany(audiences.getFirst(), Optional.of(one), word());
      case 4 -> reply(hearer);
      case 5 -> new Send.ToMany(audience, word());
      case 6 -> new Send.ToMany(audience, Optional.of(one), word());
      case 7 -> new Send.ToMany(audience(random), bulky(random));
      case 8 -> new Send.ToOne(one, bulky(random));
      default -> new Send.Welcome(one, words(random.nextInt(4) * random.nextInt(40)));
    };
  }

  /** A reply where one is owed. */
  private Send reply(Hearer to) {
    if (to.unanswered == 0) {
      return new Send.ToOne(to.id, word());
    }
    to.unanswered--;
    return new Send.ToOne(to.id, new Reply.Unpicked());
  }

  private List<ConnectionId> audience(Random random) {
    return hearers.keySet().stream()
        .filter(id -> random.nextBoolean())
        .collect(Collectors.toUnmodifiableList());
  }

  /** Notes who is to hear it. */
  private Send say(Send send) {
    switch (send) {
      case Send.ToOne(var to, var message) -> note(to, message);
      case Send.ToMany many -> many.recipients().forEach(id -> note(id, many.message()));
      case Send.Welcome(var to, var messages) -> messages.forEach(message -> note(to, message));
      case Send.Answer answer -> throw new AssertionError();
    }
    return send;
  }

  private void note(ConnectionId to, ServerMessage message) {
    Hearer hearer = hearers.get(to);
    if (hearer != null && !hearer.gone) {
      hearer.expected.add(WRITER.text(message));
    }
  }

  private List<ServerMessage> words(int count) {
    List<ServerMessage> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      words.add(word());
    }
    return words;
  }

  /** Another one each time. */
  private ServerMessage word() {
    int number = ++lastWord;
    return number % 2 == 0
        ? new DisplayEvent.Claimed(new TicketId(number), new TableNumber(3))
        : new StaffEvent.Waiting(
            new Ticket(
                new TicketId(number),
                new Email("ann@example.com"),
                new PersonName("Ann Example 🎟"),
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty()));
  }

  /** Up to 3 kB. */
  private ServerMessage bulky(Random random) {
    List<TableNumber> tables = new ArrayList<>();
    int count = random.nextInt(400);
    for (int i = 0; i < count; i++) {
      tables.add(new TableNumber(1_000_000 + ++lastWord));
    }
    return new StaffEvent.Taken(tables);
  }
}

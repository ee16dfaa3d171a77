package org.nowserving.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nowserving.desk.Badge;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.Token;

/** Each check of the load can fail: a server that is wrong in one thing ends it. */
class WrongAnswersTest {
  private static final int TICKETS = 200;
  private static final int MEMBERS = 3;
  private static final int DISPLAYS = 5;
  private static final List<Badge> STAFF =
      IntStream.range(0, MEMBERS)
          .mapToObj(
              i -> new Badge(new StaffName("Member " + i), new Token("abcdefghijklmnopqrstuvwxy")))
          .toList();

  /** Long enough to come upon what is wrong, also on a machine that is busy. */
  private static final Duration MEASURED = Duration.ofSeconds(10);

  private static final Duration PATIENCE = Duration.ofMillis(300);

  private static Measurement load(WrongServer server, Workload workload, Duration measured)
      throws IOException, InterruptedException {
    Plan plan =
        Plan.of(server.url(), workload)
            .by(workload == Workload.WALL ? 1 : MEMBERS, 4)
            .with(TICKETS, STAFF)
            .before(DISPLAYS)
            .atMost(20_000)
            .lasting(Duration.ZERO, measured);
    return new Load(plan, Load.Watch.NOBODY, line -> {}, PATIENCE).run();
  }

  private static void assertEnds(WrongServer server, Workload workload, String... parts) {
    assertEnds(server, workload, MEASURED, parts);
  }

  private static void assertEnds(
      WrongServer server, Workload workload, Duration measured, String... parts) {
    try (server) {
      LoadException end = assertThrows(LoadException.class, () -> load(server, workload, measured));
      for (String part : parts) {
        assertTrue(String.valueOf(end.getMessage()).contains(part), end::toString);
      }
    }
  }

  /** Without which the other tests would show nothing. */
  @Test
  void aServerThatIsRightIsMeasured() throws IOException, InterruptedException {
    for (Workload workload :
        List.of(Workload.NEW, Workload.REFUSED, Workload.SERVE, Workload.WALL, Workload.ECHO)) {
      try (WrongServer server = new WrongServer()) {
        Measurement measured = load(server, workload, PATIENCE);
        assertTrue(measured.commands() > 0, measured::toString);
        assertTrue(measured.checked() >= measured.commands(), measured::toString);
        assertEquals(workload == Workload.WALL ? 1 : MEMBERS, measured.connections());
      }
    }
  }

  @Test
  void aTicketWithAnotherVisitorsName() {
    assertEnds(
        new WrongServer() {
          @Override
          String ticket(int id, String email, String name) {
            return super.ticket(id, email, id == 7 ? another(name) : name);
          }
        },
        Workload.NEW,
        "expected `success new {\"id\":…,\"email\":\"visitor",
        "heard `success new {\"id\":7,");
  }

  /** The name of somebody whose number is as long. */
  private static String another(String name) {
    int last = name.length() - 1;
    return name.substring(0, last) + (name.charAt(last) == '1' ? '2' : '1');
  }

  @Test
  void aTicketThatEndsWhereItShouldNot() {
    assertEnds(
        new WrongServer() {
          @Override
          void answer(Channel to, String text) {
            super.answer(to, text.replace("1970-01-01T00:00:00Z", "2026-01-01T00:00:00Z"));
          }
        },
        Workload.NEW,
        "\"end\":\"1970-01-01T00:00:00Z\"}`, heard");
  }

  @Test
  void theSameIdTwice() {
    assertEnds(
        new WrongServer() {
          @Override
          String ticket(int id, String email, String name) {
            return super.ticket(id == 9 ? 3 : id, email, name);
          }
        },
        Workload.NEW,
        "ticket 3 was given to two visitors");
  }

  @Test
  void answersOutOfOrder() {
    assertEnds(
        new WrongServer() {
          private final Queue<Runnable> held = new ArrayDeque<>();
          private int count;

          @Override
          void answer(Channel to, String text) {
            if (++count == 5) {
              held.add(() -> super.answer(to, text));
              return;
            }
            super.answer(to, text);
            while (!held.isEmpty()) {
              held.remove().run();
            }
          }
        },
        Workload.NEW,
        "expected `success new {",
        "heard `success new {");
  }

  @Test
  void anAnswerThatNobodyWaitsFor() {
    assertEnds(
        new WrongServer() {
          @Override
          void answer(Channel to, String text) {
            super.answer(to, text);
            super.answer(to, text);
          }
        },
        Workload.ECHO,
        "an answer that nobody waits for: `accept 0`");
  }

  @Test
  void aCommandThatIsNeverAnswered() {
    assertEnds(
        new WrongServer() {
          private int count;

          @Override
          void answer(Channel to, String text) {
            if (++count != 10) {
              super.answer(to, text);
            }
          }
        },
        Workload.REFUSED,
        PATIENCE,
        "waited 0.3 s in vain: the last answers to 1 of 3 connections");
  }

  @Test
  void aWordThatOneDisplayDoesNotHear() {
    assertEnds(
        new WrongServer() {
          @Override
          void tellDisplay(int number, Channel to, String text) {
            if (number != 2 || !text.equals("claimed 5 0")) {
              super.tellDisplay(number, to, text);
            }
          }
        },
        Workload.WALL,
        "expected `claimed 5 0`, heard `complete 0`");
  }

  @Test
  void wordsThatOneDisplayNeverHears() {
    assertEnds(
        new WrongServer() {
          @Override
          void tellDisplay(int number, Channel to, String text) {
            if (number != 2 || text.equals("pick 0")) {
              super.tellDisplay(number, to, text);
            }
          }
        },
        Workload.WALL,
        PATIENCE,
        "waited 0.3 s in vain: ",
        " of 1 connections, and 1 of 5 displays to hear `claimed ");
  }

  @Test
  void aWordThatADisplayHearsTwice() {
    assertEnds(
        new WrongServer() {
          @Override
          void tellDisplay(int number, Channel to, String text) {
            super.tellDisplay(number, to, text);
            if (number == 4 && text.equals("claimed 5 0")) {
              super.tellDisplay(number, to, text);
            }
          }
        },
        Workload.WALL,
        "heard `claimed 5 0`");
  }

  @Test
  void aTicketThatStaffHearInOtherWords() {
    assertEnds(
        new WrongServer() {
          @Override
          void tellStaff(Channel to, String text) {
            super.tellStaff(
                to, text.startsWith("new {\"id\":11,") ? text.replace("Visitor", "Victor") : text);
          }
        },
        Workload.SERVE,
        "expected `… {\"id\":11,");
  }

  @Test
  void aClaimInAnotherMembersName() {
    assertEnds(
        new WrongServer() {
          @Override
          String claimed(String ticket, int table) {
            return super.claimed(ticket, ticket.startsWith("{\"id\":12,") ? 9 : table);
          }
        },
        Workload.SERVE,
        "expected `claimed {\"id\":12,",
        "Member 9");
  }

  @Test
  void aClaimThatStaffHearTwice() {
    assertEnds(
        new WrongServer() {
          @Override
          void tellStaff(Channel to, String text) {
            super.tellStaff(to, text);
            if (text.startsWith("claimed {\"id\":12,")) {
              super.tellStaff(to, text);
            }
          }
        },
        Workload.SERVE,
        "a staff member heard twice: `claimed {\"id\":12,");
  }

  @Test
  void aServerWithLimitsMeantForPeople() {
    assertEnds(
        new WrongServer() {
          private int count;

          @Override
          void answer(Channel to, String text) {
            if (++count == 50) {
              dismiss(to, 1008, "too many commands");
            } else {
              super.answer(to, text);
            }
          }
        },
        Workload.NEW,
        "the server closed /kiosk: code 1008, `too many commands`; raise its limits");
  }

  @Test
  void aServerThatGoesAway() {
    assertEnds(
        new WrongServer() {
          private int count;

          @Override
          void answer(Channel to, String text) {
            if (++count == 50) {
              to.close();
            } else {
              super.answer(to, text);
            }
          }
        },
        Workload.NEW,
        "the server ended the connection to /kiosk");
  }

  @Test
  void aMessageWithoutAnEnd() {
    assertEnds(
        new WrongServer() {
          @Override
          void answer(Channel to, String text) {
            super.answer(to, "x".repeat(70_000));
          }
        },
        Workload.NEW,
        "a message of more than 65536 bytes on /kiosk");
  }

  @Test
  void everythingDoneBeforeItIsMeasured() throws IOException, InterruptedException {
    try (WrongServer server = new WrongServer()) {
      Plan plan =
          Plan.of(server.url(), Workload.ECHO)
              .atMost(1)
              .lasting(Duration.ofSeconds(10), Duration.ofSeconds(1));
      LoadException end =
          assertThrows(
              LoadException.class, () -> new Load(plan, Load.Watch.NOBODY, line -> {}).run());
      assertTrue(
          String.valueOf(end.getMessage()).contains("before it was measured"), end::toString);
    }
  }
}

package org.nowserving.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A simulation that finds nothing proves nothing: each bug planted here must be found, and soon.
 */
class PlantedBugsTest {
  /** How many mornings a bug may survive. */
  private static final int SEEDS = 2_000;

  private static final Path SOURCES = Path.of("src/main/java/org/nowserving");

  /** A bug: in one file, this text instead of that. */
  record Bug(String name, String file, String text, String instead) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Bug> bugs() {
    return Stream.of(
        new Bug(
            "a refusal skips the gate",
            "loop/Gate.java",
            "if (behind <= durable) {",
            "if (behind <= durable || (send instanceof Send.ToOne(var _, var word)"
                + " && word instanceof Reply.Refused)) {"),
        new Bug(
            "a success skips the gate",
            "loop/Gate.java",
            "if (behind <= durable) {",
            "if (behind <= durable || (send instanceof Send.ToOne(var _, var word)"
                + " && word instanceof Reply.SignedIn)) {"),
        new Bug(
            "accept does not check the owner",
            "floor/TicketDecisions.java",
            "case Standing.IsServed(var other) -> draft.refuse(accept, Rejection.ALREADY_CLAIMED);",
            "case Standing.IsServed(var other) -> claim(accept, other.opened(), staff.get(), draft);"),
        new Bug(
            "apply forgets the seat",
            "floor/Floor.java",
            "case Change.TableLeft left -> seats.leave(left, left.table(), left.staff());",
            "case Change.TableLeft left -> {}"),
        new Bug(
            "a recovery forgets who is being served",
            "floor/Floor.java",
            "snapshot.standing().forEach(floor::apply);",
            "snapshot.standing().stream()"
                + ".filter(change -> !(change instanceof Change.TicketClaimed))"
                + ".forEach(floor::apply);"),
        new Bug(
            "complete does not check the owner",
            "floor/TicketDecisions.java",
            "if (served.staff().equals(staff.get())) {",
            "if (served.staff() != null) {"),
        new Bug(
            "the connection that loses its table is not told",
            "floor/SeatDecisions.java",
            "displaced(staff, device).ifPresent(audience::add);\n    } else {",
            "} else {"),
        new Bug(
            "a token that is over still accepts",
            "floor/Roster.java",
            "return !over && credential",
            "return credential"),
        new Bug(
            "a welcome leaves out what the person is serving",
            "floor/Welcomes.java",
            "messages.add(new StaffEvent.Claimed(served.asTicket()))",
            "messages.size()"),
        new Bug(
            "a refusal while the store is away overtakes its own connection's words",
            "loop/Gate.java",
            "if (isHeldFor(to)) {",
            "if (to.value() < 0) {"),
        new Bug(
            "a table is left although that was refused",
            "loop/FloorLoop.java",
            "if (refusing && refuse(input, now)) {",
            "if (refusing && refuse(input, now)) {"
                + " if (input instanceof Input.Unpick) {"
                + " Decision done = floor.decide(input, now);"
                + " floor.apply(done);"
                + " gathered.addAll(done.changes());"
                + " for (Send send : done.sends()) {"
                + " if (!(send instanceof Send.ToOne(var _, var word) && word instanceof Reply)) {"
                + " gate.hold(send, floor.lastSeq(), now.monotonicNanos()); } } }"),
        new Bug(
            "a retry does not ask whether the connection of the ticket is gone",
            "floor/TicketDecisions.java",
            "return !connection.equals(speaker) && !roster.isConnectedKiosk(connection);",
            "return !connection.equals(speaker);"),
        new Bug(
            "a retry is announced again",
            "floor/TicketDecisions.java",
            ".step(new OpeningStep.Answered(lost.get().id(), visitor.connection()));",
            ".tell(roster.listeners(), new StaffEvent.Waiting(lost.get().asTicket()));"),
        new Bug(
            "whoever gets a ticket again does not become its connection",
            "floor/TicketDecisions.java",
            ".step(new OpeningStep.Answered(lost.get().id(), visitor.connection()));",
            ";"),
        new Bug(
            "a retry does not look at the name",
            "floor/Openings.java",
            "return new Visit(email.key(), name);",
            "return new Visit(email.key(), PersonName.ERASED);"),
        new Bug(
            "a retry after a restart finds nothing",
            "floor/Openings.java",
            "opening.to().filter(isGone.negate()).isEmpty()",
            "opening.to().filter(isGone).isPresent()"),
        new Bug(
            "a window has no end",
            "floor/Openings.java",
            "return until.filter(end -> nowNanos - end >= 0).isPresent();",
            "return false;"),
        new Bug(
            "whose table the office frees is not told",
            "floor/SeatDecisions.java",
            "audience.add(connection);\n      }\n    }",
            "audience.remove(connection);\n      }\n    }"),
        new Bug(
            "a ticket that the office cancels stays on the displays",
            "floor/OfficeDecisions.java",
            "draft.tell(roster.displays(), new DisplayEvent.Cancelled(where));",
            ""),
        new Bug(
            "who accepts hears that it was claimed like everybody else",
            "floor/Draft.java",
            "send(new Send.ToMany(audience, Optional.of(except), message))",
            "send(new Send.ToMany(audience, message))"),
        new Bug(
            "a display is not told of the ticket that is left",
            "floor/TicketDecisions.java",
            "newest = Optional.of(served.id());",
            "newest = Optional.empty();"));
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void isFound(Bug bug) throws Exception {
    LongConsumer morning = plant(bug);
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        morning.accept(seed);
      } catch (RuntimeException | AssertionError found) {
        System.out.println(
            "planted bug found after "
                + (seed + 1)
                + " mornings: "
                + bug
                + ": "
                + firstLine(found));
        return;
      }
    }
    throw new AssertionError("survived " + SEEDS + " mornings: " + bug);
  }

  private static String firstLine(Throwable found) {
    return String.valueOf(found.getMessage()).lines().findFirst().orElse("");
  }

  private static LongConsumer plant(Bug bug) throws IOException, ReflectiveOperationException {
    Path file = SOURCES.resolve(bug.file());
    List<String> parts = List.of(Files.readString(file).split(Pattern.quote(bug.text()), -1));
    assertEquals(2, parts.size(), "the text to replace stands once in " + bug.file());
    String className = "org.nowserving." + bug.file().replace(".java", "").replace('/', '.');
    MutantLoader loader = MutantLoader.compile(className, String.join(bug.instead(), parts));
    Class<?> morning = loader.loadClass(Morning.class.getName());
    assertTrue(morning != Morning.class, "the simulation runs on the mutant");
    return (LongConsumer) morning.getConstructor().newInstance();
  }
}

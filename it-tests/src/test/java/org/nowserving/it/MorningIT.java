package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nowserving.desk.Badge;
import org.nowserving.desk.Desk;
import org.nowserving.desk.Morning;
import org.nowserving.desk.Plan;
import org.nowserving.desk.Tally;
import org.nowserving.store.postgres.TestDatabase;

/**
 * The product's main job: a morning at the desk, with 200 visitors, two kiosks, three staff and two
 * displays.
 */
@Tag("unhurried")
class MorningIT {
  private static final Plan PLAN =
      Plan.morning(2, 3, 2, 200, Duration.ofSeconds(8), 1).withoutReconnects();

  private final Address address = new Address();
  private Ground ground;

  @BeforeEach
  void prepare() throws Exception {
    ground = new Ground();
  }

  @AfterEach
  void leaveNothing() throws Exception {
    ground.close();
  }

  /** The README's commands, to the letter: `nowserving serve`, and the script in it-tests. */
  @Test
  void asTheReadmeShowsIt() throws Exception {
    Launch readme =
        new Launch(ground.directory(), Map.of(), Map.of())
            .withVariable("NOWSERVING_PORT", "0")
            .withVariable("NOWSERVING_OPS_PORT", "0")
            .withVariable("NOWSERVING_DATA_DIR", ground.dataDir().toString());
    ServerProcess server = ground.start(readme);
    Path password =
        Files.writeString(
            ground.directory().resolve("password"), FirstWords.password(server.out()) + "\n");
    MorningScript.play(server.service(), password, "--seconds=10");
  }

  @Test
  void aKillInTheMiddleOnTheBundledDatabase() throws Exception {
    Tally tally = playWithAKill(ground.launch().withoutLimits());
    assertTrue(tally.agrees(), tally::report);
    try (Connection database = ground.postgres().connect()) {
      assertEquals(List.of(), FloorAudit.of(database));
    }
  }

  @Test
  void aKillInTheMiddleOnADatabaseOfItsOwn() throws Exception {
    try (TestDatabase database = TestDatabase.fresh()) {
      Tally tally = playWithAKill(ground.on(database).withoutLimits());
      assertTrue(tally.agrees(), tally::report);
      try (Connection connection = database.connect()) {
        assertEquals(List.of(), FloorAudit.of(connection));
      }
    }
  }

  /** kill -9 when a third of the visitors have a ticket, and a new start. */
  private Tally playWithAKill(Launch launch) throws Exception {
    ServerProcess server = ground.start(launch);
    address.is(server.service());
    List<Badge> crew = Crew.hire(server.service(), "Alice", "Bob", "Carol");
    try (Desk desk = new Desk(address, PLAN, crew)) {
      desk.open();
      desk.awaitEverybody();
      desk.awaitVisitors(PLAN.visitors() / 3);
      address.isGone();
      server.kill(); // BEFORE half-time, when a display gives its connection up
      address.is(ground.start(launch).service());
      Tally tally = Morning.play(desk, PLAN, () -> Crew.history(address.get().orElseThrow()));
      System.out.println(
          "A morning with a kill -9 of the server in the middle:\n" + tally.report());
      assertTrue(desk.ledger().endings().size() >= 7, "the kill disturbed nobody");
      return tally;
    }
  }
}

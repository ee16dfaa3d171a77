package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nowserving.desk.Badge;
import org.nowserving.desk.Desk;
import org.nowserving.desk.Ledger.Outcome;
import org.nowserving.desk.Plan;
import org.nowserving.desk.Tally;

/** SIGTERM while everybody is at work. */
class ShutdownIT {
  private static final Duration AT_MOST = Duration.ofSeconds(10);

  @Test
  void everythingUnderWayIsFinishedAndEverybodyIsTold() throws Exception {
    try (Ground ground = new Ground()) {
      ServerProcess server = ground.start(ground.launch().withoutLimits());
      Address address = new Address();
      address.is(server.service());
      List<Badge> crew = Crew.hire(server.service(), "Alice", "Bob", "Carol");
      Plan plan = Plan.rush(2, 100, 1).withoutReconnects();
      try (Desk desk = new Desk(address, plan, crew)) {
        desk.open();
        desk.awaitEverybody();
        desk.awaitVisitors(200);
        address.isGone(); // nobody redials while the server stops

        server.terminate();
        assertEquals(0, server.awaitExit(AT_MOST), server::words);

        desk.awaitEndings(7);
        assertEquals(Collections.nCopies(7, 1001), desk.ledger().endings());
        assertTrue(ground.postgres().process().isEmpty(), "the bundled PostgreSQL still runs");

        ServerProcess next = ground.start(ground.launch());
        address.is(next.service());
        long before = desk.ledger().count(Outcome.ACKNOWLEDGED);
        desk.awaitVisitors(300);
        assertTrue(desk.ledger().count(Outcome.ACKNOWLEDGED) > before);
        desk.closeTheDoor();
        desk.awaitTheEnd();
        Tally tally =
            Tally.of(
                desk.ledger(),
                Crew.history(next.service()).stream()
                    .filter(entry -> desk.isOurs(entry.email()))
                    .toList());
        assertTrue(tally.agrees(), tally::report);
        try (Connection database = ground.postgres().connect()) {
          assertEquals(List.of(), FloorAudit.of(database));
        }
      }
    }
  }
}

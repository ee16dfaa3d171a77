package org.nowserving.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nowserving.limits.Places.at;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What comes back as time goes by, to whom, and who may come in. */
class RatesTest {
  private final StoppedTime time = new StoppedTime();
  private final Hits hits = new Hits();

  private Limits limits(LimitSettings settings) {
    return time.limits(settings, hits);
  }

  private static int spendAll(Allowance allowance) {
    int spent = 0;
    while (allowance.spend()) {
      spent++;
    }
    return spent;
  }

  @Test
  void commandsComeBackEvenlyAndNeverMoreThanTheBurst() {
    LimitSettings settings =
        new LimitSettings(20, 100, 1, 1, 1, 1, 1, OutOfReach.LIMITS.unknownStaff(), List.of());
    Allowance allowance = limits(settings).commands();
    assertEquals(100, spendAll(allowance));
    time.pass(Duration.ofMillis(500));
    assertEquals(10, spendAll(allowance));
    time.pass(Duration.ofHours(1));
    assertEquals(100, spendAll(allowance));
  }

  @Test
  void eachConnectionHasItsOwnCommands() {
    Limits limits = limits(OutOfReach.butCommands(2));
    assertEquals(2, spendAll(limits.commands()));
    assertEquals(2, spendAll(limits.commands()));
  }

  @Test
  void eachAddressHasItsOwnMinute() {
    Budget visitors = limits(OutOfReach.butVisitors(2)).visitors();
    assertTrue(visitors.spend(at("192.0.2.1")));
    assertTrue(visitors.spend(at("192.0.2.1")));
    assertFalse(visitors.spend(at("192.0.2.1")));
    assertTrue(visitors.spend(at("192.0.2.2")));
    assertEquals(List.of(Limit.NEW_PER_MINUTE), hits.limits);
    time.pass(Duration.ofSeconds(30));
    assertTrue(visitors.spend(at("192.0.2.1")));
    assertFalse(visitors.spend(at("192.0.2.1")));
  }

  @Test
  void oneNetworkOfTheNewKindSharesOneMinute() {
    Budget queries = limits(OutOfReach.butQueries(1)).queries();
    assertTrue(queries.spend(at("2001:db8::1")));
    assertFalse(queries.spend(at("2001:db8::2")));
    assertTrue(queries.spend(at("2001:db8:0:1::1")));
  }

  @Test
  void whoIsTrustedIsNotCounted() {
    Budget visitors = limits(OutOfReach.butVisitors(1, Places.range("192.0.2.0/24"))).visitors();
    for (int i = 0; i < 100; i++) {
      assertTrue(visitors.spend(at("192.0.2.1")));
    }
    assertTrue(visitors.spend(at("203.0.113.1")));
    assertFalse(visitors.spend(at("203.0.113.1")));
  }

  @Test
  void whoComesFromManyAddressesCostsNoMoreMemory() {
    PerSource<Object> known = new PerSource<>(Budget.MINUTE, () -> 0, Object::new);
    for (int i = 0; i < 3 * PerSource.MOST_SOURCES; i++) {
      known.of(at("10.%d.%d.%d".formatted(i >> 16, (i >> 8) & 0xff, i & 0xff)));
    }
    assertTrue(known.size() <= PerSource.MOST_SOURCES, () -> "it knows " + known.size());
  }

  @Test
  void whoWasQuietIsForgotten() {
    Budget visitors = limits(OutOfReach.butVisitors(1)).visitors();
    assertTrue(visitors.spend(at("192.0.2.1")));
    time.pass(Duration.ofMinutes(2));
    assertTrue(visitors.spend(at("192.0.2.2")));
    assertEquals(1, visitors.known());
  }

  @Test
  void thereIsRoomForSoManyInAllAndFromEachAddress() {
    Doorkeeper doorkeeper = limits(OutOfReach.butConnections(3, 2)).doorkeeper();
    assertEquals(Optional.empty(), doorkeeper.enter(at("192.0.2.1")));
    assertEquals(Optional.empty(), doorkeeper.enter(at("192.0.2.1")));
    assertEquals(Optional.of(Limit.MAX_CONNECTIONS_PER_ADDRESS), doorkeeper.enter(at("192.0.2.1")));
    assertEquals(Optional.empty(), doorkeeper.enter(at("192.0.2.2")));
    assertEquals(Optional.of(Limit.MAX_CONNECTIONS), doorkeeper.enter(at("192.0.2.2")));
    assertEquals(List.of(Limit.MAX_CONNECTIONS_PER_ADDRESS, Limit.MAX_CONNECTIONS), hits.limits);
    doorkeeper.leave(at("192.0.2.1"));
    assertEquals(Optional.empty(), doorkeeper.enter(at("192.0.2.1")));
    assertEquals(3, doorkeeper.inside());
  }

  @Test
  void whoIsTrustedCountsAmongAllOnly() {
    Doorkeeper doorkeeper =
        limits(OutOfReach.butConnections(2, 1, Places.range("127.0.0.0/8"))).doorkeeper();
    assertEquals(Optional.empty(), doorkeeper.enter(at("127.0.0.1")));
    assertEquals(Optional.empty(), doorkeeper.enter(at("127.0.0.1")));
    assertEquals(Optional.of(Limit.MAX_CONNECTIONS), doorkeeper.enter(at("127.0.0.1")));
  }
}

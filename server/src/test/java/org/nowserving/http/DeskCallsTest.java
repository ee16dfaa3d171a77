package org.nowserving.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.nowserving.http.Bureau.bearing;
import static org.nowserving.http.Bureau.request;
import static org.nowserving.http.Bureau.text;
import static org.nowserving.http.Bureau.withCookie;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nowserving.limits.Source;

/** What a page asks before it shows anything: which desk this is, and who is signed in. */
class DeskCallsTest {
  private static final ApiCall NOBODYS_CALL =
      new ApiCall(Optional.empty(), Map.of(), Map.of(), Map.of(), Optional.empty(), Source.NOWHERE);

  private final Bureau bureau = new Bureau(new MemoryHistory(0));

  @AfterEach
  void close() {
    bureau.close();
  }

  @Test
  void everybodyMayKnowTheDesk() {
    assertEquals(
        "{\"name\":\"Passport \\\"Office\\\"\",\"tables\":10,\"timeZone\":\"Europe/Zurich\","
            + "\"claimedOrder\":\"ticket-table\",\"longWaitSeconds\":900,\"duplicateWindowSeconds\":30,"
            + "\"now\":\"2026-03-02T08:00:00Z\",\"pages\":\"abc123\"}",
        text(bureau.api.answer(request("GET", "/api/desk"))));
  }

  @Test
  void aLongWaitOfPartsOfASecondIsToldAsItIs() {
    DeskFacts desk =
        new DeskFacts(
            "x",
            1,
            ZoneId.of("UTC"),
            "table-ticket",
            Duration.ofMillis(1_500),
            Duration.ZERO,
            () -> "");
    DeskCalls calls = new DeskCalls(desk, InstantSource.fixed(Instant.EPOCH));
    assertEquals(
        "{\"name\":\"x\",\"tables\":1,\"timeZone\":\"UTC\",\"claimedOrder\":\"table-ticket\","
            + "\"longWaitSeconds\":1.5,\"duplicateWindowSeconds\":0,\"now\":\"1970-01-01T00:00:00Z\",\"pages\":\"\"}",
        text(calls.show(NOBODYS_CALL)));
  }

  @Test
  void aSessionKnowsWhoseItIsAndWhenItEnds() {
    ApiRequest asked = request("GET", "/api/session");
    assertEquals(
        "{\"name\":\"alice\",\"role\":\"staff\",\"expires\":\"2026-03-02T20:00:00Z\"}",
        text(bureau.api.answer(withCookie(asked, bureau.tokenOf("alice")))));
    bureau.clock.pass(Duration.ofHours(1));
    assertEquals(
        "{\"name\":\"root\",\"role\":\"admin\",\"expires\":\"2026-03-02T21:00:00Z\"}",
        text(bureau.api.answer(bearing(asked, bureau.tokenOf("root")))));
  }
}

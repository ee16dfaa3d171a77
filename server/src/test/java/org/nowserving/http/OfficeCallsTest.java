package org.nowserving.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.nowserving.http.Bureau.bearing;
import static org.nowserving.http.Bureau.request;
import static org.nowserving.http.Bureau.text;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nowserving.accounts.StaffAccounts.Removal;
import org.nowserving.floor.ConnectionId;
import org.nowserving.limits.LimitMeter;
import org.nowserving.limits.Limits;
import org.nowserving.limits.OutOfReach;
import org.nowserving.loop.Inbox;
import org.nowserving.loop.Office;
import org.nowserving.protocol.Rejection;
import org.nowserving.protocol.Reply;
import org.nowserving.protocol.StaffEvent;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.protocol.TicketId;
import org.nowserving.protocol.Verb;

/** What an admin does for those who are not at the desk, with the real floor. */
class OfficeCallsTest {
  private final Bureau bureau = new Bureau(new MemoryHistory(0));

  @AfterEach
  void close() {
    bureau.close();
  }

  private ApiResponse byRoot(String target) {
    return bureau.api.answer(bearing(request("POST", target), bureau.tokenOf("root")));
  }

  private ConnectionId seatOf(String name, int table) throws Exception {
    ConnectionId desk =
        bureau.floor.connect(bureau.staff.resolve(bureau.tokenOf(name)).orElseThrow());
    assertEquals(new Reply.Picked(new TableNumber(table)), bureau.floor.pick(desk, table));
    return desk;
  }

  @Test
  void aTableIsFreedOnce() throws Exception {
    ConnectionId alice = seatOf("alice", 3);
    assertEquals(204, byRoot("/api/tables/3/free").status());
    assertEquals(
        List.of(), bureau.floor.hear(alice, StaffEvent.Taken.class).tables(), "she hears of it");
    ApiResponse again = byRoot("/api/tables/3/free");
    assertEquals(409, again.status());
    assertEquals("{\"error\":\"nobody has this table\"}", text(again));
    seatOf("carol", 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "99", "00", "-1", "+1", "x", "1.0", "%D9%A1", "9999999999", "1%20"})
  void aTableThatThereIsNotIs404(String number) {
    assertEquals(404, byRoot("/api/tables/" + number + "/free").status());
  }

  @Test
  void aTicketIsCancelledOnce() throws Exception {
    ConnectionId alice = seatOf("alice", 3);
    TicketId waiting = bureau.floor.open("vi@example.com", "Vi");
    TicketId served = bureau.floor.open("jo@example.com", "Jo");
    bureau.floor.accept(alice, served);

    for (TicketId ticket : List.of(waiting, served)) {
      assertEquals(204, byRoot("/api/tickets/" + ticket + "/cancel").status());
      assertEquals(
          Optional.of(bureau.clock.instant()),
          bureau.floor.hear(alice, StaffEvent.Claimed.class).ticket().end());
      ApiResponse again = byRoot("/api/tickets/" + ticket + "/cancel");
      assertEquals(409, again.status());
      assertEquals(
          "{\"error\":\"the ticket has already been completed or cancelled\"}", text(again));
    }
    assertEquals(
        Reply.Refused.of(Verb.COMPLETE, Rejection.ALREADY_ENDED),
        bureau.floor.complete(alice, served));
    assertEquals(
        Reply.Refused.of(Verb.ACCEPT, Rejection.ALREADY_ENDED),
        bureau.floor.accept(alice, waiting));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "00", "-1", "+1", "x", "%D9%A1", "99999999999999999999"})
  void aTicketThatThereIsNotIs404(String id) {
    assertEquals(404, byRoot("/api/tickets/" + id + "/cancel").status());
  }

  @Test
  void whoeverServedACancelledTicketMayBeRemoved() throws Exception {
    ConnectionId alice = seatOf("alice", 3);
    TicketId ticket = bureau.floor.open("vi@example.com", "Vi");
    bureau.floor.accept(alice, ticket);
    assertEquals(Removal.STILL_SERVING, bureau.staff.remove(new StaffName("alice")));
    assertEquals(204, byRoot("/api/tickets/" + ticket + "/cancel").status());
    assertEquals(Removal.REMOVED, bureau.staff.remove(new StaffName("alice")));
  }

  @Test
  void theDayIsClosedInSlicesAndAgainIfNeedBe() throws Exception {
    ConnectionId alice = seatOf("alice", 3);
    seatOf("carol", 4);
    TicketId served = bureau.floor.open("jo@example.com", "Jo");
    bureau.floor.accept(alice, served);
    for (int visitor = 0; visitor < 600; visitor++) {
      bureau.floor.open("v" + visitor + "@example.com", "V");
    }
    assertEquals("{\"cancelled\":600,\"freed\":2}", text(byRoot("/api/day/close")));
    assertEquals("{\"cancelled\":0,\"freed\":0}", text(byRoot("/api/day/close")));

    assertEquals(new Reply.Picked(new TableNumber(5)), bureau.floor.pick(alice, 5));
    assertEquals(new Reply.Completed(served), bureau.floor.complete(alice, served));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/tables/3/free", "/api/tickets/0/cancel", "/api/day/close"})
  void aServerThatIsTooBusyIs503(String target) {
    Api crowded =
        new Api(
            bureau.staff,
            bureau.keys,
            bureau.archive,
            new Office(new Inbox(0)),
            new Limits(OutOfReach.LIMITS, LimitMeter.NONE).signInGuard(),
            Bureau.DESK,
            bureau.clock);
    ApiResponse answer = crowded.answer(bearing(request("POST", target), bureau.tokenOf("root")));
    assertEquals(503, answer.status());
    assertEquals("2", answer.headers().get("Retry-After"));
  }
}

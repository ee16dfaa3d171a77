package org.nowserving.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nowserving.desk.Ledger.Deed;
import org.nowserving.desk.Ledger.Outcome;

/** The comparison finds each kind of lie: this is what the crash test's zeros rest on. */
class TallyTest {
  private final Ledger ledger = new Ledger();
  private final Deed.Open open = new Deed.Open("v@m", "V");

  @Test
  void aTicketThatWasServedAsSaidAgrees() {
    opened(0);
    note(new Deed.Claim("alice", 0), Outcome.ACKNOWLEDGED);
    note(new Deed.Claim("bob", 0), Outcome.REFUSED);
    note(new Deed.End("alice", 0, true), Outcome.ACKNOWLEDGED);
    Tally tally = Tally.of(ledger, List.of(entry(0, "completed", "alice")));
    assertTrue(tally.agrees(), tally.report());
  }

  @Test
  void anAcknowledgedSignInThatIsNotThereIsLost() {
    opened(0);
    assertEquals(1, Tally.of(ledger, List.of()).lost().size());
  }

  @Test
  void anAcknowledgedClaimThatIsNotThereIsLost() {
    opened(0);
    note(new Deed.Claim("alice", 0), Outcome.ACKNOWLEDGED);
    assertEquals(1, Tally.of(ledger, List.of(entry(0, "waiting", null))).lost().size());
  }

  @Test
  void anAcknowledgedEndThatIsNotThereIsLost() {
    opened(0);
    note(new Deed.Claim("alice", 0), Outcome.ACKNOWLEDGED);
    note(new Deed.End("alice", 0, true), Outcome.ACKNOWLEDGED);
    assertEquals(1, Tally.of(ledger, List.of(entry(0, "serving", "alice"))).lost().size());
    assertEquals(1, Tally.of(ledger, List.of(entry(0, "cancelled", "alice"))).lost().size());
  }

  @Test
  void aTicketThatTwoPeopleWereGivenIsServedByTwo() {
    opened(0);
    note(new Deed.Claim("alice", 0), Outcome.ACKNOWLEDGED);
    note(new Deed.Claim("bob", 0), Outcome.ACKNOWLEDGED);
    note(new Deed.End("bob", 0, true), Outcome.ACKNOWLEDGED);
    assertEquals(1, Tally.of(ledger, List.of(entry(0, "completed", "bob"))).servedByTwo().size());
  }

  @Test
  void aTicketKeptForAnotherThanTheOneWhoWasGivenItIsServedByTwo() {
    opened(0);
    note(new Deed.Claim("alice", 0), Outcome.ACKNOWLEDGED);
    note(new Deed.Claim("bob", 0), Outcome.UNKNOWN);
    assertEquals(1, Tally.of(ledger, List.of(entry(0, "serving", "bob"))).servedByTwo().size());
  }

  @Test
  void whatWasRefusedMustNotBeThere() {
    note(open, Outcome.UNAVAILABLE);
    assertContradiction(entry(0, "waiting", null));
  }

  @Test
  void aClaimThatWasRefusedMustNotBeThere() {
    opened(0);
    note(new Deed.Claim("alice", 0), Outcome.UNAVAILABLE);
    assertContradiction(entry(0, "serving", "alice"));
  }

  @Test
  void anEndThatWasRefusedMustNotBeThere() {
    opened(0);
    note(new Deed.Claim("alice", 0), Outcome.ACKNOWLEDGED);
    note(new Deed.End("alice", 0, true), Outcome.UNAVAILABLE);
    assertContradiction(entry(0, "completed", "alice"));
  }

  @Test
  void whatStayedUnansweredMayBeThereOrNot() {
    note(open, Outcome.UNKNOWN);
    assertTrue(Tally.of(ledger, List.of()).agrees());
    note(new Deed.Claim("alice", 0), Outcome.UNKNOWN);
    note(new Deed.End("alice", 0, false), Outcome.UNKNOWN);
    assertTrue(Tally.of(ledger, List.of(entry(0, "cancelled", "alice"))).agrees());
  }

  @Test
  void oneNumberForTwoVisitorsIsAContradiction() {
    opened(0);
    ledger.opened(new Deed.Open("w@m", "W"), 0);
    note(new Deed.Claim("alice", 0), Outcome.ACKNOWLEDGED);
    note(new Deed.End("alice", 0, true), Outcome.ACKNOWLEDGED);
    assertContradiction(entry(0, "completed", "alice"));
  }

  @Test
  void whatTheDevicesNoticedThemselvesCounts() {
    ledger.contradiction("a visitor who never was here was found");
    assertFalse(Tally.of(ledger, List.of()).agrees());
  }

  private void assertContradiction(Office.Entry kept) {
    assertFalse(Tally.of(ledger, List.of(kept)).contradictions().isEmpty());
  }

  private void opened(long ticket) {
    ledger.opened(open, ticket);
  }

  private void note(Deed deed, Outcome outcome) {
    ledger.note(deed, outcome);
  }

  private static Office.Entry entry(long ticket, String state, @Nullable String staff) {
    return new Office.Entry(
        ticket,
        "v@m",
        "V",
        state,
        Optional.ofNullable(staff),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}

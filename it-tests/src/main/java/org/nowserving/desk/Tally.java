package org.nowserving.desk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nowserving.desk.Ledger.Deed;
import org.nowserving.desk.Ledger.Outcome;

/**
 * What the devices were told, compared with what the server kept. Acknowledged deeds must be there,
 * refused ones must not, unanswered ones may; nothing else may be there. Pure.
 */
public final class Tally {
  private final Ledger ledger;
  private final List<Ledger.Line> lines;
  private final Map<Long, Office.Entry> history = new HashMap<>();
  private final List<String> lost = new ArrayList<>();
  private final List<String> servedByTwo = new ArrayList<>();
  private final List<String> contradictions = new ArrayList<>();

  private Tally(Ledger ledger, List<Office.Entry> ours) {
    this.ledger = ledger;
    this.lines = ledger.lines();
    this.contradictions.addAll(ledger.contradictions());
    for (Office.Entry entry : ours) {
      if (history.put(entry.ticket(), entry) != null) {
        contradictions.add("ticket " + entry.ticket() + " stands twice in the history");
      }
    }
  }

  /**
   * Compares.
   *
   * @param ours the tickets of this run alone
   */
  public static Tally of(Ledger ledger, List<Office.Entry> ours) {
    Tally tally = new Tally(ledger, ours);
    tally.openings();
    tally.claims();
    tally.ends();
    return tally;
  }

  /** Acknowledged, and not in the history; one sentence each. */
  public List<String> lost() {
    return List.copyOf(lost);
  }

  /** Acknowledged to two people; one sentence each. */
  public List<String> servedByTwo() {
    return List.copyOf(servedByTwo);
  }

  /** Everything else that cannot be; one sentence each. */
  public List<String> contradictions() {
    return List.copyOf(contradictions);
  }

  /** How many tickets of the run are in the history. */
  public int tickets() {
    return history.size();
  }

  public boolean agrees() {
    return lost.isEmpty() && servedByTwo.isEmpty() && contradictions.isEmpty();
  }

  private void openings() {
    Map<String, Outcome> attempts = new HashMap<>();
    Set<Long> ids = new HashSet<>();
    for (Ledger.Line line : lines) {
      if (line.deed() instanceof Deed.Open open) {
        attempts.put(open.email(), line.outcome());
        line.ticket().ifPresent(id -> opened(id, open, ids));
      }
    }
    for (Office.Entry entry : history.values()) {
      Outcome outcome = attempts.get(entry.email());
      if (outcome != Outcome.ACKNOWLEDGED && outcome != Outcome.UNKNOWN) {
        contradictions.add(
            "ticket " + entry.ticket() + " is there, and its sign-in was " + outcome);
      }
    }
  }

  private void opened(long id, Deed.Open open, Set<Long> ids) {
    if (!ids.add(id)) {
      contradictions.add("ticket " + id + " was given to two visitors");
    }
    Office.Entry entry = history.get(id);
    if (entry == null) {
      lost.add("ticket " + id + " was acknowledged and is not in the history");
    } else if (!entry.email().equals(open.email()) || !entry.name().equals(open.name())) {
      contradictions.add("ticket " + id + " is not for the visitor who was given it");
    }
  }

  private void claims() {
    Map<Long, Set<String>> told = new HashMap<>();
    Map<Long, Set<String>> possible = new HashMap<>();
    for (Ledger.Line line : lines) {
      if (line.deed() instanceof Deed.Claim claim) {
        if (line.outcome() == Outcome.ACKNOWLEDGED) {
          told.computeIfAbsent(claim.ticket(), id -> new HashSet<>()).add(claim.staff());
        }
        if (line.outcome() == Outcome.ACKNOWLEDGED || line.outcome() == Outcome.UNKNOWN) {
          possible.computeIfAbsent(claim.ticket(), id -> new HashSet<>()).add(claim.staff());
        }
      }
    }
    told.forEach((ticket, staff) -> {
      if (staff.size() > 1) {
        servedByTwo.add("ticket " + ticket + " was given to " + staff);
      }
      Optional<String> kept = kept(ticket).flatMap(Office.Entry::staff);
      if (kept.isEmpty()) {
        lost.add("ticket " + ticket + " was claimed and the history has no claim");
      } else if (!staff.contains(kept.get())) {
        servedByTwo.add("ticket " + ticket + " was given to " + staff + ", kept for " + kept);
      }
    });
    for (Office.Entry entry : history.values()) {
      if (entry.staff().isPresent()
          && !possible.getOrDefault(entry.ticket(), Set.of()).contains(entry.staff().get())) {
        contradictions.add("ticket " + entry.ticket() + " has an owner who did not claim it");
      }
    }
  }

  private void ends() {
    Map<Long, Set<String>> possible = new HashMap<>();
    for (Ledger.Line line : lines) {
      if (line.deed() instanceof Deed.End end) {
        String state = end.completed() ? "completed" : "cancelled";
        if (line.outcome() == Outcome.ACKNOWLEDGED || line.outcome() == Outcome.UNKNOWN) {
          possible
              .computeIfAbsent(end.ticket(), id -> new HashSet<>())
              .add(state + " by " + end.staff());
        }
        if (line.outcome() == Outcome.ACKNOWLEDGED
            && !kept(end.ticket()).map(Office.Entry::state).equals(Optional.of(state))) {
          lost.add("ticket " + end.ticket() + " was " + state + " and is not so in the history");
        }
      }
    }
    for (Office.Entry entry : history.values()) {
      boolean ended = entry.state().equals("completed") || entry.state().equals("cancelled");
      String end = entry.state() + " by " + entry.staff().orElse("nobody");
      if (ended && !possible.getOrDefault(entry.ticket(), Set.of()).contains(end)) {
        contradictions.add("ticket " + entry.ticket() + " is " + entry.state() + " unasked");
      }
      if (!ended) {
        contradictions.add("ticket " + entry.ticket() + " is still " + entry.state());
      }
    }
  }

  private Optional<Office.Entry> kept(long ticket) {
    return Optional.ofNullable(history.get(ticket));
  }

  /** What a morning ends with: the table, and the verdict in words. */
  public String report() {
    StringBuilder report = new StringBuilder(table()).append('\n');
    List<String> all = new ArrayList<>(lost);
    all.addAll(servedByTwo);
    all.addAll(contradictions);
    all.forEach(sentence -> report.append("  ").append(sentence).append('\n'));
    return report
        .append(
            agrees()
                ? "The server's history agrees with everything that was acknowledged.\n"
                : "%d things do not agree.\n".formatted(all.size()))
        .toString();
  }

  private String table() {
    String row = "%-12s %13s %9s %12s %9s %11s\n";
    StringBuilder table = new StringBuilder();
    table.append(
        row.formatted("", "acknowledged", "refused", "unavailable", "unknown", "in history"));
    table.append(line(row, "signed in", Deed.Open.class, history.size()));
    table.append(line(row, "claimed", Deed.Claim.class, historyWithStaff()));
    table.append(
        line(row, "ended", Deed.End.class, historyIn("completed") + historyIn("cancelled")));
    table.append(
        "\ncompleted %d, cancelled %d; names asked for %d; tables picked %d, left %d\n"
            .formatted(
                historyIn("completed"),
                historyIn("cancelled"),
                count(Deed.Look.class, Outcome.ACKNOWLEDGED)
                    + count(Deed.Look.class, Outcome.REFUSED),
                count(Deed.Pick.class, Outcome.ACKNOWLEDGED),
                count(Deed.Unpick.class, Outcome.ACKNOWLEDGED)));
    return table.toString();
  }

  private String line(String row, String title, Class<? extends Deed> deed, long kept) {
    return row.formatted(
        title,
        count(deed, Outcome.ACKNOWLEDGED),
        count(deed, Outcome.REFUSED),
        count(deed, Outcome.UNAVAILABLE),
        count(deed, Outcome.UNKNOWN),
        kept);
  }

  private long count(Class<? extends Deed> kind, Outcome outcome) {
    return ledger.count(kind, outcome);
  }

  private long historyWithStaff() {
    return history.values().stream().filter(entry -> entry.staff().isPresent()).count();
  }

  private long historyIn(String state) {
    return history.values().stream().filter(entry -> entry.state().equals(state)).count();
  }
}

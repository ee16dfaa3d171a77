package org.nowserving.desk;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that the devices asked for, and what they were told became of it. Any thread may
 * write; it is read when all have finished.
 */
public final class Ledger {
  /** What a device asked for. */
  public sealed interface Deed {
    /**
     * {@code new}: every attempt has an e-mail of its own, so that a ticket in the server's history
     * points to the one attempt that made it.
     */
    record Open(String email, String name) implements Deed {}

    /** {@code query}. */
    record Look(String email) implements Deed {}

    /** {@code accept}. */
    record Claim(String staff, long ticket) implements Deed {}

    /** The visitor has been served, or did not show up. */
    record End(String staff, long ticket, boolean completed) implements Deed {}

    /** {@code pick}. */
    record Pick(String staff, int table) implements Deed {}

    /** {@code unpick}. */
    record Unpick(String staff) implements Deed {}
  }

  /** What the device was told. */
  public enum Outcome {
    /** {@code success}: it is durable, whatever happens next. */
    ACKNOWLEDGED,
    /** {@code error}, for what the floor looks like: nothing was changed. */
    REFUSED,
    /** {@code error}, because the server cannot store at present: nothing was changed. */
    UNAVAILABLE,
    /** Nothing: the connection ended first. It happened or it did not. */
    UNKNOWN
  }

  /**
   * A deed and its outcome.
   *
   * @param ticket the ticket that an acknowledged {@code new} made
   */
  public record Line(Deed deed, Outcome outcome, Optional<Long> ticket) {}

  private final List<Line> lines = new ArrayList<>();
  private final Map<Class<? extends Deed>, Map<Outcome, Long>> counts = new HashMap<>();
  private final List<Integer> endings = new ArrayList<>();
  private final List<String> contradictions = new ArrayList<>();

  /** Writes a deed down. */
  synchronized void note(Deed deed, Outcome outcome) {
    note(new Line(deed, outcome, Optional.empty()));
  }

  /** Writes down a visitor's sign-in that made a ticket. */
  synchronized void opened(Deed.Open deed, long ticket) {
    note(new Line(deed, Outcome.ACKNOWLEDGED, Optional.of(ticket)));
  }

  private void note(Line line) {
    lines.add(line);
    counts
        .computeIfAbsent(line.deed().getClass(), kind -> new EnumMap<>(Outcome.class))
        .merge(line.outcome(), 1L, Long::sum);
  }

  /** Writes down that the server, or the network, ended a connection. */
  synchronized void ended(int code) {
    endings.add(code);
  }

  /** Writes down that what a device was told cannot be true, as a sentence. */
  synchronized void contradiction(String sentence) {
    contradictions.add(sentence);
  }

  /** What the devices were told and cannot be true. */
  public synchronized List<String> contradictions() {
    return List.copyOf(contradictions);
  }

  /** All deeds so far, in the order in which their outcomes were known. */
  public synchronized List<Line> lines() {
    return List.copyOf(lines);
  }

  /** The close codes that the devices heard so far. */
  public synchronized List<Integer> endings() {
    return List.copyOf(endings);
  }

  /** How many deeds of a kind had that outcome so far. */
  public synchronized long count(Class<? extends Deed> kind, Outcome outcome) {
    return counts.getOrDefault(kind, Map.of()).getOrDefault(outcome, 0L);
  }

  /** How many deeds had that outcome so far. */
  public synchronized long count(Outcome outcome) {
    return counts.values().stream().mapToLong(kind -> kind.getOrDefault(outcome, 0L)).sum();
  }
}

package org.nowserving.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nowserving.protocol.TicketId;
import org.nowserving.store.Change.TicketCalledOff;
import org.nowserving.store.Change.TicketCancelled;
import org.nowserving.store.Change.TicketClaimed;
import org.nowserving.store.Change.TicketCompleted;
import org.nowserving.store.Change.TicketOpened;

/**
 * The figures, worked out from the changes one after the other, as the definitions say it. What
 * PostgreSQL answers is held against this. One thread.
 */
public final class MemoryFigures implements Figures {
  private final List<Change> changes;

  /**
   * @param changes may grow
   */
  public MemoryFigures(List<Change> changes) {
    this.changes = changes;
  }

  @Override
  public Report over(Range range) {
    Map<TicketId, Instant> waiting = new HashMap<>();
    Map<TicketId, Instant> serving = new HashMap<>();
    Count whole = new Count();
    List<Count> parts = new ArrayList<>();
    range.hours().forEach(_ -> parts.add(new Count()));
    for (Change change : List.copyOf(changes)) {
      boolean counts = !change.at().isBefore(range.from()) && change.at().isBefore(range.to());
      for (Count count : counts ? List.of(whole, partOf(change, range, parts)) : List.<Count>of()) {
        count(change, waiting.get(idOf(change)), serving.get(idOf(change)), count);
      }
      move(change, waiting, serving);
    }
    List<Hour> hours = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Count part = parts.get(i);
      hours.add(
          new Hour(
              range.hours().get(i),
              part.arrived,
              part.served,
              part.cancelledWaiting + part.cancelledServing,
              percentile(part.waits, 0.5)));
    }
    Present present =
        new Present(
            waiting.size(), serving.size(), waiting.values().stream().min(Instant::compareTo));
    return new Report(present, whole.totals(range.longWait()), hours);
  }

  private static Count partOf(Change change, Range range, List<Count> parts) {
    int part = -1;
    while (part + 1 < parts.size() && !change.at().isBefore(range.hours().get(part + 1))) {
      part++;
    }
    return parts.get(part);
  }

  private static TicketId idOf(Change change) {
    return switch (change) {
      case TicketOpened c -> c.ticket();
      case TicketClaimed c -> c.ticket();
      case TicketCompleted c -> c.ticket();
      case TicketCancelled c -> c.ticket();
      case TicketCalledOff c -> c.ticket();
      case Change.TicketErased c -> c.ticket();
      case Change.TablePicked _, Change.TableLeft _, Change.TableFreed _ -> TicketId.NONE;
    };
  }

  /**
   * @param opened when it was, if the ticket waits
   * @param claimed when it was, if the ticket is being served
   */
  private static void count(
      Change change, @Nullable Instant opened, @Nullable Instant claimed, Count count) {
    switch (change) {
      case TicketOpened _ -> count.arrived++;
      case TicketClaimed c ->
          count.waits.add(Duration.between(Objects.requireNonNull(opened), c.at()));
      case TicketCompleted c -> {
        count.served++;
        count.services.add(Duration.between(Objects.requireNonNull(claimed), c.at()));
      }
      case TicketCancelled _ -> count.cancelledServing++;
      case TicketCalledOff _ -> {
        if (claimed == null) {
          count.cancelledWaiting++;
        } else {
          count.cancelledServing++;
        }
      }
      case Change.TicketErased _,
          Change.TablePicked _,
          Change.TableLeft _,
          Change.TableFreed _ -> {}
    }
  }

  private static void move(
      Change change, Map<TicketId, Instant> waiting, Map<TicketId, Instant> serving) {
    TicketId id = idOf(change);
    switch (change) {
      case TicketOpened c -> waiting.put(id, c.at());
      case TicketClaimed c -> {
        waiting.remove(id);
        serving.put(id, c.at());
      }
      case TicketCompleted _, TicketCancelled _, TicketCalledOff _ -> {
        waiting.remove(id);
        serving.remove(id);
      }
      case Change.TicketErased _,
          Change.TablePicked _,
          Change.TableLeft _,
          Change.TableFreed _ -> {}
    }
  }

  /** What happened in a stretch of time. */
  private static final class Count {
    private long arrived;
    private long served;
    private long cancelledWaiting;
    private long cancelledServing;
    private final List<Duration> waits = new ArrayList<>();
    private final List<Duration> services = new ArrayList<>();

    Totals totals(Duration longWait) {
      long kept = waits.stream().filter(wait -> wait.compareTo(longWait) <= 0).count();
      return new Totals(
          arrived,
          served,
          cancelledWaiting,
          cancelledServing,
          new Spread(percentile(waits, 0.5), percentile(waits, 0.95)),
          new Spread(percentile(services, 0.5), percentile(services, 0.95)),
          waits.isEmpty() ? Optional.empty() : Optional.of((double) kept / waits.size()));
    }
  }

  /** Between the two neighbours of the place, in proportion. */
  private static Optional<Double> percentile(List<Duration> times, double share) {
    if (times.isEmpty()) {
      return Optional.empty();
    }
    List<Duration> sorted = times.stream().sorted().toList();
    double place = share * (sorted.size() - 1);
    double low = sorted.get((int) Math.floor(place)).toNanos() / 1e9;
    double high = sorted.get((int) Math.ceil(place)).toNanos() / 1e9;
    return Optional.of(low + (place - Math.floor(place)) * (high - low));
  }
}

package org.nowserving.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.nowserving.store.Change.Occasion;
import org.nowserving.store.Change.TableLeft.Reason;

/** Changes that could have happened, from a seed: each is possible after those before it. Pure. */
public final class RandomDay {
  private static final List<String> STAFF = List.of("Ada", "Bob", "Cleo", "Dan");
  private static final int TABLES = 6;
  private static final int VISITORS = 15;

  private record Service(long ticket, String owner) {}

  private final Random random;
  private final Desk desk = new Desk();
  private final List<Change> changes = new ArrayList<>();
  private final List<Long> waiting = new ArrayList<>();
  private final List<Service> served = new ArrayList<>();
  private final Map<String, Integer> tables = new TreeMap<>();
  private int tickets;

  private RandomDay(long seed) {
    this.random = new Random(seed);
  }

  /** That many changes, numbered from 1; the same for the same seed. */
  public static List<Change> of(long seed, int size) {
    RandomDay day = new RandomDay(seed);
    while (day.changes.size() < size) {
      day.step();
    }
    return day.changes;
  }

  /** The changes in batches of 1 to {@code largest}. */
  public static List<Batch> batches(long seed, List<Change> changes, int largest) {
    Random random = new Random(seed);
    List<Batch> batches = new ArrayList<>();
    int done = 0;
    while (done < changes.size()) {
      int end = Math.min(changes.size(), done + 1 + random.nextInt(largest));
      batches.add(new Batch(done, changes.subList(done, end)));
      done = end;
    }
    return batches;
  }

  private void step() {
    String staff = STAFF.get(random.nextInt(STAFF.size()));
    switch (random.nextInt(11)) {
      case 0, 1, 2 -> open();
      case 3 -> sitOrLeave(staff);
      case 4, 5, 6 -> claim(staff);
      case 7, 8 -> end();
      case 9 -> office();
      default -> erase();
    }
  }

  private void open() {
    int visitor = random.nextInt(VISITORS);
    waiting.add((long) tickets);
    changes.add(
        desk.opens(tickets, "visitor" + visitor + "@example.com", "Visitor No. " + tickets));
    tickets++;
  }

  private void sitOrLeave(String staff) {
    Integer table = tables.remove(staff);
    if (table != null) {
      Reason[] reasons = Reason.values();
      changes.add(desk.leaves(staff, table, reasons[random.nextInt(reasons.length)]));
      return;
    }
    int wanted = random.nextInt(TABLES);
    if (!tables.containsValue(wanted)) {
      tables.put(staff, wanted);
      changes.add(desk.picks(staff, wanted));
    }
  }

  private void claim(String staff) {
    Integer table = tables.get(staff);
    if (table != null && !waiting.isEmpty()) {
      long ticket = waiting.remove(random.nextInt(waiting.size()));
      served.add(new Service(ticket, staff));
      changes.add(desk.claims(staff, ticket, table));
    }
  }

  private void end() {
    if (served.isEmpty()) {
      return;
    }
    Service service = served.get(random.nextInt(served.size()));
    Integer table = tables.get(service.owner());
    if (table != null) {
      served.remove(service);
      changes.add(
          random.nextBoolean()
              ? desk.completes(service.owner(), service.ticket(), table)
              : desk.cancels(service.owner(), service.ticket(), table));
    }
  }

  private void office() {
    Occasion occasion = random.nextBoolean() ? Occasion.REQUEST : Occasion.DAY_CLOSED;
    Optional<String> actor = random.nextBoolean() ? Optional.of("Root") : Optional.empty();
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        if (!waiting.isEmpty()) {
          long ticket = waiting.remove(random.nextInt(waiting.size()));
          changes.add(desk.callsOff(ticket, occasion, actor));
        }
      }
      case 2, 3 -> {
        if (!served.isEmpty()) {
          Service service = served.remove(random.nextInt(served.size()));
          Optional<Integer> table = Optional.ofNullable(tables.get(service.owner()));
          changes.add(desk.callsOff("Root", service.ticket(), service.owner(), table));
        }
      }
      default ->
          tables.keySet().stream()
              .findFirst()
              .ifPresent(staff ->
                  changes.add(
                      desk.frees(
                          staff,
                          Optional.ofNullable(tables.remove(staff)).orElseThrow(),
                          occasion,
                          actor)));
    }
  }

  private void erase() {
    if (!waiting.isEmpty() && random.nextInt(3) == 0) {
      changes.add(desk.erases(waiting.get(random.nextInt(waiting.size()))));
    }
  }
}

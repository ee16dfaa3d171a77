package org.nowserving.floor;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nowserving.protocol.StaffName;
import org.nowserving.protocol.TableNumber;
import org.nowserving.store.Change;

/**
 * Who sits where: one person a table, one table a person. Durable state: moved by {@link Change}s
 * only. Belongs to one {@link Floor}; no thread of its own.
 */
final class SeatPlan {
  private final Map<TableNumber, StaffName> occupants = new TreeMap<>();
  private final Map<StaffName, TableNumber> tables = new HashMap<>();
  private final Map<TableNumber, Instant> since = new HashMap<>();

  Optional<StaffName> occupant(TableNumber table) {
    return Optional.ofNullable(occupants.get(table));
  }

  Optional<TableNumber> tableOf(StaffName staff) {
    return Optional.ofNullable(tables.get(staff));
  }

  /** The tables in use, ascending. */
  List<TableNumber> taken() {
    return List.copyOf(occupants.keySet());
  }

  /** Since when a table is in use, as the clock said; empty where it is free. */
  Optional<Instant> since(TableNumber table) {
    return Optional.ofNullable(since.get(table));
  }

  /** Everybody who sits, by table. */
  Collection<StaffName> seated() {
    return Collections.unmodifiableCollection(occupants.values());
  }

  void pick(Change.TablePicked picked) {
    if (occupants.putIfAbsent(picked.table(), picked.staff()) != null) {
      throw new IllegalStateException("change " + picked.seq() + " picks a table that is taken");
    }
    if (tables.putIfAbsent(picked.staff(), picked.table()) != null) {
      throw new IllegalStateException("change " + picked.seq() + " seats a person a second time");
    }
    since.put(picked.table(), picked.at());
  }

  void leave(Change change, TableNumber table, StaffName staff) {
    if (!occupants.remove(table, staff) || !tables.remove(staff, table)) {
      throw new IllegalStateException(
          "change " + change.seq() + " frees a seat that is not theirs");
    }
    since.remove(table);
  }
}

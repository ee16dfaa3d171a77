package org.nowserving.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.nowserving.protocol.DisplayEvent;
import org.nowserving.protocol.TableNumber;

/**
 * The picture on a wall, drawn from what a display hears: the tables in use, and the ticket at
 * each. Words that do not fit the picture are contradictions. Any thread.
 */
final class Board {
  private final Consumer<String> contradiction;
  private final Map<Integer, Optional<Long>> picture = new TreeMap<>();
  private final Map<Integer, List<String>> lines = new TreeMap<>();

  Board(Consumer<String> contradiction) {
    this.contradiction = contradiction;
  }

  /** A new connection: the server tells the present state from the beginning. */
  synchronized void wipe() {
    picture.clear();
    lines.clear();
  }

  synchronized void draw(String line, DisplayEvent event) {
    int table = table(event).value();
    lines.computeIfAbsent(table, key -> new ArrayList<>()).add(line);
    boolean fits =
        switch (event) {
          case DisplayEvent.Picked picked -> picture.put(table, Optional.empty()) == null;
          case DisplayEvent.Unpicked unpicked -> picture.remove(table) != null;
          case DisplayEvent.Claimed claimed ->
              picture.put(table, Optional.of(claimed.ticket().value())) != null;
          case DisplayEvent.Completed completed -> clear(table);
          case DisplayEvent.Cancelled cancelled -> clear(table);
        };
    if (!fits) {
      contradiction.accept("a display heard `" + line + "`, which does not fit its picture");
    }
  }

  private boolean clear(int table) {
    Optional<Long> before = picture.put(table, Optional.empty());
    return before != null && before.isPresent();
  }

  /** The ticket that is shown at each table in use. */
  synchronized Map<Integer, Optional<Long>> picture() {
    return Map.copyOf(picture);
  }

  /** What was heard about a table on this connection. */
  synchronized List<String> lines(int table) {
    return List.copyOf(lines.getOrDefault(table, List.of()));
  }

  private static TableNumber table(DisplayEvent event) {
    return switch (event) {
      case DisplayEvent.Picked picked -> picked.table();
      case DisplayEvent.Unpicked unpicked -> unpicked.table();
      case DisplayEvent.Claimed claimed -> claimed.table();
      case DisplayEvent.Completed completed -> completed.table();
      case DisplayEvent.Cancelled cancelled -> cancelled.table();
    };
  }
}

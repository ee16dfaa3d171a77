package org.nowserving.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What displays must have heard about each table, line by line, written by the one who sat there.
 * It holds for a run in which no connection was lost against anybody's will. Any thread.
 */
final class Script {
  private final Map<Integer, List<String>> lines = new TreeMap<>();
  private boolean interrupted;

  /** The person at that table was told that it happened. */
  synchronized void add(int table, String line) {
    lines.computeIfAbsent(table, key -> new ArrayList<>()).add(line);
  }

  synchronized void interrupted() {
    interrupted = true;
  }

  synchronized boolean isInterrupted() {
    return interrupted;
  }

  /** The lines of each table that was sat at. */
  synchronized Map<Integer, List<String>> lines() {
    Map<Integer, List<String>> copy = new TreeMap<>();
    lines.forEach((table, said) -> copy.put(table, List.copyOf(said)));
    return copy;
  }
}

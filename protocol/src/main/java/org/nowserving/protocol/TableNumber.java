package org.nowserving.protocol;

/**
 * The number of a table, counted from 0. Pure.
 *
 * @param value at least 0, or -1 in {@link #NONE}
 */
public record TableNumber(int value) implements Comparable<TableNumber> {
  /** What any word stands for that is no number: a table that is never available. */
  public static final TableNumber NONE = new TableNumber(-1);

  public TableNumber {
    if (value < -1) {
      throw new IllegalArgumentException("a table number counts from 0");
    }
  }

  @Override
  public int compareTo(TableNumber other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}

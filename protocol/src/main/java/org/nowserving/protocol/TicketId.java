package org.nowserving.protocol;

/**
 * The number of a ticket, counted from 0 without gaps. Pure.
 *
 * @param value at least 0, or -1 in {@link #NONE}
 */
public record TicketId(long value) implements Comparable<TicketId> {
  /**
   * What any word stands for that is no number: an id that no ticket ever has. A command that names
   * it goes through the same checks, in the same order, as one that names a ticket that does not
   * exist.
   */
  public static final TicketId NONE = new TicketId(-1);

  public TicketId {
    if (value < -1) {
      throw new IllegalArgumentException("a ticket id counts from 0");
    }
  }

  @Override
  public int compareTo(TicketId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}

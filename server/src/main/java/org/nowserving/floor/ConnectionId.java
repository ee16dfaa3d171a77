package org.nowserving.floor;

/** Names one connection of a device for as long as the process lives; never used again. Pure. */
public record ConnectionId(long value) {
  @Override
  public String toString() {
    return "c" + value;
  }
}

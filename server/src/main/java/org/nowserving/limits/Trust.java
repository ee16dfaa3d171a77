package org.nowserving.limits;

import java.util.List;

/** To whom the limits on an address do not apply. Immutable; any thread. */
final class Trust {
  private final List<AddressRange> ranges;

  Trust(List<AddressRange> ranges) {
    this.ranges = List.copyOf(ranges);
  }

  boolean includes(Source source) {
    return ranges.stream().anyMatch(range -> range.contains(source.address()));
  }
}

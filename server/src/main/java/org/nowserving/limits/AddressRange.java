package org.nowserving.limits;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One address, or all that begin with the same bits (CIDR): {@code 192.0.2.7}, {@code
 * 192.0.2.0/24}, {@code 2001:db8::/32}. Pure: names are never looked up.
 *
 * @param first any address of the range
 * @param bits how many leading bits all of them share
 */
public record AddressRange(InetAddress first, int bits) {
  /** Java alone would also take {@code 10} and {@code 10.1} for addresses. */
  private static final Pattern TEXT =
      Pattern.compile(
          "((?:[0-9]{1,3}\\.){3}[0-9]{1,3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:/(0|[1-9][0-9]{0,2}))?");

  public AddressRange {
    if (bits < 0 || bits > sizeOf(first)) {
      throw new IllegalArgumentException("an address has no " + bits + " bits");
    }
  }

  private static int sizeOf(InetAddress address) {
    return address.getAddress().length * Byte.SIZE;
  }

  /** The range that this text stands for, or empty where it stands for none. */
  public static Optional<AddressRange> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      InetAddress address = InetAddress.ofLiteral(matcher.group(1));
      String bits = matcher.group(2);
      return Optional.of(
          new AddressRange(address, bits == null ? sizeOf(address) : Integer.parseInt(bits)));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  public boolean contains(InetAddress address) {
    byte[] mine = first.getAddress();
    byte[] theirs = address.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((mine[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}

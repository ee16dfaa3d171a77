package org.nowserving.limits;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Whom the limits on an address count as one: an IPv4 address, or the first 64 bits of an IPv6
 * address, because whoever has one address there has all the others of the same network. Pure.
 *
 * @param address where the connection comes from, whole
 * @param counted what is counted as one
 */
public record Source(InetAddress address, InetAddress counted) {
  private static final int V6_BYTES = 16;
  private static final int NETWORK_BYTES = 8;

  /** Of a connection that comes over no network, or is gone already: all of these are one. */
  public static final Source NOWHERE = of(new byte[4]);

  /** Where the other end of a connection is. */
  public static Source of(@Nullable SocketAddress remote) {
    if (!(remote instanceof InetSocketAddress internet) || internet.getAddress() == null) {
      return NOWHERE;
    }
    return internet.getAddress() instanceof Inet4Address whole
        ? new Source(whole, whole)
        : of(internet.getAddress().getAddress());
  }

  private static Source of(byte[] bytes) {
    try {
      // Without the scope that the system notes beside an address; and an IPv4 address that is
      // written as an IPv6 one (::ffff:192.0.2.7) becomes one again.
      InetAddress address = InetAddress.getByAddress(bytes);
      byte[] counted = address.getAddress();
      if (counted.length == V6_BYTES) {
        Arrays.fill(counted, NETWORK_BYTES, V6_BYTES, (byte) 0);
      }
      return new Source(address, InetAddress.getByAddress(counted));
    } catch (UnknownHostException impossible) {
      throw new AssertionError("an address has 4 or 16 bytes", impossible);
    }
  }

  /** An address is nobody's business. */
  @Override
  public String toString() {
    return "Source[…]";
  }
}

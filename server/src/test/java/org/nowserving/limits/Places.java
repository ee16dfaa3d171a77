package org.nowserving.limits;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Addresses for tests. Pure. */
public final class Places {
  private Places() {}

  /**
   * @param address a literal
   */
  public static Source at(String address) {
    return Source.of(new InetSocketAddress(InetAddress.ofLiteral(address), 1));
  }

  public static AddressRange range(String text) {
    return AddressRange.parse(text).orElseThrow();
  }
}

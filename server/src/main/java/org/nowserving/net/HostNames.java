package org.nowserving.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The names by which this server may be addressed. A page of another site that lets its own name
 * point here (DNS rebinding) still says its own name. Immutable; any thread.
 */
final class HostNames {
  private final Set<String> names;

  /**
   * @param names in lower case
   */
  HostNames(Set<String> names) {
    this.names = Set.copyOf(names);
  }

  /**
   * These, {@code localhost}, and what this machine calls itself. What others call it is not asked:
   * a start should not wait for a name server.
   */
  static HostNames withThisMachines(Set<String> allowed) {
    Set<String> names = new HashSet<>(allowed);
    names.add("localhost");
    try {
      InetAddress machine = InetAddress.getLocalHost();
      String name = machine.getHostName().toLowerCase(Locale.ROOT);
      names.add(name);
      names.add(name + ".local"); // as multicast DNS has it
    } catch (UnknownHostException nameless) {
      // A machine without a name is addressed by number, or by an allowed name.
    }
    return new HostNames(names);
  }

  boolean allow(Authority authority) {
    return authority.isAddressLiteral() || names.contains(authority.host());
  }
}

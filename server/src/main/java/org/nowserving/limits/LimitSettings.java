package org.nowserving.limits;

import java.time.Duration;
import java.util.List;

/**
 * The limits on rates and on numbers. There is always one: who wants none sets a number that nobody
 * reaches. Pure.
 *
 * @param commandsPerSecond how many messages one connection may send for long
 * @param commandsBurst how many of them it may send at once
 * @param newPerMinute how many visitors one address may sign in
 * @param queryPerMinute how many names one address may ask for
 * @param signInFailuresPerMinute how many sign-ins of one address may fail BEFORE the next ones
 *     wait; as many again are looked at after a wait, and then none
 * @param maxConnections how many connections there may be in all
 * @param maxConnectionsPerAddress how many of them may come from one address
 * @param unknownStaff for how long a staff connection may show no valid token
 * @param trusted the addresses to which the limits on an address do not apply
 */
public record LimitSettings(
    int commandsPerSecond,
    int commandsBurst,
    int newPerMinute,
    int queryPerMinute,
    int signInFailuresPerMinute,
    int maxConnections,
    int maxConnectionsPerAddress,
    Duration unknownStaff,
    List<AddressRange> trusted) {
  public LimitSettings {
    atLeastOne(commandsPerSecond, "commandsPerSecond");
    atLeastOne(commandsBurst, "commandsBurst");
    atLeastOne(newPerMinute, "newPerMinute");
    atLeastOne(queryPerMinute, "queryPerMinute");
    atLeastOne(signInFailuresPerMinute, "signInFailuresPerMinute");
    atLeastOne(maxConnections, "maxConnections");
    atLeastOne(maxConnectionsPerAddress, "maxConnectionsPerAddress");
    if (!unknownStaff.isPositive()) {
      throw new IllegalArgumentException("unknownStaff is longer than nothing");
    }
    trusted = List.copyOf(trusted);
  }

  private static void atLeastOne(int value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is at least 1");
    }
  }
}

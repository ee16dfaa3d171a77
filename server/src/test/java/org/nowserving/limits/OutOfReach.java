package org.nowserving.limits;

import java.time.Duration;
import java.util.List;

/** Limits that no test runs into, and one of them at a time within reach. Pure. */
public final class OutOfReach {
  private static final int MUCH = 1_000_000;

  public static final LimitSettings LIMITS =
      new LimitSettings(MUCH, MUCH, MUCH, MUCH, MUCH, MUCH, MUCH, Duration.ofHours(1), List.of());

  private OutOfReach() {}

  /** So many commands at once, and hardly one later. */
  public static LimitSettings butCommands(int burst) {
    return new LimitSettings(
        1, burst, MUCH, MUCH, MUCH, MUCH, MUCH, LIMITS.unknownStaff(), List.of());
  }

  public static LimitSettings butVisitors(int perMinute, AddressRange... trusted) {
    return new LimitSettings(
        MUCH, MUCH, perMinute, MUCH, MUCH, MUCH, MUCH, LIMITS.unknownStaff(), List.of(trusted));
  }

  public static LimitSettings butQueries(int perMinute, AddressRange... trusted) {
    return new LimitSettings(
        MUCH, MUCH, MUCH, perMinute, MUCH, MUCH, MUCH, LIMITS.unknownStaff(), List.of(trusted));
  }

  public static LimitSettings butSignInFailures(int perMinute, AddressRange... trusted) {
    return new LimitSettings(
        MUCH, MUCH, MUCH, MUCH, perMinute, MUCH, MUCH, LIMITS.unknownStaff(), List.of(trusted));
  }

  public static LimitSettings butConnections(int inAll, int perAddress, AddressRange... trusted) {
    return new LimitSettings(
        MUCH, MUCH, MUCH, MUCH, MUCH, inAll, perAddress, LIMITS.unknownStaff(), List.of(trusted));
  }

  public static LimitSettings butUnknownStaff(Duration patience) {
    return new LimitSettings(MUCH, MUCH, MUCH, MUCH, MUCH, MUCH, MUCH, patience, List.of());
  }
}

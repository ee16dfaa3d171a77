package org.nowserving.limits;

import java.util.ArrayList;
import java.util.List;

/** Remembers what was counted, in order. One thread. */
final class Hits implements LimitMeter {
  final List<Limit> limits = new ArrayList<>();
  final List<Secret> failures = new ArrayList<>();

  @Override
  public void hit(Limit limit) {
    limits.add(limit);
  }

  @Override
  public void signInFailed(Secret secret) {
    failures.add(secret);
  }
}

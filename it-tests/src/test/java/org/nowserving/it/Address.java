package org.nowserving.it;

import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the server is now, for devices that redial; nowhere while it is being restarted. Any
 * thread.
 */
final class Address implements Supplier<Optional<URI>> {
  private volatile Optional<URI> now = Optional.empty();

  void is(URI service) {
    now = Optional.of(service);
  }

  void isGone() {
    now = Optional.empty();
  }

  @Override
  public Optional<URI> get() {
    return now;
  }
}

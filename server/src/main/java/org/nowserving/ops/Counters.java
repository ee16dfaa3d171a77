package org.nowserving.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.nowserving.protocol.Endpoint;

/**
 * A counter for each member of a closed set, all there from the start; the member is in a label.
 * Any thread.
 */
final class Counters<E extends Enum<E>> {
  private final Map<E, Counter> counters;

  /**
   * @param moreLabels names and values by turns, the same for all
   */
  Counters(
      MeterRegistry registry,
      Class<E> members,
      String label,
      String name,
      String description,
      String... moreLabels) {
    counters = new EnumMap<>(members);
    for (E member : members.getEnumConstants()) {
      counters.put(
          member,
          Counter.builder(name)
              .description(description)
              .tag(label, word(member))
              .tags(moreLabels)
              .register(registry));
    }
  }

  /** One for each endpoint, which is in a label too. */
  static <E extends Enum<E>> Map<Endpoint, Counters<E>> perEndpoint(
      MeterRegistry registry, Class<E> members, String label, String name, String description) {
    Map<Endpoint, Counters<E>> made = new EnumMap<>(Endpoint.class);
    for (Endpoint endpoint : Endpoint.values()) {
      made.put(
          endpoint,
          new Counters<>(registry, members, label, name, description, "endpoint", word(endpoint)));
    }
    return made;
  }

  void increment(E member) {
    of(counters, member).increment();
  }

  double count(E member) {
    return of(counters, member).count();
  }

  /** Of all members. */
  double sum() {
    return counters.values().stream().mapToDouble(Counter::count).sum();
  }

  /** The value of a map that has one for every key. */
  static <K, V> V of(Map<K, V> complete, K key) {
    V value = complete.get(key);
    if (value == null) {
      throw new AssertionError("there is a meter for every member, but none for " + key);
    }
    return value;
  }

  /** The member as it stands in a label. */
  static String word(Enum<?> member) {
    return member.name().toLowerCase(Locale.ROOT);
  }
}

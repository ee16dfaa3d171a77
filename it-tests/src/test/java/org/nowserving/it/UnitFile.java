package org.nowserving.it;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a systemd unit says, for a test that does by hand what systemd would do. Immutable. */
record UnitFile(Map<String, List<String>> values) {
  static UnitFile of(String text) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith("#")) {
        values
            .computeIfAbsent(line.substring(0, equals), _ -> new ArrayList<>())
            .add(line.substring(equals + 1));
      }
    }
    return new UnitFile(values);
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** The one value. */
  String the(String name) {
    List<String> all = all(name);
    if (all.size() != 1) {
      throw new AssertionError("the unit says " + name + " " + all.size() + " times");
    }
    return all.getFirst();
  }

  /** {@code Environment=}, by name. */
  Map<String, String> environment() {
    return all("Environment").stream()
        .map(assignment -> assignment.split("=", 2))
        .collect(Collectors.toMap(words -> words[0], words -> words[1]));
  }
}

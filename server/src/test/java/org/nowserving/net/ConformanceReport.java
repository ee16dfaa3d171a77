package org.nowserving.net;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * What the conformance suite found. Pure, once read.
 *
 * @param cases in the suite's order
 */
record ConformanceReport(List<Case> cases) {
  private static final Set<String> GOOD = Set.of("OK", "INFORMATIONAL");

  private static final Map<Integer, String> GROUPS =
      Map.of(
          1, "framing",
          2, "pings and pongs",
          3, "reserved bits",
          4, "opcodes",
          5, "fragmentation",
          6, "UTF-8",
          7, "closing",
          9, "limits and performance",
          10, "chopped automatically");

  /** What became of a case. A word of the suite that is none of the good ones is a failure. */
  enum Verdict {
    OK,
    INFORMATIONAL,
    NON_STRICT,
    FAILED
  }

  /**
   * @param id such as 7.9.1
   * @param words the suite's own: of what was said, and of how the connection closed
   */
  record Case(String id, Verdict verdict, String words) {
    static Case of(String id, String behaviour, String close) {
      return new Case(id, verdict(behaviour, close), behaviour + ", closing " + close);
    }

    private static Verdict verdict(String behaviour, String close) {
      if (!GOOD.contains(close)) {
        return Verdict.FAILED;
      }
      return switch (behaviour) {
        case "OK" -> Verdict.OK;
        case "INFORMATIONAL" -> Verdict.INFORMATIONAL;
        case "NON-STRICT" -> Verdict.NON_STRICT;
        default -> Verdict.FAILED;
      };
    }

    @Override
    public String toString() {
      return id + " (" + words + ")";
    }

    int group() {
      return Integer.parseInt(id.substring(0, id.indexOf('.')));
    }
  }

  /** Reads the suite's index.json: agents by name, and of each the cases by number. */
  static ConformanceReport read(Path index) {
    List<Case> cases = new ArrayList<>();
    for (JsonNode agent : new ObjectMapper().readTree(index)) {
      for (var found : agent.properties()) {
        JsonNode result = found.getValue();
        cases.add(
            Case.of(
                found.getKey(),
                result.path("behavior").asString(),
                result.path("behaviorClose").asString()));
      }
    }
    return new ConformanceReport(cases);
  }

  List<Case> with(Verdict verdict) {
    return cases.stream().filter(found -> found.verdict() == verdict).toList();
  }

  /** As it stands in docs/RELIABILITY.md. */
  String table() {
    StringBuilder table =
        new StringBuilder(
            """
            | group | cases | OK | informational | non-strict | failed |
            | --- | --- | --- | --- | --- | --- |
            """);
    Map<Integer, List<Case>> groups = new TreeMap<>();
    for (Case found : cases) {
      groups.computeIfAbsent(found.group(), group -> new ArrayList<>()).add(found);
    }
    groups.forEach((group, found) ->
        row(table, group + " " + GROUPS.getOrDefault(group, ""), new ConformanceReport(found)));
    row(table, "all", this);
    return table.toString();
  }

  private static void row(StringBuilder table, String name, ConformanceReport found) {
    table.append("| ").append(name.strip()).append(" | ").append(found.cases().size());
    for (Verdict verdict : Verdict.values()) {
      table.append(" | ").append(found.with(verdict).size());
    }
    table.append(" |\n");
  }
}

package org.nowserving.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which series an expression of Prometheus' language looks at. Pure.
 *
 * @param text as it stands in the expression
 * @param matchers what it asks of labels
 */
record Selector(String text, String metric, List<Condition> matchers) {
  private static final Pattern MATCHER =
      Pattern.compile("([a-z_]+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");

  /** What is no name of a metric: lists of labels, ranges, words of the language, functions. */
  private static final Pattern LABEL_LISTS =
      Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");

  private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
  private static final Pattern NAME =
      Pattern.compile("(?<![\\w.$])([a-zA-Z_:][\\w:]*)\\s*(\\(|\\{([^}]*)})?");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");

  /** What Prometheus puts to every series. */
  private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

  /** What is asked of a label, as one of several words. */
  record Condition(String label, List<String> words) {}

  Selector {
    matchers = List.copyOf(matchers);
  }

  /** All that an expression looks at, in order. */
  static List<Selector> in(String expression) {
    String bare = RANGE.matcher(LABEL_LISTS.matcher(expression).replaceAll("")).replaceAll("");
    List<Selector> found = new ArrayList<>();
    Matcher name = NAME.matcher(bare);
    while (name.find()) {
      boolean function = "(".equals(name.group(2));
      if (!function && !WORDS.contains(name.group(1))) {
        String matchers = name.group(3) == null ? "" : name.group(3);
        found.add(new Selector(name.group().strip(), name.group(1), conditions(matchers)));
      }
    }
    return found;
  }

  private static List<Condition> conditions(String matchers) {
    return MATCHER
        .matcher(matchers)
        .results()
        .filter(matcher -> !OF_PROMETHEUS.contains(matcher.group(1)))
        .map(matcher -> new Condition(matcher.group(1), List.of(matcher.group(3).split("\\|"))))
        .toList();
  }

  /**
   * What of it is nowhere: the metric, or a word that no series of it has. Also what is not to
   * match has to be there, or it was misspelt.
   */
  List<String> missing(List<Series> all) {
    List<Series> ofMetric = all.stream().filter(one -> one.metric().equals(metric)).toList();
    if (ofMetric.isEmpty()) {
      return List.of(metric);
    }
    List<String> missing = new ArrayList<>();
    for (Condition condition : matchers) {
      for (String word : condition.words()) {
        if (ofMetric.stream().noneMatch(one -> word.equals(one.labels().get(condition.label())))) {
          missing.add("%s with %s=%s".formatted(metric, condition.label(), word));
        }
      }
    }
    return missing;
  }
}

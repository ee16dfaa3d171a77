package org.nowserving.watch;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One line of /metrics. Pure. */
record Series(String metric, Map<String, String> labels, double value) {
  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? ([-+.\\deEINa-z]+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  Series {
    labels = Map.copyOf(labels);
  }

  /** Every series of a page. */
  static List<Series> of(String page) {
    return page.lines().filter(line -> !line.startsWith("#")).map(Series::ofLine).toList();
  }

  private static Series ofLine(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new AssertionError("not a series: " + line);
    }
    String labels = matcher.group(2) == null ? "" : matcher.group(2);
    Map<String, String> byName =
        LABEL
            .matcher(labels)
            .results()
            .collect(Collectors.toMap(label -> label.group(1), label -> label.group(2)));
    String value = matcher.group(3).replace("+Inf", "Infinity");
    return new Series(matcher.group(1), byName, Double.parseDouble(value));
  }
}

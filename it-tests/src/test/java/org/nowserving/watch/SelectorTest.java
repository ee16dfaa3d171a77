package org.nowserving.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an expression looks at is found, and what is not there is noticed. */
class SelectorTest {
  private static final List<Series> ALL =
      List.of(
          new Series("a_total", Map.of("kind", "good"), 1),
          new Series("a_total", Map.of("kind", "bad"), 1),
          new Series("b_bucket", Map.of("le", "1.0"), 1));

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a_total; a_total",
        "up{job=\"x\"} == 0 or absent(up{job=\"x\"}); up up",
        "sum by (kind, le) (rate(a_total{kind=\"good\"}[5m])) > 1e3; a_total",
        "histogram_quantile(0.9, sum by (le) (rate(b_bucket[5m]))); b_bucket",
        "c > 900 and ignoring (state) d{state=\"x\"} == 0; c d",
        "e / on (job) group_left (version) f; e f",
        "increase(g[1h]) offset 5m > 0 unless h; g h",
      })
  void names(String expression, String metrics) {
    List<String> found = Selector.in(expression).stream().map(Selector::metric).toList();
    assertEquals(metrics, String.join(" ", found).replace(" m ", " "));
  }

  @Test
  void whatIsNowhereIsNamed() {
    assertEquals(List.of(), missing("a_total{job=\"x\", instance=\"y\", kind=\"good\"}"));
    assertEquals(List.of(), missing("a_total{kind=~\"good|bad\"} / ignoring (le) b_bucket"));
    assertEquals(List.of("c_total"), missing("rate(c_total[5m])"));
    assertEquals(List.of("a_total with kind=ugly"), missing("a_total{kind=~\"good|ugly\"}"));
    assertEquals(List.of("a_total with kind=ugly"), missing("a_total{kind!~\"bad|ugly\"}"));
    assertEquals(List.of("b_bucket with kind=good"), missing("b_bucket{kind=\"good\"}"));
  }

  private static List<String> missing(String expression) {
    return Selector.in(expression).stream().flatMap(one -> one.missing(ALL).stream()).toList();
  }
}

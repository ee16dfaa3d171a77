package org.nowserving.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.nowserving.accounts.PasswordRule;

/** docs/API.md and the code name the same calls, callers, parameters and fields. */
class ApiDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "API.md");
  private static final Pattern ROW =
      Pattern.compile("^\\| `([A-Z]+) ([^`]+)` \\| ([^|]*) \\|([^|]*)\\|", Pattern.MULTILINE);
  private static final Pattern WORD = Pattern.compile("`([a-z]+)`");

  /** The names in a cell of the table, in the order of the alphabet. */
  private static String words(String cell) {
    return WORD.matcher(cell)
        .results()
        .map(found -> found.group(1))
        .sorted()
        .collect(Collectors.joining(" "));
  }

  @Test
  void theDocumentNamesTheRoutesAndNothingElse() throws Exception {
    String text = Files.readString(DOCUMENT);
    Set<String> documented =
        ROW.matcher(text)
            .results()
            .map(row ->
                "%s %s | %s | %s"
                    .formatted(row.group(1), row.group(2), row.group(3), words(row.group(4))))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> routes = new TreeSet<>();
    try (Bureau bureau = new Bureau(new MemoryHistory(0))) {
      for (Route route : bureau.api.calls()) {
        Set<String> names = new TreeSet<>(route.parameters());
        names.addAll(route.fields());
        names.addAll(route.optionalFields());
        routes.add(
            "%s %s | %s | %s"
                .formatted(
                    route.method(),
                    route.pattern(),
                    route.access().words(),
                    String.join(" ", names)));
      }
    }
    assertEquals(String.join("\n", routes), String.join("\n", documented));
  }

  @Test
  void theDocumentNamesTheLimits() throws Exception {
    String text = Files.readString(DOCUMENT);
    assertTrue(
        text.contains(
            "default %,d, at most %,d"
                .formatted(TicketSearch.JSON_LIMIT_DEFAULT, TicketSearch.JSON_LIMIT_MAX)));
    assertTrue(text.contains("at most %d characters".formatted(TicketSearch.TEXT_MAX)));
    assertTrue(text.contains("at most %d days".formatted(FigureCalls.DAYS_MAX)));
    assertTrue(
        text.contains(
            "%d to %d characters"
                .formatted(PasswordRule.MIN_CODE_POINTS, PasswordRule.MAX_CODE_POINTS)));
    assertTrue(text.contains("`" + SessionCalls.COOKIE + "`"));
  }
}

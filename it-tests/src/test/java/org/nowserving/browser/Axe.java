package org.nowserving.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Whom a page shuts out, as axe-core finds: WCAG 2.2 at level AA and its authors' own rules. The
 * browser's own thread.
 */
public final class Axe {
  private static final String SOURCE = source();
  private static final String RUN =
      """
      async () => {
        const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
        const found = await axe.run(document, {
          runOnly: { type: "tag", values: tags },
          resultTypes: ["violations"],
        });
        return found.violations.flatMap(({ id, impact, help, nodes }) => nodes.map(
          ({ target, html, failureSummary }) =>
            `${id} (${impact}): ${help}\\n  at ${target.join(" ")}\\n  ${html}\\n  `
              + failureSummary.replaceAll("\\n", "\\n  ")));
      }
      """;

  private Axe() {}

  /** Fails with a list of what it finds on the page as it stands. */
  public static void check(Page page) {
    List<String> found = findings(page);
    if (!found.isEmpty()) {
      throw new AssertionError(
          "axe found " + found.size() + " on " + page.url() + "\n" + String.join("\n", found));
    }
  }

  /** What it finds: the rule, the element, what is wrong with it. */
  static List<String> findings(Page page) {
    // What comes by the devtools is no script of the page's: its Content-Security-Policy lets it
    // be.
    page.evaluate(SOURCE);
    return ((List<?>) page.evaluate(RUN)).stream().map(String::valueOf).toList();
  }

  private static String source() {
    try (InputStream stream = Axe.class.getResourceAsStream("/axe.min.js")) {
      if (stream == null) {
        throw new AssertionError("axe-core is not on the class path");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

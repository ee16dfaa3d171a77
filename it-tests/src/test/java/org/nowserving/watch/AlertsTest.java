package org.nowserving.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.nowserving.watch.Monitoring.Alert;
import tools.jackson.databind.JsonNode;

/** Every alert is tested and has a page to turn to; every panel can be read. */
class AlertsTest {
  private static final Path PROMETHEUS = Path.of("../deploy/src/prometheus");
  private static final Path DASHBOARD = Path.of("../deploy/src/grafana", Monitoring.DASHBOARD);
  private static final Pattern SECTION =
      Pattern.compile("(?ms)^### Alert (\\w+)\\n(.*?)(?=^#{2,3} |\\z)");
  private static final List<String> PARTS =
      List.of("**Means.**", "**At the desk.**", "**Do.**", "**Over.**");

  private final List<Alert> alerts = Monitoring.alerts(PROMETHEUS.resolve(Monitoring.RULES));
  private final Set<String> names =
      alerts.stream().map(Alert::name).collect(Collectors.toCollection(TreeSet::new));

  private static Map<String, String> sections() throws IOException {
    Map<String, String> sections = new TreeMap<>();
    SECTION
        .matcher(Files.readString(Path.of("../docs/OPERATIONS.md")))
        .results()
        .forEach(section -> sections.put(section.group(1), section.group(2)));
    return sections;
  }

  @Test
  void eachIsTestedToFireAndToStaySilent() {
    Path tests = PROMETHEUS.resolve(Monitoring.RULE_TESTS);
    assertEquals(names, Monitoring.tested(tests, true));
    assertEquals(names, Monitoring.tested(tests, false));
  }

  @Test
  void eachHasASectionOfTheManualAndEachSectionAnAlert() throws IOException {
    Map<String, String> sections = sections();
    assertEquals(names, sections.keySet());
    sections.forEach((name, text) ->
        PARTS.forEach(part -> assertTrue(text.contains(part), name + " has no " + part)));
  }

  @Test
  void eachSaysHowUrgentItIsAndWhereToTurnTo() {
    assertEquals(names.size(), alerts.size(), "no name twice");
    for (Alert alert : alerts) {
      assertTrue(Set.of("page", "ticket").contains(alert.severity()), alert.name());
      assertFalse(alert.annotations().required("summary").asString().isBlank());
      assertFalse(alert.annotations().required("description").asString().isBlank());
      assertEquals(
          "docs/OPERATIONS.md#alert-" + alert.name().toLowerCase(Locale.ROOT),
          alert.annotations().required("runbook_url").asString());
    }
  }

  @Test
  void everyPanelHasATitleAUnitAndLegends() {
    Set<Integer> ids = new HashSet<>();
    List<JsonNode> panels = Monitoring.panels(DASHBOARD);
    assertTrue(panels.size() > 20, "the panels are not found");
    for (JsonNode panel : panels) {
      String title = panel.required("title").asString();
      assertFalse(title.isBlank());
      assertTrue(ids.add(panel.required("id").asInt()), title);
      assertEquals("${datasource}", panel.required("datasource").required("uid").asString(), title);
      boolean heatmap = panel.required("type").asString().equals("heatmap");
      JsonNode unit =
          heatmap
              ? panel.required("options").required("yAxis").required("unit")
              : panel.required("fieldConfig").required("defaults").required("unit");
      assertFalse(unit.asString().isBlank(), title);
      for (JsonNode target : panel.required("targets")) {
        assertFalse(target.required("legendFormat").asString().isBlank(), title);
      }
    }
  }
}

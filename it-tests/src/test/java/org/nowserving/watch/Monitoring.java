package org.nowserving.watch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The files that the distribution brings for Prometheus and Grafana, read. Pure but for that. */
final class Monitoring {
  static final String RULES = "nowserving.rules.yml";
  static final String RULE_TESTS = "nowserving.rules.test.yml";
  static final String SCRAPE_CONFIGURATION = "prometheus.yml";
  static final String DASHBOARD = "nowserving.json";

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final JsonMapper JSON = new JsonMapper();

  private Monitoring() {}

  /** One alert. */
  record Alert(String name, String expression, String severity, JsonNode annotations) {}

  static List<Alert> alerts(Path rules) {
    List<Alert> alerts = new ArrayList<>();
    for (JsonNode group : YAML.readTree(rules).required("groups")) {
      for (JsonNode rule : group.required("rules")) {
        alerts.add(
            new Alert(
                rule.required("alert").asString(),
                rule.required("expr").asString(),
                rule.required("labels").required("severity").asString(),
                rule.required("annotations")));
      }
    }
    return alerts;
  }

  /** The alerts of which a test says that they fire, or that they are silent. */
  static Set<String> tested(Path ruleTests, boolean fires) {
    Set<String> tested = new TreeSet<>();
    for (JsonNode test : YAML.readTree(ruleTests).required("tests")) {
      for (JsonNode moment : test.required("alert_rule_test")) {
        if (moment.required("exp_alerts").isEmpty() != fires) {
          tested.add(moment.required("alertname").asString());
        }
      }
    }
    return tested;
  }

  /** The dashboard's panels that show something, without the headings. */
  static List<JsonNode> panels(Path dashboard) {
    return JSON.readTree(dashboard)
        .required("panels")
        .valueStream()
        .filter(panel -> !panel.required("type").asString().equals("row"))
        .toList();
  }

  /** What the dashboard asks Prometheus, with Grafana's own words filled in. */
  static List<String> expressions(Path dashboard) {
    Stream<JsonNode> targets =
        panels(dashboard).stream().flatMap(panel -> panel.required("targets").valueStream());
    return targets
        .map(target -> target.required("expr").asString())
        .map(expression ->
            expression
                .replace("$__rate_interval", "1m")
                .replace("$__interval", "1m")
                .replace("$instance", "desk:8081"))
        .toList();
  }
}

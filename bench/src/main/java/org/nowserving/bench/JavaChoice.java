package org.nowserving.bench;

/** Ways to run the server's Java, each held against how it ships. Pure. */
enum JavaChoice {
  SHIPPED("as it ships", ""),
  NO_ARCHIVE("without an archive of classes", "-Xshare:off"),
  WIDE_HEADERS(
      "without it, and without compact object headers", "-Xshare:off -XX:-UseCompactObjectHeaders"),
  EAGER("compiling as eagerly as Java does by itself", "-XX:CompileThresholdScaling=1"),
  G1("with the G1 collector", "-XX:-UseSerialGC -XX:+UseG1GC");

  private final String title;
  private final String options;

  JavaChoice(String title, String options) {
    this.title = title;
    this.options = options;
  }

  String title() {
    return title;
  }

  /** Put behind the options of the start script, so that they win. */
  String options() {
    return options;
  }
}

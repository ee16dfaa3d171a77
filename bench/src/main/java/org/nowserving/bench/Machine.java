package org.nowserving.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;

/** Where it was measured, for people. Immutable. */
record Machine(String processor, int cores, String kernel, String java, String postgres) {
  static Machine read(Cluster cluster) throws IOException, SQLException {
    String processor;
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      processor =
          lines
              .filter(line -> line.startsWith("model name"))
              .map(line -> line.substring(line.indexOf(':') + 1).trim())
              .findFirst()
              .orElse("unknown processor");
    }
    return new Machine(
        processor,
        Runtime.getRuntime().availableProcessors(),
        "Linux " + System.getProperty("os.version"),
        "Java " + Runtime.version(),
        "PostgreSQL " + cluster.ask("postgres", "SHOW server_version"));
  }

  String sentence() {
    return "%s, %d cores, %s, %s, %s".formatted(processor, cores, kernel, java, postgres);
  }
}

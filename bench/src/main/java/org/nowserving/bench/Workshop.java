package org.nowserving.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where it is measured. Immutable.
 *
 * @param directory for everything that is made meanwhile
 * @param log where all programs that are started write their errors
 */
record Workshop(Tree tree, Path directory, Path log, Cluster cluster) {
  /** Takes away what was made for the time. */
  static void delete(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}

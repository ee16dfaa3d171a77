package org.nowserving.bench;

import java.nio.file.Path;

/**
 * Where the build left what is measured. Immutable.
 *
 * @param root of the source tree
 */
record Tree(Path root) {
  Path distribution() {
    return root.resolve("deploy/target/nowserving");
  }

  /** The runtime that ships; the peers run on it too. */
  String java() {
    return distribution().resolve("runtime/bin/java").toString();
  }

  String classPath() {
    return root.resolve("bench/target/classes") + ":" + root.resolve("bench/target/lib/*");
  }

  Path uws() {
    return root.resolve("bench/uws");
  }

  Path performancePage() {
    return root.resolve("docs/PERFORMANCE.md");
  }
}

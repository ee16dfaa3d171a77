package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The same files give the same package, to the byte, wherever and whenever they are packed. That
 * the files themselves are the same is a matter of minutes: {@code deploy/twice} shows it.
 */
@Tag("debian")
class PackageRepeatIT {
  private static final Path REPOSITORY = Path.of("..");

  @Test
  void packedAgainInAnotherPlaceAtAnotherTime() throws Exception {
    Path place = Files.createTempDirectory("nowserving-repeat-");
    try {
      for (String part :
          List.of(
              ".mvn",
              "pom.xml",
              "protocol/pom.xml",
              "store/pom.xml",
              "server/pom.xml",
              "it-tests/pom.xml",
              "bench/pom.xml",
              "deploy/pom.xml",
              "deploy/src",
              "deploy/target/debian",
              "deploy/target/nowserving")) {
        copy(REPOSITORY.resolve(part), place.resolve(part));
      }
      Process maven =
          new ProcessBuilder(
                  Objects.requireNonNull(System.getProperty("nowserving.test.maven-home"))
                      + "/bin/mvn",
                  "--batch-mode",
                  "--offline",
                  "--quiet",
                  "org.vafer:jdeb:jdeb@package",
                  "--projects=deploy")
              .directory(place.toFile())
              .redirectErrorStream(true)
              .start();
      Transcript said = new Transcript("Maven", maven.getInputStream());
      boolean ended = maven.waitFor(120, TimeUnit.SECONDS);
      maven.destroyForcibly();
      said.awaitEnd();
      assertEquals(0, ended ? maven.exitValue() : -1, said::text);
      Path again = place.resolve("deploy/target").resolve(PackageIT.PACKAGE.getFileName());
      assertEquals(-1, Files.mismatch(PackageIT.PACKAGE, again), "the first byte that differs");
    } finally {
      delete(place);
    }
  }

  /** With times of its own, as after a clone. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.resolveSibling("."));
          Files.copy(file, target);
          Files.setLastModifiedTime(target, FileTime.from(Instant.now()));
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes {@code lib/nowserving.jsa}: the classes that every start needs, parsed and laid out as Java
 * wants them in memory, so that a start takes half as long. Called by the build only: {@code java
 * ArchiveClasses.java DISTRIBUTION LIST TIMESTAMP}.
 *
 * <p>Java trusts the file only together with the very jars that it was made from, by their names,
 * sizes and times; so the jars get the build's own timestamp, in the directory as in an archive. The
 * same jars, list and Java make the same file, to the byte.
 */
final class ArchiveClasses {
  /** More than this share of the list not found means that it has grown old. */
  private static final double OLD = 0.05;

  /**
   * Of the options in {@code bin/nowserving}, those that the archive has to be made with to be of use.
   */
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-Xmx512m",
          "--enable-native-access=ALL-UNNAMED");

  public static void main(String[] arguments) throws Exception {
    Path distribution = Path.of(arguments[0]).toAbsolutePath();
    Path list = Path.of(arguments[1]).toAbsolutePath();
    List<Path> jars = jars(distribution);
    for (Path jar : jars) {
      Files.setLastModifiedTime(jar, FileTime.from(Instant.parse(arguments[2])));
    }
    List<String> command = new ArrayList<>();
    command.add(distribution.resolve("runtime/bin/java").toString());
    command.addAll(OPTIONS);
    command.addAll(
        List.of(
            "-Xshare:dump",
            "-Xlog:cds=warning",
            "-XX:SharedClassListFile=" + list,
            "-XX:SharedArchiveFile=" + distribution.resolve("lib/nowserving.jsa"),
            // In names that do not tell where it was built; Java compares what comes behind the
            // part that all have in common.
            "-cp",
            jars.stream()
                .map(jar -> distribution.relativize(jar).toString())
                .collect(Collectors.joining(":"))));
    String words = run(distribution, command, "");
    long missing = words.lines().filter(line -> line.contains("Cannot find ")).count();
    if (missing > OLD * Files.readAllLines(list).size()) {
      throw new IOException(
          missing
              + " classes of "
              + list
              + " are not there any more: write it anew with mvn package -pl deploy -am -DskipTests"
              + " -Drehearsal");
    }
    // This ends in an error where the start script could not use the archive.
    run(
        distribution,
        List.of(distribution.resolve("bin/nowserving").toString(), "version"),
        "-Xshare:on");
  }

  private static String run(Path directory, List<String> command, String javaOptions)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("NOWSERVING_"));
    builder.environment().put("NOWSERVING_JAVA_OPTIONS", javaOptions);
    Process process = builder.start();
    String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed:\n" + words);
    }
    return words;
  }

  private static List<Path> jars(Path distribution) throws IOException {
    try (Stream<Path> files = Files.list(distribution.resolve("lib"))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }
}

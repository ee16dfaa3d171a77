import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Links the Java runtime that is shipped, out of the very JDK that runs this file, into {@code
 * DIRECTORY/runtime}. Linking takes longer than the rest of the packaging, so a runtime that was
 * made from the same JDK with the same modules is kept. Called by the build only: {@code java
 * LinkRuntime.java DIRECTORY MODULES}.
 */
final class LinkRuntime {

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    List<String> options =
        List.of(
            "--add-modules", arguments[1],
            "--no-header-files",
            "--no-man-pages",
            "--generate-cds-archive");

    String recipe = System.getProperty("java.vm.version") + " " + String.join(" ", options);
    Path runtime = directory.resolve("runtime");
    Path note = directory.resolve("runtime-recipe.txt");
    if (Files.exists(note) && Files.readString(note).equals(recipe)) {
      return;
    }

    Files.createDirectories(directory);
    // The note goes BEFORE the runtime does and comes AFTER it, so that it never vouches for half of one.
    Files.deleteIfExists(note);
    delete(runtime);
    ToolProvider jlink = ToolProvider.findFirst("jlink").orElseThrow();
    Stream<String> words = Stream.concat(options.stream(), Stream.of("--output", runtime.toString()));
    int status = jlink.run(System.out, System.err, words.toArray(String[]::new));
    if (status != 0) {
      System.exit(status);
    }
    Files.writeString(note, recipe);
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> below = Files.walk(directory)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}

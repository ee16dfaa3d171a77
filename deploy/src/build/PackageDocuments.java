import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the documents of the Debian package that a package manager wants in a form of its own: the
 * changelog, in Debian's format, and the manual pages, compressed. The same input gives the same
 * bytes. Called by the build only: {@code java PackageDocuments.java CHANGELOG VERSION TIMESTAMP
 * PAGES DIRECTORY}.
 */
final class PackageDocuments {
  /** In a gzip header: compressed as well as can be. The JDK leaves the byte at 0. */
  private static final int HOW_WELL = 8;

  private static final byte BEST = 2;

  private static final int WIDTH = 78;

  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createDirectories(Path.of(arguments[4]));
    String changelog = Files.readString(Path.of(arguments[0]));
    // as jdeb writes it: a version that is BEFORE the one that it leads to
    String version = arguments[1].replace("-SNAPSHOT", "~snapshot");
    compress(
        changelog(changelog, version, OffsetDateTime.parse(arguments[2])),
        directory.resolve("changelog.gz"));
    for (String page : List.of("nowserving.1", "nowserving.conf.5")) {
      compress(
          Files.readString(Path.of(arguments[3], page)), directory.resolve(page + ".gz"));
    }
  }

  /** One entry, for this version: the first section of the project's own changelog. */
  private static String changelog(String markdown, String version, OffsetDateTime time) {
    StringBuilder entry =
        new StringBuilder("nowserving (%s) unstable; urgency=medium\n\n".formatted(version));
    for (String change : newest(markdown)) {
      entry.append(wrapped(change));
    }
    return entry
        .append("\n -- Now Serving <maintainers@nowserving.invalid>  ")
        .append(time.format(DateTimeFormatter.RFC_1123_DATE_TIME).replace("GMT", "+0000"))
        .append('\n')
        .toString()
        // RFC 1123 writes 1 Jan, Debian 01 Jan
        .replaceAll(", (\\d) (\\w+ \\d{4} )", ", 0$1 $2");
  }

  /** The items of the first section. */
  private static List<String> newest(String markdown) {
    List<String> changes = new ArrayList<>();
    boolean inside = false;
    for (String line : markdown.lines().toList()) {
      if (line.startsWith("## ")) {
        if (inside) {
          break;
        }
        inside = true;
      } else if (inside && line.startsWith("- ")) {
        changes.add(line.substring(2));
      } else if (inside && line.startsWith("  ")) {
        changes.add(changes.removeLast() + " " + line.strip());
      }
    }
    // a link's text without its target, which is not in the package
    changes.replaceAll(change -> change.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1").replace("`", ""));
    return changes;
  }

  private static String wrapped(String change) {
    StringBuilder text = new StringBuilder();
    String line = "  *";
    for (String word : change.split(" ")) {
      if (line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line = "   ";
      }
      line += " " + word;
    }
    return text.append(line).append('\n').toString();
  }

  private static void compress(String text, Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new Best(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    byte[] compressed = bytes.toByteArray();
    compressed[HOW_WELL] = BEST;
    Files.write(file, compressed);
  }

  private static final class Best extends GZIPOutputStream {
    Best(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}

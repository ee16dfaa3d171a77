import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Completes the bill of materials that the build made from the libraries: with the Java runtime and
 * with PostgreSQL, which are no libraries. Once for the distribution, and once for packages, which
 * leave PostgreSQL out. The plugin that makes it runs only while Maven is online; a build that is
 * offline ships none, because an older one would name other files. Called by the build only: {@code
 * java CompleteBom.java BOM RUNTIME POSTGRES-VERSION DISTRIBUTION-BOM PACKAGE-BOM offline=BOOLEAN}.
 */
final class CompleteBom {
  private static final String COMPONENTS = "\"components\" : [";

  public static void main(String[] arguments) throws IOException {
    if (arguments[5].equals("offline=true")) {
      Files.deleteIfExists(Path.of(arguments[3]));
      Files.deleteIfExists(Path.of(arguments[4]));
      System.err.println("Maven is offline: this build ships no bill of materials (nowserving.cdx.json).");
      return;
    }
    String libraries = Files.readString(Path.of(arguments[0]));
    List<String> parts = new ArrayList<>();
    parts.add(runtime(Path.of(arguments[1])));
    write(Path.of(arguments[4]), libraries, parts);
    parts.addAll(postgres(arguments[2]));
    write(Path.of(arguments[3]), libraries, parts);
  }

  /** With the parts before the libraries. */
  private static void write(Path file, String libraries, List<String> parts) throws IOException {
    int place = libraries.indexOf("\n  " + COMPONENTS);
    if (place < 0) {
      throw new IOException("the bill of materials has no components");
    }
    int end = libraries.indexOf('[', place) + 1;
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(
        file,
        libraries.substring(0, end)
            + "\n"
            + String.join(",\n", parts)
            + ","
            + libraries.substring(end));
  }

  /** From the words of the JDK that it was linked from. */
  private static String runtime(Path runtime) throws IOException {
    Properties release = new Properties();
    release.load(new StringReader(Files.readString(runtime.resolve("release"))));
    return component(
        "platform",
        "openjdk",
        property(release, "JAVA_RUNTIME_VERSION", property(release, "JAVA_VERSION", "unknown")),
        property(release, "IMPLEMENTOR", "unknown"),
        "GPL-2.0-only WITH Classpath-exception-2.0");
  }

  private static String property(Properties release, String name, String otherwise) {
    return release.getProperty(name, otherwise).replace("\"", "");
  }

  /** The binaries' version is that of PostgreSQL and one more number; what it is linked with stands in licenses/. */
  private static List<String> postgres(String version) {
    String postgres = version.replaceFirst("\\.[0-9]+$", "");
    return List.of(
        component("application", "postgresql", postgres, "PostgreSQL Global Development Group", "PostgreSQL"),
        component("library", "openssl", "1.1.1", "OpenSSL", "OpenSSL"),
        component("library", "icu", "60", "Unicode", "ICU"),
        component("library", "libxml2", "2.9", "GNOME", "MIT"),
        component("library", "zlib", "1.2", "zlib", "Zlib"),
        component("library", "liblzma", "5.2", "XZ Utils", "LicenseRef-public-domain"));
  }

  private static String component(
      String type, String name, String version, String publisher, String license) {
    return """
        \s   {
              "type" : "%s",
              "bom-ref" : "%s@%s",
              "publisher" : "%s",
              "name" : "%s",
              "version" : "%s",
              "licenses" : [
                {
                  "expression" : "%s"
                }
              ]
            }"""
        .formatted(type, name, version, publisher, name, version, license)
        .replaceFirst("^ +", "    ");
  }
}

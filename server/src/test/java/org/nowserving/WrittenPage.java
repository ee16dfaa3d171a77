package org.nowserving;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Text that stands in the repository and follows from the code. {@code -Dpages.rewrite=true} writes
 * it anew.
 */
public final class WrittenPage {
  private static final boolean REWRITE = Boolean.getBoolean("pages.rewrite");

  private WrittenPage() {}

  /** Fails unless the page says this, to the letter. */
  public static void assertSays(String text, String path) {
    Path page = repository().resolve(path);
    try {
      if (REWRITE) {
        Files.createDirectories(page.resolveSibling("."));
        Files.writeString(page, text);
      }
      assertEquals(
          Files.readString(page),
          text,
          () -> path + " differs from the code; -Dpages.rewrite=true writes it anew");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the sources are, of which this test was built. */
  static Path repository() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("docs/PROTOCOL.md"))) {
      directory = directory.getParent();
      if (directory == null) {
        throw new AssertionError("the tests run inside the repository");
      }
    }
    return directory;
  }
}

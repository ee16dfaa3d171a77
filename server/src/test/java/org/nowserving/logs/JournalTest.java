package org.nowserving.logs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private final Path stream;

  JournalTest(@TempDir Path directory) throws IOException {
    stream = Files.createFile(directory.resolve("stream"));
  }

  private boolean reads(String journalStream) {
    return Journal.reads(stream, Map.of("JOURNAL_STREAM", journalStream));
  }

  @Test
  void itReadsTheStreamThatItNames() throws IOException {
    Map<String, Object> is = Files.readAttributes(stream, "unix:dev,ino");
    String name = is.get("dev") + ":" + is.get("ino");
    assertTrue(reads(name));
    assertFalse(reads(name + "0"));
    assertFalse(reads(""));
    assertFalse(Journal.reads(stream, Map.of()));
    assertFalse(Journal.reads(stream.resolveSibling("gone"), Map.of("JOURNAL_STREAM", name)));
  }
}

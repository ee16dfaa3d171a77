package org.nowserving.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFileTest {
  private final Path path;

  KeyFileTest(@TempDir Path directory) {
    this.path = directory.resolve("keys");
  }

  private KeyFile file(String text) throws IOException {
    Files.writeString(path, text);
    return new KeyFile(path);
  }

  private String refusal(KeyFile file) {
    return String.valueOf(assertThrows(BadKeyFileException.class, file::open).getMessage());
  }

  @Test
  void oneKeyALineWithCommentsAndEmptyLines() throws Exception {
    DeviceKeys keys =
        file("# the hall\r\n  0123456789abcdef\t\r\n\n  # the wall\n!\"#$%&'()*+,-./~\n").open();
    assertTrue(keys.ofKey("0123456789abcdef").isPresent());
    assertTrue(keys.ofKey("!\"#$%&'()*+,-./~").isPresent());
    assertEquals(Optional.empty(), keys.ofKey("# the hall"));
    assertEquals(2, keys.now().marks().size());
  }

  @ParameterizedTest
  @CsvSource({
    "'', holds no key",
    "'\n# only this\n\n', holds no key",
    "'# a comment\nSECRETSHORT', line 2",
    "'0123456789abcdef\nSECRET with spaces', line 2",
    "'SECRET0123456789ü', line 1",
    "'SECRET0123456789\u0001', line 1",
  })
  void whatDoesNotDoIsSaidAndNotRepeated(String text, String said) throws Exception {
    String sentence = refusal(file(text));
    assertTrue(sentence.contains(said), sentence);
    assertTrue(sentence.contains(path.toString()), sentence);
    assertTrue(sentence.contains("device-key-file"), sentence);
    assertFalse(sentence.contains("SECRET"), sentence);
    assertFalse(sentence.contains("0123456789abcdef"), sentence);
  }

  @Test
  void aKeyHasALengthAndAFileToo() throws Exception {
    assertTrue(file("x".repeat(128)).open().ofKey("x".repeat(128)).isPresent());
    assertTrue(refusal(file("x".repeat(129))).contains("line 1"));
    assertTrue(refusal(file("#".repeat(300_000))).contains("is longer than"));
    StringBuilder many = new StringBuilder();
    for (int i = 0; i <= 1_000; i++) {
      many.append("a-key-that-is-number-").append(i).append('\n');
    }
    assertTrue(refusal(file(many.toString())).contains("more than 1000 keys"));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertTrue(refusal(new KeyFile(path)).contains(path + " (from device-key-file) cannot be"));
  }
}

package org.nowserving.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** Reads the file that {@code --config} names: Java's properties format in UTF-8. Any thread. */
final class SettingsFile {
  private SettingsFile() {}

  /**
   * Every key with its value. A key that stands there twice is refused, because one of the two
   * would do nothing.
   */
  static Map<String, String> read(Path file) throws BadSettingException {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw refused(file, "does not exist");
    } catch (CharacterCodingException e) {
      throw refused(file, "is not text in UTF-8");
    } catch (IOException e) {
      throw refused(file, Files.isDirectory(file) ? "is a directory" : "cannot be read");
    }
    Map<String, String> entries = new LinkedHashMap<>();
    Duplicates duplicates = new Duplicates();
    try {
      duplicates.load(new StringReader(text));
    } catch (IOException | IllegalArgumentException e) {
      throw refused(file, "has a broken \\u escape");
    }
    if (duplicates.twice.isEmpty()) {
      duplicates.forEach((key, value) -> entries.put((String) key, ((String) value).strip()));
      return entries;
    }
    throw refused(file, "sets " + duplicates.twice + " twice");
  }

  private static BadSettingException refused(Path file, String complaint) {
    return new BadSettingException(
        "The configuration file %s (from --config or %s) %s."
            .formatted(file, EffectiveSettings.CONFIG_VARIABLE, complaint));
  }

  /** The JDK's parser keeps the last of two equal keys and does not say so. */
  private static final class Duplicates extends Properties {
    private static final long serialVersionUID = 1;
    private String twice = "";

    @Override
    public synchronized Object put(Object key, Object value) {
      if (containsKey(key)) {
        twice = (String) key;
      }
      return super.put(key, value);
    }
  }
}

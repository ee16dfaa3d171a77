package org.nowserving.keys;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that the keys stand in: one a line, lines that begin with {@code #} are comments.
 * Blocks; one thread at a time.
 */
public final class KeyFile {
  private static final Logger log = LoggerFactory.getLogger(KeyFile.class);
  private static final int MAX_BYTES = 262_144;
  private static final int MAX_KEYS = 1_000;

  private final Path path;
  private Optional<Stamp> lastSeen = Optional.empty();

  /** By what a change of the file shows; a file that another was renamed to has another id. */
  private record Stamp(FileTime changed, long size, @Nullable Object id) {}

  /**
   * @param path as the setting device-key-file has it
   */
  public KeyFile(Path path) {
    this.path = path;
  }

  /** The keys that stand in it at the start. */
  public DeviceKeys open() throws BadKeyFileException {
    return new DeviceKeys(read());
  }

  /** Whether it looks other than when it was read last, or is there no more. */
  boolean hasChanged() {
    return !stamp().equals(lastSeen);
  }

  KeyRing read() throws BadKeyFileException {
    lastSeen = stamp(); // BEFORE it is read: what is written meanwhile is seen the next time
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw bad("cannot be read");
    }
    if (bytes.length > MAX_BYTES) {
      throw bad("is longer than " + MAX_BYTES + " bytes, which no list of keys is");
    }
    KeyRing ring = KeyRing.of(keysIn(new String(bytes, StandardCharsets.ISO_8859_1)));
    warnIfOpen();
    return ring;
  }

  private Set<String> keysIn(String text) throws BadKeyFileException {
    Set<String> keys = new LinkedHashSet<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (!KeyRing.isKey(line)) {
        throw bad(
            "has no key in line %d: a key is %d to %d printable ASCII characters without spaces"
                .formatted(i + 1, KeyRing.MIN_LENGTH, KeyRing.MAX_LENGTH));
      }
      keys.add(line);
    }
    if (keys.isEmpty()) {
      throw bad("holds no key; put one on each line");
    }
    if (keys.size() > MAX_KEYS) {
      throw bad("holds more than " + MAX_KEYS + " keys");
    }
    return keys;
  }

  private BadKeyFileException bad(String why) {
    return new BadKeyFileException("The file %s (from device-key-file) %s.".formatted(path, why));
  }

  private Optional<Stamp> stamp() {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      return Optional.of(new Stamp(now.lastModifiedTime(), now.size(), now.fileKey()));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private void warnIfOpen() {
    Set<PosixFilePermission> permissions;
    try {
      permissions = Files.getPosixFilePermissions(path);
    } catch (IOException | UnsupportedOperationException unknown) {
      return;
    }
    if (permissions.contains(PosixFilePermission.OTHERS_READ)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      log.warn(
          "Every user of this machine can read or write the device keys in {}; chmod o-rw helps",
          path);
    }
  }
}

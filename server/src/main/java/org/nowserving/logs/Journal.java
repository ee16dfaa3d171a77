package org.nowserving.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Whether systemd's journal reads our standard error. Any thread. */
final class Journal {
  private Journal() {}

  /**
   * systemd names the device and inode of the stream that it gave us (systemd.exec(5), {@code
   * JOURNAL_STREAM}); a child whose standard error goes elsewhere inherits the variable too, so
   * both are compared.
   *
   * @param standardError as the file system shows it
   */
  static boolean reads(Path standardError, Map<String, String> environment) {
    String stream = environment.get("JOURNAL_STREAM");
    if (stream == null) {
      return false;
    }
    try {
      Map<String, Object> is = Files.readAttributes(standardError, "unix:dev,ino");
      return stream.equals(is.get("dev") + ":" + is.get("ino"));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
      return false;
    }
  }
}

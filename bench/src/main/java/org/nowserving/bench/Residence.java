package org.nowserving.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much of a process is in memory. Any thread. */
final class Residence {
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");

  private Residence() {}

  /** Its resident memory in megabytes of 1,000,000 bytes, shared pages of files included. */
  static double megabytes(long pid) throws IOException {
    Matcher resident = RESIDENT.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
    if (!resident.find()) {
      throw new IOException("process " + pid + " has no resident memory: has it ended?");
    }
    return Long.parseLong(resident.group(1)) * 1_024 / 1e6;
  }
}

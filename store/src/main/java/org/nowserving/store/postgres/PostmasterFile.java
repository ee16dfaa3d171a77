package org.nowserving.store.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * PostgreSQL's own note of the postmaster of a data directory ({@code postmaster.pid}): on its
 * first line the process id, on its eighth how far it is. A postmaster that was killed leaves it
 * behind. Any thread.
 *
 * @param text all of it: two starts never write the same
 */
record PostmasterFile(long pid, boolean ready, String text) {
  private static final int STATUS_LINE = 7;

  static Optional<PostmasterFile> of(Path database) throws IOException {
    String text;
    try {
      text = Files.readString(database.resolve("postmaster.pid"));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
    List<String> lines = text.lines().map(String::strip).toList();
    try {
      boolean ready = lines.size() > STATUS_LINE && lines.get(STATUS_LINE).equals("ready");
      return Optional.of(
          new PostmasterFile(Long.parseLong(lines.isEmpty() ? "" : lines.getFirst()), ready, text));
    } catch (NumberFormatException _) {
      return Optional
          .empty(); // being written, or cut short by a power failure: PostgreSQL says what it makes
      // of it
    }
  }

  /**
   * Whether that process runs now and is a postmaster of this very directory. After a crash of the
   * machine the number may belong to anybody; its command line tells. A process that ended and was
   * not yet reaped has none.
   */
  boolean isPostmasterOf(Path database) {
    List<String> words = commandLine();
    int option = words.indexOf("-D");
    return option >= 0
        && option + 1 < words.size()
        && words.get(option + 1).equals(database.toString())
        && words.getFirst().contains("postgres");
  }

  private List<String> commandLine() {
    Path procFile = Path.of("/proc/" + pid + "/cmdline");
    if (Files.isDirectory(Path.of("/proc/self"))) {
      try {
        return Arrays.asList(Files.readString(procFile, StandardCharsets.ISO_8859_1).split("\0"));
      } catch (IOException _) {
        return List.of(); // it is gone
      }
    }
    return ProcessHandle.of(pid)
        .map(ProcessHandle::info)
        .flatMap(info -> info.arguments().map(a -> withCommand(info, a)))
        .orElse(List.of());
  }

  private static List<String> withCommand(ProcessHandle.Info info, String[] arguments) {
    List<String> words = new ArrayList<>();
    words.add(info.command().orElse(""));
    words.addAll(Arrays.asList(arguments));
    return words;
  }
}

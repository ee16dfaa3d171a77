package org.nowserving.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The CPU time that was taken up to a moment, in ticks of 10 ms, from /proc. Any thread.
 *
 * @param all by everything on the machine, what a hypervisor took from it included
 * @param own by this process and all its descendants
 * @param server by the one process that is measured
 * @param nanos when
 */
record Cpu(long all, long own, long server, long nanos) {
  private static final double TICKS_A_SECOND = 100;
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  static Cpu now(long serverPid) {
    try {
      ProcessHandle self = ProcessHandle.current();
      long own =
          Stream.concat(Stream.of(self), self.descendants())
              .mapToLong(process -> ticks(process.pid(), true))
              .sum();
      return new Cpu(
          busyTicks(), own, serverPid == 0 ? 0 : ticks(serverPid, false), System.nanoTime());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The share of all cores that was taken by others since then. */
  double foreignSince(Cpu before) {
    double seconds = (nanos - before.nanos) / 1e9;
    double foreign = ((all - before.all) - (own - before.own)) / TICKS_A_SECOND;
    return Math.clamp(foreign / seconds / CORES, 0, 1);
  }

  /** Seconds of CPU of the measured process since then. */
  double serverSecondsSince(Cpu before) {
    return (server - before.server) / TICKS_A_SECOND;
  }

  /** Everything on the first line of /proc/stat but idle (4th) and waiting for a disk (5th). */
  private static long busyTicks() throws IOException {
    String[] words;
    try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
      words = lines.findFirst().orElseThrow().trim().split(" +", -1);
    }
    long busy = 0;
    for (int i = 1; i <= 8; i++) {
      if (i != 4 && i != 5) {
        busy += Long.parseLong(words[i]);
      }
    }
    return busy;
  }

  /** Its user and system time; also that of its children that have ended, where asked for. */
  private static long ticks(long pid, boolean withChildren) {
    String stat;
    try {
      stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    } catch (IOException ended) {
      return 0;
    }
    // The name in brackets may hold spaces; the numbers begin behind it, with the 3rd field.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    return withChildren ? ticks + Long.parseLong(fields[13]) + Long.parseLong(fields[14]) : ticks;
  }
}

package org.nowserving.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What lives on the heap of another Java process. Blocks; any thread. */
final class Heap {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

  /** What a collection left empty between objects that it did not move: no object at all. */
  private static final Pattern FILLER =
      Pattern.compile("(?m)^ *\\d+: +\\d+ +(\\d+) +\\S*jdk\\.internal\\.vm\\.Filler\\S*");

  private Heap() {}

  /** Bytes that are reachable, after a full collection. */
  static long live(long pid) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    List<String> command = List.of(jcmd, Long.toString(pid), "GC.class_histogram");
    Run.output(command); // what the first collection finalises, the second one frees
    String histogram = Run.output(command);
    Matcher total = TOTAL.matcher(histogram);
    if (!total.find()) {
      throw new IOException("jcmd said something else than expected:\n" + histogram);
    }
    long filler =
        FILLER.matcher(histogram).results().mapToLong(row -> Long.parseLong(row.group(1))).sum();
    return Long.parseLong(total.group(1)) - filler;
  }
}

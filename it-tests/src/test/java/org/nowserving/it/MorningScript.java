package org.nowserving.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code it-tests/morning}, the README's own command, run to its end. */
final class MorningScript {
  private static final long PATIENCE_SECONDS = 120;

  private MorningScript() {}

  /** Plays a morning, shows what it said, and fails unless everything agreed. */
  static void play(URI service, Path adminPasswordFile, String... options)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of("morning").toAbsolutePath().toString(),
                "--url=" + service,
                "--admin-password-file=" + adminPasswordFile));
    command.addAll(List.of(options));
    Process morning = new ProcessBuilder(command).redirectErrorStream(true).start();
    Transcript said = new Transcript("the morning", morning.getInputStream());
    boolean ended = morning.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    morning.destroyForcibly();
    said.awaitEnd();
    System.out.print(said.text());
    assertTrue(ended && morning.exitValue() == 0, said::text);
    assertEquals(1, said.count("The server's history agrees"));
  }
}

package org.nowserving.tape;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The corpus. */
public final class Tapes {
  /** The names of all tapes; {@link TapeTest} holds this list against the folder. */
  public static final List<String> NAMES =
      List.of(
          "accept-refused",
          "another-persons-token",
          "cancel-refused",
          "claimed-is-heard-by-the-others",
          "complete-refused",
          "display-comes-late",
          "grace",
          "known-at-the-handshake",
          "known-by-a-pick",
          "malformed",
          "morning",
          "moving",
          "names",
          "newest-connection-has-the-table",
          "numbers",
          "order-of-checks",
          "pick-refused",
          "query",
          "restart",
          "retry",
          "retry-too-late",
          "several-tickets",
          "taken",
          "token-over",
          "unpick-in-service",
          "wrong-device");

  private Tapes() {}

  /** Reads a tape of the corpus. */
  public static Tape read(String name) throws IOException {
    try (InputStream tape = Tapes.class.getResourceAsStream("/tapes/" + name + ".tape")) {
      if (tape == null) {
        throw new IOException("there is no tape " + name);
      }
      return Tape.parse(name, new String(tape.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}

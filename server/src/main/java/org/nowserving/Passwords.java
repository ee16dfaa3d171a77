package org.nowserving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where passwords come from: a file or a person; never the command line, which {@code ps} shows.
 * Any thread.
 */
final class Passwords {
  private Passwords() {}

  /**
   * The first line of the file.
   *
   * @param option the option or setting that named it, for the sentence
   */
  static String fromFile(Path file, String option) throws UserError {
    String first;
    try (var lines = Files.lines(file)) {
      first = lines.findFirst().orElse("");
    } catch (IOException | UncheckedIOException e) {
      throw new UserError("The file %s (from %s) cannot be read.".formatted(file, option), e);
    }
    if (first.isEmpty()) {
      throw new UserError(
          "The first line of the file %s (from %s) holds no password.".formatted(file, option));
    }
    return first;
  }

  /** Asks for a password that does not exist yet, twice, because what is typed is not seen. */
  static Optional<String> askTwice(Surroundings surroundings, String prompt) throws UserError {
    Optional<String> first = surroundings.secret().apply(prompt + ": ");
    if (first.isEmpty()) {
      return first;
    }
    if (!first.equals(surroundings.secret().apply("Once more: "))) {
      throw new UserError("The two passwords differ; nothing was changed.");
    }
    return first;
  }
}
